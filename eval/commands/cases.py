"""`python -m eval cases`: cases from readers' feedback, and cases checked without asking them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_commands(commands: Any) -> None:
    """Add cases with its two parts."""
    cases = commands.add_parser("cases", help="make cases from exported feedback, or check cases")
    parts = cases.add_subparsers(dest="part", required=True, metavar="PART")
    made = parts.add_parser(
        "from-feedback",
        help="helpful answers become cases; the others drafts for a person to complete, never asked as gold",
    )
    made.add_argument("file", type=Path, metavar="FILE", help="feedback as the chat writes it, JSON lines")
    made.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new .yaml or .jsonl file")
    made.add_argument("--split", choices=("dev", "test"), default="dev", help="of new stories; default: dev")
    made.set_defaults(run=run_from_feedback)
    check = parts.add_parser("check", help="refuse a broken case by its line; count the others")
    check.add_argument("path", type=Path, nargs="?", metavar="PATH", help="a file or folder of cases")
    check.set_defaults(run=run_check)
    for part in (made, check):
        part.add_argument("--articles", type=Path, metavar="DIR", help="default: the sample articles")


def run_from_feedback(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Write the cases, read them back as the harness will, and count them."""
    from eval.case_files import ARTICLES, read_articles, read_cases, read_drafts
    from eval.errors import CaseError
    from eval.feedback_cases import cases_from_feedback, write_cases
    from eval.rows import read_rows

    articles = read_articles(given.articles or ARTICLES)
    splits = {} if given.articles else _splits(read_cases(articles))
    cases = cases_from_feedback(read_rows(given.file), articles, split=given.split, splits=splits)
    if not cases:
        raise CaseError(f"{given.file} holds no feedback; export some from the chat first")
    write_cases(cases, given.out)
    drafts = read_drafts(articles, folder=given.out)
    for draft in drafts:
        print(f"{draft.where}: {draft.draft}")
    return {"cases": len(cases) - len(drafts), "drafts": len(drafts), "file": str(given.out)}, 0


def run_check(given: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Read the cases and say what there is."""
    from collections import Counter

    from eval.case_files import ARTICLES, CASES, read_articles, read_cases, read_drafts

    articles = read_articles(given.articles or ARTICLES)
    folder = given.path or CASES
    cases, drafts = read_cases(articles, folder=folder), read_drafts(articles, folder=folder)
    for draft in drafts:
        print(f"{draft.where}: {draft.draft}")
    turns = [(case, turn) for case in cases for turn in case.turns]
    tags = Counter(tag for case, turn in turns for tag in {*case.tags, *turn.tags})
    return {
        "cases": len(cases),
        "questions": len(turns),
        "conversations": sum(len(case.turns) > 1 for case in cases),
        "unanswerable": sum(turn.gold.unanswerable for _, turn in turns),
        "splits": dict(sorted(Counter(case.split for case in cases).items())),
        "tags": dict(sorted(tags.items())),
        "drafts": len(drafts),
    }, 0


def _splits(cases: Any) -> dict[str, str]:
    """The split of every article that is evidence already."""
    return {
        evidence.article: case.split
        for case in cases
        for turn in case.turns
        for evidence in turn.gold.evidence
    }
