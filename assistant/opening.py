"""Opening what an assistant needs: the index of the settings, articles in memory, the writer."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.conversations import Conversation
from assistant.errors import IndexUnusableError, NoArticlesError
from assistant.followups.rules import standalone_in
from assistant.generative.usage import Usage
from assistant.keyless.writer import ExtractiveWriter
from assistant.settings import Settings
from indexes.article_index import ArticleIndex
from indexes.errors import IndexesError
from indexes.settings import configured_embedder

if TYPE_CHECKING:
    from assistant.writing import AnswerWriter
    from models import Encoder

QuestionRewriter = Callable[[str, Conversation, Usage], str]
_FileState = tuple[str, int, int]
MOST_IN_MEMORY = 4
_in_memory_lock = threading.Lock()
_in_memory: dict[tuple[tuple[_FileState, ...], str | None, str | None], ArticleIndex] = {}


@contextmanager
def index_errors() -> Iterator[None]:
    """Turn the errors of the index into ours, keeping what they say to do."""
    try:
        yield
    except IndexesError as error:
        raise IndexUnusableError(str(error)) from error


def open_index(settings: Settings) -> ArticleIndex:
    """Open the index in the data folder of the settings; raises IndexUnusableError."""
    with index_errors():
        embedder = configured_embedder(settings)
        return ArticleIndex.open(settings.data_folder, embedder, chroma_url=settings.chroma_url)


def index_articles(paths: Sequence[Path | str], settings: Settings) -> ArticleIndex:
    """Return an index in memory of the files and folders, made once per process and state of the files.

    Raises NoArticlesError when there is nothing to read in them.
    """
    if not paths or any(not str(path).strip() for path in paths):
        raise NoArticlesError("No articles are named. Name files or folders of articles.")
    address = next(
        (path for path in map(str, paths) if path.lower().startswith(("http://", "https://"))), None
    )
    if address:
        raise NoArticlesError(
            f"{address} is an address. Add it to the index first: python -m indexes add {address}"
        )
    state = tuple(_file_states([Path(path) for path in paths]))
    key = (state, settings.embedding_model, settings.embedding_base_url)
    with _in_memory_lock:
        index = _in_memory.pop(key, None)
        if index is None:
            index = _read_into_memory(paths, settings)
        _in_memory[key] = index  # at the end, as the one used last
        while len(_in_memory) > MOST_IN_MEMORY:
            del _in_memory[next(iter(_in_memory))]  # not closed: somebody may be asking it
        return index


def _read_into_memory(paths: Sequence[Path | str], settings: Settings) -> ArticleIndex:
    with index_errors():
        index = ArticleIndex.in_memory(configured_embedder(settings))
        try:
            report = index.add([Path(path) for path in paths])
        except BaseException:
            index.close()
            raise
        if not (report.added or report.updated or report.unchanged):
            index.close()
            reasons = "; ".join(f"{source}: {reason}" for source, reason in report.failed[:3])
            named = ", ".join(str(path) for path in paths)
            raise NoArticlesError(
                f"No article could be read from {named}{f' ({reasons})' if reasons else ''}. "
                "Name files that can be read (.txt, .md, .html, .pdf, .json, …), or folders of them."
            )
    return index


def open_writer(
    settings: Settings, encoder: Encoder, *, today: Callable[[], date] = date.today
) -> AnswerWriter:
    """Return the embedded writer, or the language model's when the settings name one."""
    reading = ExtractiveWriter(encoder)
    if not settings.language_model_configured:
        return reading
    # openai and llama-index take seconds to import, and reading does without them
    from assistant.generative.language_model import build_language_model
    from assistant.generative.writer import GenerativeWriter
    from assistant.judging.judge import EmbeddedJudge

    model = build_language_model(settings)
    if model is None:
        return reading
    return GenerativeWriter(
        model,
        judge=EmbeddedJudge(encoder),
        fallback=reading,
        verification=settings.verification,
        context_window=settings.context_window,
        max_answer_tokens=settings.max_answer_tokens,
        passages_to_write=settings.passages_to_write,
        today=today,
    )


def question_rewriter(writer: AnswerWriter) -> QuestionRewriter:
    """Return what makes follow-ups stand alone: the language model that writes, else the rules.

    The rewriter adds what requests cost to the usage that it is given.
    """
    model = getattr(writer, "llm", None)

    def rewrite(question: str, conversation: Conversation, usage: Usage) -> str:
        if model is None:
            return standalone_in(question, conversation)
        from assistant.followups.model_rewriting import rewrite_with_model

        rewritten = rewrite_with_model(model, question, conversation, usage)
        return rewritten or standalone_in(question, conversation)

    return rewrite


def _file_states(paths: Sequence[Path]) -> Iterator[_FileState]:
    for path in paths:
        if path.is_dir():
            for folder, _, files in sorted(os.walk(path)):
                for file in sorted(files):
                    if (Path(folder) / file).exists():  # a link may lead nowhere
                        yield _file_state(Path(folder) / file)
        else:
            yield _file_state(path)


def _file_state(path: Path) -> _FileState:
    try:
        status = path.stat()
    except OSError as error:
        raise NoArticlesError(
            f"Cannot read {path}: {error.strerror}. Name files or folders that exist."
        ) from error
    return str(path.resolve()), status.st_mtime_ns, status.st_size
