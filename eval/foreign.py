"""Answers of other systems: plain texts with contexts, read into what the measures take.

Field names of ragas and deepeval are understood beside plain ones. A claim is a sentence that says something;
one that greets, connects or says that the sources don't say claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.generative.citation_markers import marked_text, parse
from assistant.generative.generated_sentences import split_draft
from assistant.judging.claims import claims_nothing, is_abstention, known_words
from eval.responses import Claim, Gold, GoldEvidence, Response, Retrieved
from eval.rows import Row

QUESTION = ("question", "user_input", "query", "input")
ANSWER = ("answer", "response", "actual_output", "output", "text")
CONTEXTS = ("contexts", "retrieved_contexts", "retrieval_context", "sources")
REFERENCE = ("answers", "ground_truths", "ground_truth", "reference", "expected_output")
REFERENCE_CONTEXTS = ("evidence", "reference_contexts")

_MARKED = range(1000)  # every number that a marker can have: one without a context is invented
_WRITTEN_NUMBER = re.compile(r"\s*\[?([0-9]{1,3})\]?\s*")
_WHOLE_ABSTENTION = re.compile(
    r"(?:unknown|n/?a|none|idk|unanswerable|no answer|not (?:known|found|mentioned|stated|given|available)"
    r"|(?:i (?:do not|don['’]t) have |there is )?(?:not enough|insufficient|no) information\b.{0,60})[.!]*",
    re.IGNORECASE,
)


def claims_of(
    answer: str, contexts: Sequence[str] | None = None, *, question: str = ""
) -> tuple[list[Claim], bool]:
    """Return the claims of an answer, citing contexts by [n] markers from 1, and whether it abstains.

    `cited` is None for every claim when the answer has no marker, or no contexts are known. An answer
    abstains when it is empty, or says that the sources don't say and claims nothing besides.
    """
    marked = marked_text(parse(answer, _MARKED))
    known = known_words(question, *(contexts or ()))
    if not marked.text.strip() or _WHOLE_ABSTENTION.fullmatch(marked.text.strip()):
        return [], True
    cites = contexts is not None and bool(marked.marks)
    claims: list[Claim] = []
    abstains = False
    for sentence in split_draft(marked):
        if is_abstention(sentence.text, known=known) or _WHOLE_ABSTENTION.fullmatch(sentence.text):
            abstains = True
        elif not claims_nothing(sentence.text):
            cited = tuple(_numbered(number, contexts or ()) for number in sentence.cited)
            claims.append(Claim(sentence.text, cited if cites else None))
    return claims, abstains and not claims


def response_of(row: Row) -> Response:
    """Return a row of another system's run as a response.

    Fields: a question, an answer, contexts (texts, or objects with a text), and where there are any
    citations (numbers of contexts from 1, or texts), short, abstained, confidence. Citations without [n]
    markers in the answer stand for all its sentences. A number that no context has cites an empty text,
    which supports nothing.
    """
    question = row.text(_present(row, QUESTION) or QUESTION[0], "")
    name = _present(row, ANSWER)
    if name is None:
        row.fail(
            f"the row has no answer; name it one of {', '.join(ANSWER)} (an empty text is an abstention)"
        )
    answer = row.text(name)
    given = _present(row, CONTEXTS)
    contexts = _texts(row, given)
    claims, abstains = claims_of(answer, contexts if given else None, question=question)
    if row.has("citations"):
        listed = tuple(_cited(row, item, contexts) for item in row.items("citations"))
        if all(claim.cited is None for claim in claims):
            claims = [Claim(claim.text, listed) for claim in claims]
    abstained = row.flag("abstained")
    short = row.text("short", "") or marked_text(parse(answer, _MARKED)).text.strip()
    return Response(
        question=question,
        text=answer,
        short=short,
        abstained=abstains if abstained is None else abstained,
        claims=tuple(claims),
        retrieved=tuple(Retrieved(text) for text in contexts),
        quoted=tuple(Retrieved(text) for claim in claims for text in claim.cited or () if text),
        confidence=row.number("confidence"),
        detail={"writer": row.text("writer", "") or None},
    )


def gold_of(row: Row) -> Gold | None:
    """Return what the row says a right answer is, or None where it says nothing."""
    unanswerable = row.flag("unanswerable") is True
    name = _present(row, REFERENCE)
    if name == "answers":
        answers = row.answers()
        unanswerable = unanswerable or not answers
    else:
        answers = row.texts(name) if name else []
    quotes = _texts(row, _present(row, REFERENCE_CONTEXTS))
    if not (unanswerable or answers or quotes):
        return None
    evidence = tuple(GoldEvidence("", -1, -1, quote) for quote in quotes)
    return Gold(answers=tuple(answers), evidence=evidence, unanswerable=unanswerable)


def _present(row: Row, names: Sequence[str]) -> str | None:
    return next((name for name in names if row.values.get(name) is not None), None)


def _texts(row: Row, name: str | None) -> list[str]:
    """A list of texts, or of objects that hold one."""
    if name is None:
        return []
    found = row.values[name]
    return [_text(row, name, item) for item in (found if isinstance(found, list) else [found])]


def _text(row: Row, name: str, item: Any) -> str:
    if isinstance(item, Mapping):
        item = next((item[key] for key in ("text", "quote", "content", "page_content") if key in item), None)
    if not isinstance(item, str):
        row.fail(f"{name!r} needs texts, or objects with a text")
    return item


def _cited(row: Row, item: Any, contexts: Sequence[str]) -> str:
    if isinstance(item, Mapping) and not {"text", "quote", "content", "page_content"} & item.keys():
        item = item.get("number", item.get("index"))
    written = _WRITTEN_NUMBER.fullmatch(item) if isinstance(item, str) else None
    number = int(written[1]) if written else item
    if isinstance(number, int) and not isinstance(number, bool):
        return _numbered(number, contexts)
    return _text(row, "citations", item)


def _numbered(number: int, contexts: Sequence[str]) -> str:
    """The context of a number; an invented number has an empty one."""
    return contexts[number - 1] if 1 <= number <= len(contexts) else ""
