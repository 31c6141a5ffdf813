"""One case from the nodes of its file; what is wrong with it is refused by the line of the node."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import yaml

from eval.errors import CaseError
from eval.responses import Gold, GoldEvidence
from indexes.articles import Article
from indexes.searching import SearchFilters

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_SPLITS = ("dev", "test")
_QUESTION_FIELDS = {
    "question",
    "tags",
    "answers",
    "answers_all",
    "evidence",
    "polarity",
    "unanswerable",
    "filters",
}
_CASE_FIELDS = _QUESTION_FIELDS | {"id", "split", "turns", "draft", "said"}


@dataclass(frozen=True, slots=True)
class CaseTurn:
    """One question with its gold answer, the tags of its own and how the search is filtered."""

    question: str
    gold: Gold
    tags: tuple[str, ...] = ()
    filters: SearchFilters | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One question, or a conversation of several; `where` names its file and line.

    A draft says what a person still has to do before it may be asked.
    """

    id: str
    split: str
    tags: tuple[str, ...]
    turns: tuple[CaseTurn, ...]
    where: str
    draft: str | None = None


class CaseReader:
    """Reads the nodes of one file; every complaint carries the line of the node that it is about."""

    def __init__(self, path: Path, articles: Mapping[str, Article]) -> None:
        self._path = path
        self._articles = articles

    def case(self, node: yaml.Node) -> Case:
        fields = self._fields(node, _CASE_FIELDS)
        identifier = self._text(node, fields, "id")
        if not _SLUG.match(identifier):
            self._fail(node, f"the id {identifier!r} needs lower-case words joined by hyphens")
        split = self._text(node, fields, "split")
        if split not in _SPLITS:
            self._fail(fields["split"], f"the split is {split!r}; it needs to be dev or test")
        tags = self._tags(fields)
        if not tags:
            self._fail(node, f"{identifier} has no tags; give it at least one")
        draft = self._scalar(fields["draft"]) if "draft" in fields else None
        if "said" in fields and draft is None:
            self._fail(fields["said"], "said belongs to a draft; delete it when the case is complete")
        if ("turns" in fields) == ("question" in fields):
            self._fail(node, f"{identifier} needs either a question or turns")
        if "turns" in fields:
            own = sorted(fields.keys() - {"id", "split", "tags", "turns", "draft", "said"})
            if own:
                self._fail(node, f"{identifier} has turns; move {', '.join(own)} into them")
            turns = [
                self._turn(turn, self._fields(turn, _QUESTION_FIELDS | {"ungraded"}), draft=draft is not None)
                for turn in self._list(fields["turns"])
            ]
            if len(turns) < 2:
                self._fail(fields["turns"], f"{identifier} needs two turns or more; else give it a question")
            if draft is None and not turns[-1].gold.graded:
                self._fail(fields["turns"], "the last turn is ungraded; end with one that has an answer")
        else:
            turns = [self._turn(node, fields, draft=draft is not None)]
        return Case(identifier, split, tags, tuple(turns), self._where(node), draft)

    def _turn(self, node: yaml.Node, fields: Mapping[str, yaml.Node], *, draft: bool) -> CaseTurn:
        question = self._text(node, fields, "question")
        kinds = [name for name in ("answers", "answers_all", "unanswerable") if name in fields]
        if "ungraded" in fields:
            if self._scalar(fields["ungraded"]) != "true":
                self._fail(fields["ungraded"], "ungraded needs to be true, or to be left out")
            if kinds or "evidence" in fields or "polarity" in fields:
                self._fail(node, "an ungraded turn has no answers, evidence or polarity")
            return CaseTurn(question, Gold(), self._tags(fields), self._filters(fields))
        if draft and not kinds:
            return CaseTurn(question, Gold(), self._tags(fields), self._filters(fields))
        if len(kinds) != 1:
            self._fail(node, "a question needs exactly one of answers, answers_all and unanswerable")
        unanswerable = kinds == ["unanswerable"]
        evidence = tuple(self._evidence(item) for item in self._items(fields, "evidence"))
        if unanswerable:
            if self._scalar(fields["unanswerable"]) != "true":
                self._fail(fields["unanswerable"], "unanswerable needs to be true, or to be left out")
            if evidence or "polarity" in fields:
                self._fail(node, "an unanswerable question has neither evidence nor polarity")
        elif not evidence:
            self._fail(node, "the answer has no evidence; quote the article that holds it")
        polarity = self._scalar(fields["polarity"]) if "polarity" in fields else None
        if polarity not in (None, "yes", "no"):
            self._fail(fields["polarity"], f"the polarity is {polarity!r}; it needs to be yes or no")
        gold = Gold(
            answers=tuple(self._scalar(item) for item in self._items(fields, "answers")),
            answers_all=tuple(
                tuple(self._scalar(item) for item in self._list(group))
                for group in self._items(fields, "answers_all")
            ),
            evidence=evidence,
            unanswerable=unanswerable,
            polarity=polarity,
        )
        if not unanswerable and not (gold.answers or gold.answers_all):
            self._fail(fields[kinds[0]], f"{kinds[0]} is empty; give what a right answer holds")
        return CaseTurn(question, gold, self._tags(fields), self._filters(fields))

    def _evidence(self, node: yaml.Node) -> GoldEvidence:
        fields = self._fields(node, {"article", "quote"})
        name, quote = self._text(node, fields, "article"), self._text(node, fields, "quote")
        article = self._articles.get(name)
        if article is None:
            self._fail(fields["article"], f"there is no article {name!r}; name a file without its ending")
        start = article.text.find(quote)
        if start < 0:
            self._fail(fields["quote"], f"{name} does not say {quote!r}; quote its text as it stands")
        return GoldEvidence(article.id, start, start + len(quote), quote)

    def _filters(self, fields: Mapping[str, yaml.Node]) -> SearchFilters | None:
        if "filters" not in fields:
            return None
        node = fields["filters"]
        values = self._fields(node, {"published_from", "published_to", "publisher"})
        publishers = values.get("publisher")
        named = publishers.value if isinstance(publishers, yaml.SequenceNode) else [publishers]
        return SearchFilters(
            published_from=self._day(values, "published_from"),
            published_to=self._day(values, "published_to"),
            publishers=frozenset(self._scalar(name) for name in named if name is not None),
        )

    def _day(self, fields: Mapping[str, yaml.Node], name: str) -> date | None:
        if name not in fields:
            return None
        try:
            return date.fromisoformat(self._scalar(fields[name]))
        except ValueError as error:
            self._fail(fields[name], f"{name}: {error}; write it as 2024-03-31")

    def _tags(self, fields: Mapping[str, yaml.Node]) -> tuple[str, ...]:
        tags = tuple(self._scalar(item) for item in self._items(fields, "tags"))
        for tag in tags:
            if not _SLUG.match(tag):
                self._fail(fields["tags"], f"the tag {tag!r} needs lower-case words joined by hyphens")
        return tags

    def _fields(self, node: yaml.Node, known: set[str]) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self._fail(node, "this needs fields: 'name: value' lines")
        fields: dict[str, yaml.Node] = {}
        for name_node, value in node.value:
            name = self._scalar(name_node)
            if name not in known:
                self._fail(name_node, f"unknown field {name!r}; known here: {', '.join(sorted(known))}")
            if name in fields:
                self._fail(name_node, f"the field {name!r} is there twice")
            fields[name] = value
        return fields

    def _items(self, fields: Mapping[str, yaml.Node], name: str) -> list[yaml.Node]:
        return self._list(fields[name]) if name in fields else []

    def _list(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self._fail(node, "this needs a list")
        items: list[yaml.Node] = node.value
        return items

    def _text(self, node: yaml.Node, fields: Mapping[str, yaml.Node], name: str) -> str:
        if name not in fields:
            self._fail(node, f"the field {name!r} is missing")
        return self._scalar(fields[name])

    def _scalar(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            self._fail(node, "this needs a text")
        return str(node.value).strip()

    def _where(self, node: yaml.Node) -> str:
        return f"{self._path}:{node.start_mark.line + 1}"

    def _fail(self, node: Any, problem: str) -> NoReturn:
        raise CaseError(f"{self._where(node)}: {problem}")
