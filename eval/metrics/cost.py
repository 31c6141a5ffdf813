"""Cost: what a language model took for the answers, as its server counted it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in one currency: those of the prompt and those that are written."""

    prompt: float
    completion: float


def cost_per_answer(
    usage: Mapping[str, float], answers: int, prices: Prices | None = None
) -> dict[str, float | None]:
    """Return requests, seconds and tokens per answer, and the price of a thousand answers.

    `usage` is summed over the answers. What was not counted is None, as is the price without prices; an
    assistant that asked no model has requests 0 and costs nothing.
    """
    names = ("requests", "seconds", "prompt_tokens", "completion_tokens")
    found: dict[str, float | None] = {
        name: usage[name] / answers if name in usage and answers else None for name in names
    }
    if not usage.get("requests"):
        return {**found, "requests": 0.0, "price_per_1000_answers": 0.0}
    prompt, completion = found["prompt_tokens"], found["completion_tokens"]
    price = None
    if prices and prompt is not None and completion is not None:
        price = 1000 * (prompt * prices.prompt + completion * prices.completion) / _MILLION
    return {**found, "price_per_1000_answers": price}
