"""What a model sends besides an answer in plain text: reasoning, passages of its own, JSON, a web page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from assistant.generative.faults import OtherFormatError

_THINKING = ("<think>", "</think>")
_FENCES = ("BEGIN PASSAGE", "END PASSAGE")
_ANSWER_FIELDS = ("answer", "response", "text", "content", "output")


def without_reasoning(chunks: Iterable[str]) -> Iterator[str]:
    """Yield the text without a `<think>…</think>` block at its beginning."""
    opening, closing = _THINKING
    held, thinking, decided = "", False, False
    for chunk in chunks:
        if decided:
            yield chunk
            continue
        held += chunk
        begun = held.lstrip()
        if not thinking and opening.startswith(begun[: len(opening)]) and len(begun) < len(opening):
            continue
        thinking = begun.startswith(opening)
        if thinking:
            _, closed, rest = begun.partition(closing)
            if not closed:
                continue
            held = rest.lstrip()
        decided = bool(held)
        if held:
            yield held
    if not decided and not thinking and held:
        yield held


def after_reasoning(reply: str) -> str:
    """Return what a whole reply says after its reasoning, which servers may send without its opening tag."""
    return reply.rpartition(_THINKING[1])[2]


def until_fence(chunks: Iterable[str]) -> Iterator[str]:
    """Yield the text up to where the model begins to write passages itself, and then stop reading."""
    held = ""
    for chunk in chunks:
        held += chunk
        found = [at for at in (held.find(fence) for fence in _FENCES) if at >= 0]
        if found:
            if held[: min(found)].strip():
                yield held[: min(found)]
            return
        keep = max(
            (size for fence in _FENCES for size in range(1, len(fence)) if held.endswith(fence[:size])),
            default=0,
        )
        if len(held) > keep:
            yield held[: len(held) - keep]
            held = held[len(held) - keep :]
    if held:
        yield held


def is_other_format(beginning: str) -> bool:
    """Tell whether a reply that begins so is data or a web page, not text for readers."""
    begun = beginning.lstrip()[:20].lower()
    return begun.startswith(("{", "```json", "<!doctype", "<html", "<?xml"))


def text_of(reply: str) -> str:
    """Return the answer within a JSON reply; raises OtherFormatError where there is none."""
    body = reply.strip().removeprefix("```json").removesuffix("```").strip()
    try:
        data = json.loads(body)
    except ValueError:
        raise OtherFormatError from None
    if isinstance(data, dict):
        for field in _ANSWER_FIELDS:
            if isinstance(data.get(field), str) and data[field].strip():
                return str(data[field])
    raise OtherFormatError
