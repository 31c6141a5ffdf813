"""A conversation as a file: Markdown, a page that needs nothing else, or JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from chat.desk import Desk
from chat.markup import answer_paragraphs, render
from chat.theme import asset
from chat.transcript import writer_label

EXPORT_FORMAT = 1


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file to save, with its media type."""

    name: str
    type: str
    text: str


def export(title: str, desk: Desk, kind: str) -> ExportedFile:
    """Return the answered questions of a desk as "md", "html" or "json"; raises KeyError otherwise."""
    writer, media_type = {
        "md": (_markdown, "text/markdown"),
        "html": (_html, "text/html"),
        "json": (_json, "application/json"),
    }[kind]
    name = re.sub(r"[^\w]+", "-", title).strip("-")[:60].lower() or "conversation"
    return ExportedFile(f"{name}.{kind}", media_type, writer(title, desk))


def _markdown(title: str, desk: Desk) -> str:
    answers = [turn.answer for turn in desk.conversation.turns]
    # a question is one line of plain words, so a heading cannot end early
    parts = [f"## {' '.join(answer.question.split())}\n\n{answer.to_markdown()}" for answer in answers]
    return "\n\n".join([f"# {' '.join(title.split())}", *parts]) + "\n"


def _html(title: str, desk: Desk) -> str:
    answers = [turn.answer for turn in desk.conversation.turns]
    return render(
        "export.html",
        title=title,
        style=asset("export.css"),
        turns=[
            (answer, answer_paragraphs(answer), writer_label(answer.writer, answer.model))
            for answer in answers
        ],
    )


def _json(title: str, desk: Desk) -> str:
    turns = [turn.answer.to_dict() for turn in desk.conversation.turns]
    return json.dumps({"format": EXPORT_FORMAT, "title": title, "turns": turns}, indent=2, ensure_ascii=False)
