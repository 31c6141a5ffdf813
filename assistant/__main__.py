"""`python -m assistant`: one question answered, or a chat in the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.conversations import Conversation
from assistant.errors import AssistantError, QuestionError
from assistant.opening import index_articles
from assistant.settings import Settings
from indexes.piping import run_piped
from indexes.searching import SearchFilters
from models import ModelError

ANSWERED, FAILED, BAD_USE, ABSTAINED = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the question, or chat; return 0 answered, 3 abstained, 2 bad use, 1 failed."""
    asked = _parser().parse_args(arguments)
    try:
        settings = Settings.read()
        index = index_articles(asked.articles, settings) if asked.articles else None
        filters = SearchFilters(asked.date_from, asked.date_to, frozenset(asked.publisher))
        with Assistant(settings, index=index) as assistant:
            if asked.question is None:
                return _chat(assistant, filters)
            answer = assistant.ask(asked.question, filters=filters)
    except QuestionError as error:
        print(error, file=sys.stderr)
        return BAD_USE
    except (AssistantError, ModelError) as error:
        print(error, file=sys.stderr)
        return FAILED
    if asked.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        _show(answer)
    return ABSTAINED if answer.abstained else ANSWERED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Ask the articles a question.")
    parser.add_argument("question", nargs="?", help="without it, a chat begins")
    parser.add_argument(
        "--articles", nargs="+", metavar="PATH", help="read these files and folders, not the index"
    )
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    parser.add_argument(
        "--from", dest="date_from", type=date.fromisoformat, metavar="DATE", help="published on or after"
    )
    parser.add_argument(
        "--to", dest="date_to", type=date.fromisoformat, metavar="DATE", help="published on or before"
    )
    parser.add_argument(
        "--publisher", action="append", default=[], help="only this publisher; may be repeated"
    )
    return parser


def _chat(assistant: Assistant, filters: SearchFilters) -> int:
    conversation = Conversation()
    print("Ask the articles; an empty line ends the chat.")
    while True:
        try:
            question = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return ANSWERED
        if not question.strip():
            return ANSWERED
        try:
            answer = assistant.ask(question, conversation, filters=filters)
        except AssistantError as error:
            print(error)
            continue
        conversation = conversation.add(answer)
        _show(answer)


def _show(answer: Answer) -> None:
    if answer.searched_for != answer.question:
        print(f"(searched for: {answer.searched_for})")
    print(answer.text)
    for notice in answer.notices:
        print(f"({notice})")
    for citation in answer.citations:
        article = citation.article
        where = ", ".join(part for part in (article.publisher, article.published) if part)
        print(f"\n[{citation.number}] {article.title}{f' ({where})' if where else ''}")
        print(f"    “{' '.join(citation.quote.split())}”")
        for other in citation.also_in:
            print(f"    also in: {other.publisher or other.title}")
    if answer.abstained and answer.considered:
        print("\nThe nearest that they come:")
        for passage in answer.considered[:3]:
            print(f"  {passage.article.title}: “{shorten(passage.nearest_text, 300, placeholder='…')}”")


if __name__ == "__main__":
    sys.exit(run_piped(main))
