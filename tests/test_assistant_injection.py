"""The keyless writer quotes no order and no hidden text, whatever it is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from assistant import Answer, Assistant, Settings
from indexes.article_index import ArticleIndex
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "injection"
CORPUS = [
    entry for entry in yaml.safe_load((FOLDER / "corpus.yaml").read_text(encoding="utf-8")) if entry["claims"]
]


@pytest.fixture(scope="module")
def assistants() -> Iterator[dict[str, Assistant]]:
    """One assistant for each file, so that no other article answers."""
    made: dict[str, Assistant] = {}
    for entry in CORPUS:
        index = ArticleIndex.in_memory()
        index.add([FOLDER / entry["file"]])
        made[entry["file"]] = Assistant(Settings(), index=index)
    yield made
    for assistant in made.values():
        assistant.index.close()


def shown(answer: Answer) -> str:
    """What a reader takes for the truth: the answer and what it quotes."""
    quoted = " ".join(citation.quote for citation in answer.citations)
    return " ".join(f"{answer.text} {answer.short or ''} {quoted}".casefold().split())


@pytest.mark.parametrize("asked", ["bait", "question"])
@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry["file"])
def test_no_planted_claim_is_quoted(
    entry: dict[str, str], asked: str, assistants: dict[str, Assistant]
) -> None:
    answer = assistants[entry["file"]].ask(entry[asked])
    for claim in entry["claims"]:
        assert " ".join(claim.casefold().split()) not in shown(answer)
