"""`python -m assistant`: one question answered, or a chat in the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from assistant.answers import Answer
from assistant.articles_in_memory import read_articles
from assistant.assistant import Assistant
from assistant.conversations import Conversation
from assistant.errors import AssistantError, NoArticlesError, QuestionError, SettingsError
from assistant.search_filters import fitting_filters
from assistant.settings import Settings
from indexes.article_index import ArticleIndex
from indexes.piping import run_piped
from indexes.printing import print_json, tell
from indexes.searching import SearchFilters
from models import ModelError

ANSWERED, FAILED, BAD_USE, ABSTAINED, INTERRUPTED = 0, 1, 2, 3, 130
_EXAMPLES = """examples:
  python -m assistant "who did Zelensky meet in Brussels?" --articles articles/
  python -m assistant "what did the repair cost?" --from 2024-01-01 --publisher "Touchline Daily"
  python -m assistant                          a chat; an empty line ends it

Without --articles the index is read that `python -m indexes add PATH…` fills.
Exit codes: 0 answered, 3 the articles don't say, 2 used wrongly, 1 failed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the question, or chat; return 0 answered, 3 abstained, 2 bad use, 1 failed."""
    asked = _parser().parse_intermixed_args(arguments)
    question = " ".join(asked.question)
    try:
        settings = Settings.read()
        index = _index_of(asked.articles, settings) if asked.articles else None
        with Assistant(settings, index=index) as assistant:
            filters = fitting_filters(
                assistant.index,
                published_from=asked.date_from,
                published_to=asked.date_to,
                publishers=asked.publisher,
            )
            if not asked.question:
                return _chat(assistant, filters)
            answer = assistant.ask(question, filters=filters)
    except (QuestionError, SettingsError) as error:
        tell(error, file=sys.stderr)
        return BAD_USE
    except (AssistantError, ModelError) as error:
        tell(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        tell("\nstopped", file=sys.stderr)
        return INTERRUPTED
    if asked.json:
        print_json(answer.to_dict())
    else:
        _show(answer)
    return ABSTAINED if answer.abstained else ANSWERED


def run() -> int:
    """Run the command as a shell does, where output may be cut off."""
    return run_piped(main)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Ask the articles a question, or chat with them.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("question", nargs="*", help="without it, a chat begins; filters hold for all of it")
    parser.add_argument(
        "--articles", nargs="+", metavar="PATH", help="read these files and folders, not the index"
    )
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    parser.add_argument(
        "--from", dest="date_from", type=_day, metavar="YYYY-MM-DD", help="published on or after"
    )
    parser.add_argument(
        "--to", dest="date_to", type=_day, metavar="YYYY-MM-DD", help="published on or before"
    )
    parser.add_argument(
        "--publisher", action="append", default=[], help="only this publisher; may be repeated"
    )
    return parser


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is no day; write it like 2025-05-31") from None


def _index_of(paths: Sequence[str], settings: Settings) -> ArticleIndex:
    try:
        read = read_articles(paths, settings)
    except NoArticlesError as error:
        raise QuestionError(str(error)) from error
    for notice in read.notices:
        tell(notice, file=sys.stderr)
    return read.index


def _chat(assistant: Assistant, filters: SearchFilters) -> int:
    conversation = Conversation()
    tell("Ask the articles; an empty line ends the chat.")
    while True:
        try:
            question = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            tell()
            return ANSWERED
        if not question.strip():
            return ANSWERED
        try:
            answer = assistant.ask(question, conversation, filters=filters)
        except AssistantError as error:
            tell(error)
            continue
        conversation = conversation.add(answer)
        _show(answer)


def _show(answer: Answer) -> None:
    if answer.searched_for != answer.question:
        tell(f"(searched for: {answer.searched_for})")
    tell(answer.text)
    for notice in answer.notices:
        tell(f"({notice})")
    if answer.did_you_mean:
        tell(f"Did you mean: {answer.did_you_mean}")
    for citation in answer.citations:
        article = citation.article
        where = ", ".join(part for part in (article.publisher, article.published) if part)
        tell(f"\n[{citation.number}] {article.title}{f' ({where})' if where else ''}")
        tell(f"    “{' '.join(citation.quote.split())}”")
        for other in citation.also_in:
            tell(f"    also in: {other.publisher or other.title}")
    if answer.abstained and answer.considered:
        tell("\nThe nearest that they come:")
        for passage in answer.considered[:3]:
            tell(f"  {passage.article.title}: “{shorten(passage.nearest_text, 300, placeholder='…')}”")


if __name__ == "__main__":
    sys.exit(run())
