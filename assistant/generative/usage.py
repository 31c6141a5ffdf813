"""What the requests to a language model cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class Usage:
    """What requests cost, added up: tokens as the server counted them, and seconds."""

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    first_token_seconds: float | None = None
    cut_short: bool = False

    def to_dict(self) -> dict[str, float]:
        """Return the counts; tokens are left out where no server counted them."""
        counts: dict[str, float] = {"requests": self.requests, "seconds": round(self.seconds, 3)}
        if self.first_token_seconds is not None:
            counts["first_token_seconds"] = round(self.first_token_seconds, 3)
        if self.prompt_tokens:
            counts["prompt_tokens"] = self.prompt_tokens
            counts["completion_tokens"] = self.completion_tokens
            counts["total_tokens"] = self.prompt_tokens + self.completion_tokens
        return counts

    def added_to(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Return the counts of later requests with these added; the first token remains that of the later."""
        own = self.to_dict() if self.requests else {}
        own.pop("first_token_seconds", None)
        return {**counts, **{name: round(counts.get(name, 0) + own[name], 3) for name in own}}
