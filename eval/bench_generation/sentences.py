"""The sentences of a real model: written once, labelled by hand, and verified anew at every run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.conversations import Conversation
from assistant.errors import AssistantError
from assistant.folding import fold_copies
from assistant.generative.generated_sentences import DraftSentence
from assistant.generative.language_model import Usage
from assistant.generative.prompt_passages import OfferedPassage
from assistant.generative.writer import Draft
from assistant.judging.judge import EmbeddedJudge
from assistant.judging.verification import Verifier
from assistant.writing import WritingTask
from eval.bench_generation.setting import found_range, local_settings, writer_for
from eval.case_files import Case, read_articles, read_cases
from eval.model_servers.local import running
from eval.spreading import spread
from indexes.article_index import ArticleIndex
from models import Encoder


def chosen_cases(cases: Sequence[Case], *, answerable: int = 32, unanswerable: int = 8) -> list[Case]:
    """Return single questions, evenly spaced over the answerable and over the unanswerable ones."""
    single = [case for case in cases if len(case.turns) == 1 and case.turns[0].filters is None]
    chosen: list[Case] = []
    for wanted, count in ((False, answerable), (True, unanswerable)):
        kind = [case for case in single if case.turns[0].gold.unanswerable is wanted]
        chosen += spread(kind, count)
    return chosen


def task_for(index: ArticleIndex, question: str) -> WritingTask:
    """Return the writing task that the assistant would give for a question without a conversation."""
    passages, copies = fold_copies(index.search(question, limit=20).passages)
    return WritingTask(question, question, passages, Conversation(), copies)


def write(out: Path) -> dict[str, Any]:
    """Have the local model answer the chosen questions and store each sentence with what it was offered."""
    articles = read_articles()
    stems = {article.id: stem for stem, article in articles.items()}
    sentences = 0
    faults: Counter[str] = Counter()
    with running() as model, ArticleIndex.in_memory() as index, out.open("w", encoding="utf-8") as file:
        index.add_articles(articles.values())
        writer = writer_for(local_settings(model.base_url, model.model), Encoder.load())
        for case in chosen_cases(read_cases(articles, split="test")):
            question = case.turns[0].question
            try:
                draft = next(
                    item
                    for item in writer.draft(task_for(index, question), Usage())
                    if isinstance(item, Draft)
                )
            except AssistantError as error:
                faults[type(error).__name__] += 1
                continue
            passages = [_place(passage, stems) for passage in draft.offered]
            for sentence in draft.sentences:
                row = {
                    "case": case.id,
                    "question": question,
                    "sentence": sentence.text,
                    "cited": sentence.cited,
                    "clauses": sentence.clauses,
                    "passages": passages,
                    "label": None,
                }
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                sentences += 1
            file.flush()
    return {"questions": 40, "sentences": sentences, "faults": dict(faults), "written_to": str(out)}


def labels(path: Path) -> dict[str, Any]:
    """Verify the labelled sentences anew and compare.

    A label says whether the offered passages together say everything that the sentence says: "supported",
    "not supported", or "no claim" for a sentence that says nothing about the world. Labelled once, by hand,
    from the passages alone; lines that imitate the prompt's own (titles, fences) and repetitions left out.
    """
    articles = read_articles()
    encoder = Encoder.load()
    judge = EmbeddedJudge(encoder)
    verdicts: list[tuple[str, str]] = []
    cited_as_written = 0
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        offered = tuple(
            OfferedPassage(number, found_range(articles[stem], start, end))
            for number, (stem, start, end) in enumerate(row["passages"], 1)
        )
        clauses = tuple((text, tuple(numbers)) for text, numbers in row["clauses"])
        draft = DraftSentence(row["sentence"], tuple(row["cited"]), clauses)
        (checked,) = Verifier(judge, offered, question=row["question"]).check([draft])
        verdicts.append((checked.verdict, row["label"]))
        cited_as_written += checked.verdict == "supported" and not checked.reattributed
    claims = [(verdict, label) for verdict, label in verdicts if label != "no claim"]
    through = [label for verdict, label in claims if verdict == "supported"]
    right = [verdict for verdict, label in claims if label == "supported"]
    return {
        "questions": len({row["case"] for row in rows}),
        "sentences": len(rows),
        "labelled": dict(Counter(label for _, label in verdicts)),
        "verdicts": dict(Counter(verdict for verdict, _ in verdicts)),
        "let_through": len(through),
        "let_through_as_the_model_cited": cited_as_written,
        "share_let_through": _share(len(through), len(claims)),
        "precision": _share(through.count("supported"), len(through)),
        "recall": _share(right.count("supported"), len(right)),
        "by_verdict_and_label": {f"{v} / {g}": n for (v, g), n in sorted(Counter(verdicts).items())},
    }


def _place(passage: OfferedPassage, stems: Mapping[str, str]) -> tuple[str, int, int]:
    found = passage.found
    return stems[found.article.id], found.passage.start, found.passage.end


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
