"""Whether sources support a claim: the judge that needs no key, and the verifier built on it."""
