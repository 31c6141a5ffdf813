"""Cases from what readers thought of answers, as the chat exports it, one JSON line each.

A helpful answer becomes gold: what it said is the answer, what it quoted is the evidence. One that a reader
found unhelpful becomes a draft, and so does one whose quotes cannot be found in the articles: a draft is
kept beside the cases and never asked before a person has completed it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from eval.errors import DataError
from eval.metrics import answer_parts, contains_answer, normalise
from eval.rows import Row
from indexes.articles import Article

FEEDBACK_FORMAT = 1
ENDINGS = (".yaml", ".yml", ".jsonl")

_TO_DO = "Give answers and evidence, or unanswerable: true; then delete draft and said."
_HEADER = "# Made from feedback. Cases with a draft line are not asked before a person has completed them.\n"

Fields = dict[str, Any]


class _NotGoldError(Exception):
    """Why an answer cannot be taken as gold as it is."""


def cases_from_feedback(
    rows: Iterable[Row],
    articles: Mapping[str, Article],
    *,
    split: str = "dev",
    splits: Mapping[str, str] | None = None,
) -> list[Fields]:
    """Return one case per answer that somebody thought something of, in the order of the file.

    Of several opinions about one answer the last one counts. A case is put in `split`, unless `splits` (by
    article id) says that its evidence belongs to another already. Raises DataError for a broken row.
    """
    latest: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.values.get("format") != FEEDBACK_FORMAT:
            row.fail(f"the format is {row.values.get('format')!r}; export the feedback with this version")
        latest[row.text("conversation"), row.text("entry")] = row
    return [_case(row, "/".join(key), articles, split, splits or {}) for key, row in latest.items()]


def write_cases(cases: Sequence[Fields], path: Path) -> None:
    """Write cases as YAML or JSON lines, as the ending of the file says.

    Raises DataError for another ending, and rather than overwrite a file that somebody may have completed.
    """
    if path.suffix.lower() not in ENDINGS:
        raise DataError(f"{path} needs to end in {', '.join(ENDINGS)}")
    if path.exists():
        raise DataError(f"{path} is there already; name a new file, so that no completed case is lost")
    if path.suffix.lower() == ".jsonl":
        text = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
    else:
        text = _HEADER + yaml.safe_dump(list(cases), sort_keys=False, allow_unicode=True, width=110)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _case(
    row: Row, key: str, articles: Mapping[str, Article], split: str, splits: Mapping[str, str]
) -> Fields:
    answer = row.values.get("answer")
    helpful = row.values.get("helpful")
    if not isinstance(answer, Mapping) or not isinstance(helpful, bool):
        row.fail("the row needs an answer (an object) and helpful (true or false); export the feedback again")
    question = row.text("question")
    earlier = [_earlier(row, item) for item in row.items("earlier")]
    tags = ["feedback", *(["conversation"] if earlier else [])]
    gold: Fields = {}
    draft: Fields = {}
    try:
        if not helpful:
            note = " ".join(row.text("note", "").split())
            raise _NotGoldError(f"A reader did not find the answer helpful{f' (“{note}”)' if note else ''}.")
        gold = _gold(answer, articles)
        split = _split(gold, articles, splits, split)
    except _NotGoldError as reason:
        gold = {}
        draft = {"draft": f"{reason} {_TO_DO}", "said": _said(answer)}
    if "unanswerable" in gold:
        tags.append("near-miss")
    asked = {"question": question, **_filters(row), **gold}
    turns = [{"question": one, "ungraded": True} for one in earlier]
    return {
        "id": f"feedback-{_slug(question)}{hashlib.sha256(key.encode()).hexdigest()[:8]}",
        "tags": tags,
        "split": split,
        **draft,
        **({"turns": [*turns, asked]} if turns else asked),
    }


def _gold(answer: Mapping[str, Any], articles: Mapping[str, Article]) -> Fields:
    """The answer as gold, or the reason that it cannot be."""
    if answer.get("abstained"):
        return {"unanswerable": True}
    verdicts = {sentence.get("verdict") for sentence in answer.get("sentences", ())}
    if verdicts & {"not found", "contradicted"}:
        raise _NotGoldError("A reader found the answer helpful, but not every sentence of it is supported.")
    evidence = [_evidence(citation, articles) for citation in answer.get("citations", ())]
    if not evidence:
        raise _NotGoldError("A reader found the answer helpful, but it cites nothing.")
    quotes = [item["quote"] for item in evidence]
    short = " ".join(str(answer.get("short") or "").split())
    if normalise(short) in ("yes", "no"):
        return {"polarity": normalise(short), "answers": quotes, "evidence": evidence}
    parts = answer_parts(short)
    if short and contains_answer("\n".join(quotes), [short]):
        return {"answers": [short], "evidence": evidence}
    if len(parts) > 1 and all(contains_answer("\n".join(quotes), [part]) for part in parts):
        return {"answers_all": [[part] for part in parts], "evidence": evidence}
    if len(quotes) == 1:
        return {"answers": quotes, "evidence": evidence}
    return {"answers_all": [[quote] for quote in quotes], "evidence": evidence}


def _evidence(citation: Mapping[str, Any], articles: Mapping[str, Article]) -> dict[str, str]:
    """The citation by the name of the article's file, checked to stand in it word for word."""
    quote = str(citation.get("quote") or "").strip()
    for known in ("version", "article_id", "url"):
        wanted = citation.get(known)
        of = {"version": "version", "article_id": "id", "url": "url"}[known]
        name = next((name for name, one in articles.items() if wanted and getattr(one, of) == wanted), None)
        if name is not None:
            break
    else:
        raise _NotGoldError(f"The article {citation.get('article_id')!r} that it cites is not in the folder.")
    if not quote or quote not in articles[name].text:
        raise _NotGoldError(f"The article {name!r} does not say any more what the answer quoted from it.")
    return {"article": name, "quote": quote}


def _split(
    gold: Mapping[str, Any], articles: Mapping[str, Article], splits: Mapping[str, str], default: str
) -> str:
    """The split that the evidence belongs to: a story is never in both."""
    ids = [articles[item["article"]].id for item in gold.get("evidence", ())]
    found = {splits[one] for one in ids if one in splits}
    if len(found) > 1:
        raise _NotGoldError("Its evidence is of articles of both splits.")
    return found.pop() if found else default


def _filters(row: Row) -> Fields:
    """What the search was narrowed to, in the names of the cases."""
    given = row.values.get("filters") or {}
    if not isinstance(given, Mapping):
        row.fail("'filters' needs an object")
    named = {
        "published_from": given.get("from"),
        "published_to": given.get("to"),
        "publisher": given.get("publishers"),
    }
    filters = {name: value for name, value in named.items() if value}
    return {"filters": filters} if filters else {}


def _earlier(row: Row, item: Any) -> str:
    question = item.get("question") if isinstance(item, Mapping) else None
    if not isinstance(question, str) or not question.strip():
        row.fail("'earlier' needs objects with a question")
    return question


def _said(answer: Mapping[str, Any]) -> str:
    return " ".join(str(answer.get("text") or "").split()) or "(nothing)"


def _slug(question: str) -> str:
    """The first words of a question as an id has them."""
    words = re.findall(r"[a-z0-9]+", question.lower())[:6]
    return "".join(f"{word}-" for word in words)
