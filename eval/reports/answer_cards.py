"""One answer of the HTML report: what was said, how each sentence was judged, and the evidence beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from eval.reports.markdown import number

LOW = 0.5  # a score below stands out


def answer_card(result: Mapping[str, Any], *, worse: bool, titles: Mapping[str, str]) -> str:
    """Return one answer as a folded card; `result` is a result of `Run.to_dict`, `titles` are of articles."""
    outcomes = _outcomes(result, worse=worse)
    tags = "\x1f".join(result["tags"])
    said = result["text"] or "(nothing)"
    turn = f", turn {result['turn']} of {result['turns']}" if result["turns"] > 1 else ""
    confidence = -1.0 if result["abstained"] or result["confidence"] is None else result["confidence"]
    return (
        f'<article data-tags="{escape(tags)}" data-outcomes="{" ".join(outcomes)}" '
        f'data-score="{_quality(result["scores"]):.3f}" data-confidence="{confidence:.3f}">'
        f'<details><summary><span class="line"><span class="question">{escape(result["question"])}</span>'
        f'{_badges(outcomes)}<span class="quiet case">{escape(result["case"])}{turn}</span></span>'
        f'<span class="line brief"><span>{escape(said)}</span>'
        f"<small>expected {_expected(result['gold'])}</small></span></summary>"
        f'<div class="columns"><div>{_answer_column(result)}</div>'
        f"<div>{_evidence_column(result, titles)}</div></div></details></article>"
    )


def _quality(scores: Mapping[str, float | None]) -> float:
    """How good an answer is in one number, to sort by: right, from the evidence, faithful."""
    weighed = ("answer found", "evidence cited", "faithfulness to citations", "right abstention")
    found = [score for name in weighed if (score := scores[name]) is not None]
    return sum(found) / len(found) if found else 1.0


def _outcomes(result: Mapping[str, Any], *, worse: bool) -> list[str]:
    """What the filter of the page can pick."""
    scores = result["scores"]
    found: list[str] = []
    if scores["answer found"] is not None and scores["answer found"] < 1:
        found.append("wrong")
    if scores["faithfulness to citations"] is not None and scores["faithfulness to citations"] < 1:
        found.append("unfaithful")
    if scores["hit@1"] == 0:
        found.append("miss")
    if result["abstained"]:
        found.append("abstained")
    if scores["right abstention"] == 0:
        found.append("wrong-abstention")
    if worse:
        found.append("worse")
    return found


def _badges(outcomes: Sequence[str]) -> str:
    shown = {
        "wrong": ("warn", "answer not found"),
        "unfaithful": ("bad", "unsupported claim"),
        "miss": ("plain", "evidence not first"),
        "abstained": ("plain", "abstained"),
        "wrong-abstention": ("warn", "should not have abstained"),
        "worse": ("bad", "worse than before"),
    }
    badges = []
    for outcome in outcomes:
        kind, name = shown[outcome]
        if outcome == "wrong-abstention" and "abstained" not in outcomes:
            name = "should have abstained"
        badges.append(f'<span class="badge {kind}">{name}</span>')
    return "".join(badges)


def _answer_column(result: Mapping[str, Any]) -> str:
    parts = []
    if result["searched_for"] != result["question"]:
        parts.append(f'<p class="quiet">searched for: {escape(result["searched_for"])}</p>')
    if result["short"]:
        parts.append(f"<h3>Short answer</h3><p>{escape(result['short'])}</p>")
    parts.append(f"<h3>Answer</h3><p>{_judged_text(result)}</p>")
    parts.append(f"<h3>Expected</h3><p>{_expected(result['gold'])}</p>")
    chips = "".join(
        f'<span class="badge {"plain" if score >= LOW else "low"}">{escape(name)} <b>{score:.2f}</b></span>'
        for name, score in result["scores"].items()
        if score is not None
    )
    parts.append(f'<div class="scores">{chips}</div>')
    return "".join(parts)


def _judged_text(result: Mapping[str, Any]) -> str:
    """The sentences of the answer, each underlined by how the judge found it against what it cites."""
    claims = {claim["claim"]: claim for claim in result["faithfulness"]["citations"]["claims"]}
    sentences = result["sentences"]
    if result["abstained"] or not sentences:
        return escape(result["text"] or "(nothing)")
    parts = []
    for sentence in sentences:
        markers = "".join(
            f' <span class="marker">{marker}</span>' for marker in sentence.get("citations", ())
        )
        claim = claims.get(sentence["text"])
        if claim is None:
            parts.append(escape(sentence["text"]) + markers)
            continue
        title = f"{claim['verdict']}, {number(claim['supported'])}"
        kind = claim["verdict"].replace(" ", "-")
        text = escape(sentence["text"])
        parts.append(f'<span class="sentence {kind}" title="{escape(title)}">{text}</span>{markers}')
    return " ".join(parts)


def _expected(gold: Mapping[str, Any] | None) -> str:
    if gold is None:
        return '<span class="quiet">not known</span>'
    if gold["unanswerable"]:
        return "nothing: the articles don’t say"
    if gold["answers_all"]:
        return "all of: " + escape("; ".join(" / ".join(golds) for golds in gold["answers_all"]))
    polarity = f"{gold['polarity']}: " if gold["polarity"] else ""
    return escape(polarity + " / ".join(gold["answers"])) or '<span class="quiet">the evidence beside</span>'


def _evidence_column(result: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    gold = result["gold"]["evidence"] if result["gold"] else []
    parts = []
    for citation in result["citations"]:
        where = " · ".join(filter(None, (citation["title"], citation["publisher"], citation["published"])))
        parts.append(f'<h3><span class="marker">{citation["number"]}</span> {escape(where)}</h3>')
        parts.append(f"<blockquote>{_in_context(citation, result, gold)}</blockquote>")
    quoted = [
        (citation["article_id"], citation["start"], citation["end"]) for citation in result["citations"]
    ]
    for evidence in gold:
        span = (evidence["article"], evidence["start"], evidence["end"])
        if not any(span[0] == other[0] and span[1] < other[2] and other[1] < span[2] for other in quoted):
            parts.append(
                f"<h3>Expected, not cited · {escape(_title(evidence['article'], titles))}</h3>"
                f'<blockquote><span class="gold">{escape(evidence["quote"])}</span></blockquote>'
            )
    if not parts and result["retrieved"]:
        best = result["retrieved"][0]
        parts.append(f"<h3>Best passage · {escape(_title(best['article'], titles))}</h3>")
        parts.append(f"<blockquote>{escape(best['text'])}</blockquote>")
    return "".join(parts)


def _title(article: str, titles: Mapping[str, str]) -> str:
    return titles.get(article) or article or "without a name"


def _in_context(
    citation: Mapping[str, Any], result: Mapping[str, Any], gold: Sequence[Mapping[str, Any]]
) -> str:
    """The passage that holds the quote, the quote marked and gold evidence outlined; else the quote alone."""
    article, start, end = citation["article_id"], citation["start"], citation["end"]
    for passage in result["retrieved"]:
        if passage["article"] == article and passage["start"] <= start and end <= passage["end"]:
            text, first = passage["text"], passage["start"]
            break
    else:
        text, first = citation["quote"], start
    marks = [(start - first, end - first, "mark", "")]
    marks += [
        (max(0, evidence["start"] - first), min(len(text), evidence["end"] - first), "span", ' class="gold"')
        for evidence in gold
        if evidence["article"] == article
        and evidence["start"] - first < len(text)
        and evidence["end"] > first
    ]
    return _marked(text, marks)


def _marked(text: str, marks: Sequence[tuple[int, int, str, str]]) -> str:
    """The text with every marked range wrapped; ranges may overlap, so each piece is wrapped by itself."""
    edges = sorted({0, len(text), *(edge for start, end, _, _ in marks for edge in (start, end))})
    parts = []
    for start, end in pairwise(edges):
        piece = escape(text[start:end])
        for first, last, element, attributes in marks:
            if first <= start and end <= last:
                piece = f"<{element}{attributes}>{piece}</{element}>"
        parts.append(piece)
    return "".join(parts)
