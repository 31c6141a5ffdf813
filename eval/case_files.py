"""The cases: questions over articles with what a good answer holds, read strictly.

Everything wrong with a case is refused by file and line, before anything is asked. The shape of a case is
described beside the cases. Values are read as texts: `answers: [yes, 1932]` means those words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from eval.case_reading import Case, CaseReader, CaseTurn
from eval.errors import CaseError
from eval.rows import read_rows
from indexes.articles import Article
from indexes.sources import ReadFailure, Source, read_source

__all__ = ["ARTICLES", "CASES", "Case", "CaseTurn", "read_articles", "read_cases", "read_drafts"]

ARTICLES = Path(__file__).parent.parent / "articles"
CASES = Path(__file__).parent / "cases"

_ARTICLE_FILES = (".md", ".txt", ".html", ".htm", ".mhtml", ".pdf", ".docx", ".eml")
# What JSON may hold as it is and YAML may not, or takes for the end of a line.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def read_articles(folder: Path = ARTICLES) -> dict[str, Article]:
    """Return the articles of the folder by the file's name without its ending.

    Files are named relative to the folder, so that ids are the same on every machine. Raises CaseError
    when a file gives no article, or two have one name.
    """
    found: dict[str, Article] = {}
    if not folder.is_dir():
        raise CaseError(f"{folder} is no folder; name the folder of articles that the cases were written for")
    for path in sorted(folder.iterdir()):
        if path.stem == "README" or path.suffix.lower() not in _ARTICLE_FILES:
            continue
        for article in read_source(Source(path.name, lambda path=path: path.open("rb"))):  # type: ignore[misc]
            if isinstance(article, ReadFailure):
                raise CaseError(f"{path}: {article.reason}; correct the article or move it away")
            if path.stem in found:
                raise CaseError(f"{path}: the name {path.stem!r} is there twice; rename one of the files")
            found[path.stem] = article
    if not found:
        raise CaseError(f"{folder} holds no article; name the folder that the cases were written for")
    return found


def read_cases(
    articles: Mapping[str, Article], *, folder: Path = CASES, split: str = "all"
) -> tuple[Case, ...]:
    """Return the complete cases of the folder (or of one file), in the order of their files.

    `split` is dev, test or all. Drafts are left out; see `read_drafts`. Raises CaseError that names the file
    and line of the first broken case, drafts included.
    """
    cases = _read_all(articles, folder)
    complete = tuple(case for case in cases if case.draft is None)
    if not complete:
        drafts = f"{len(cases)} drafts but " if cases else ""
        raise CaseError(f"{folder} holds {drafts}no cases; write some in a *.yaml or *.jsonl file there")
    return tuple(case for case in complete if split in ("all", case.split))


def read_drafts(articles: Mapping[str, Article], *, folder: Path = CASES) -> tuple[Case, ...]:
    """Return the cases that a person has to complete before they are asked."""
    return tuple(case for case in _read_all(articles, folder) if case.draft is not None)


def _read_all(articles: Mapping[str, Article], folder: Path) -> tuple[Case, ...]:
    cases: dict[str, Case] = {}
    paths = [path for path in folder.iterdir() if _format(path)] if folder.is_dir() else [folder]
    for path in sorted(paths):
        for case in _read_file(path, articles):
            if case.id in cases:
                raise CaseError(f"{case.where}: the id {case.id!r} is already used at {cases[case.id].where}")
            cases[case.id] = case
    return tuple(cases.values())


def _format(path: Path) -> str | None:
    """Which of the two formats a file's name says it has."""
    return {".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl"}.get(path.suffix.lower())


def _read_file(path: Path, articles: Mapping[str, Article]) -> Iterable[Case]:
    try:
        text = _as_yaml(path) if _format(path) == "jsonl" else path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except OSError as error:
        raise CaseError(f"{path} cannot be read ({error}); name a file or folder of cases") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise CaseError(f"{path}:{line}: not YAML ({problem}); correct the line") from error
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise CaseError(f"{path}:1: the file is not a list of cases; begin each with '- id: …'")
    return [CaseReader(path, articles).case(node) for node in root.value]


def _as_yaml(path: Path) -> str:
    """JSON lines as a YAML list whose items stand on the same lines, so that one reader serves both."""
    lines: dict[int, str] = {}
    for row in read_rows(path):
        text = json.dumps(_stated(row.values), ensure_ascii=False)
        lines[row.line] = "- " + _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return "\n".join(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))


def _stated(value: Any) -> Any:
    """The value without the fields of objects that are null."""
    if isinstance(value, Mapping):
        return {name: _stated(item) for name, item in value.items() if item is not None}
    return [_stated(item) for item in value] if isinstance(value, list) else value
