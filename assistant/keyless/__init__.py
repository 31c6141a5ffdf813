"""The writer that needs no key: it answers with the words of the articles."""
