"""The corrupted claims as a table, on the terminal as in eval/RESULTS.md, with a row over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.reports.markdown import number

Caught = Mapping[str, Mapping[str, Any]]  # by what was changed

BY_ARTICLE = "caught against the article"

# Each share by its heading, the encoder's own beside that of the judge.
_SHARES = {
    "caught against the quote": "caught against the quote",
    "by the encoder alone": "encoder alone, quote",
    "caught against the article": BY_ARTICLE,
    "by the encoder alone ": "encoder alone, article",
}
HEADER = ("what was changed", "claims", *_SHARES)


def caught_rows(caught: Caught) -> list[list[str]]:
    """Return a row per kind of change, and one over all of the claims."""
    rows = [
        [kind, str(found["corrupted"]), *(number(found.get(share)) for share in _SHARES.values())]
        for kind, found in caught.items()
    ]
    claims = sum(found["corrupted"] for found in caught.values())
    return [*rows, ["all", str(claims), *(number(mean_share(caught, share)) for share in _SHARES.values())]]


def mean_share(caught: Caught, share: str) -> float | None:
    """Return a share over all corrupted claims, whatever was changed; None where a kind lacks it."""
    told = [(found.get(share), found["corrupted"]) for found in caught.values() if found["corrupted"]]
    if not told or any(value is None for value, _ in told):
        return None
    return float(sum(value * claims for value, claims in told) / sum(claims for _, claims in told))
