"""A predictable assistant for the chat: it answers with the sentence that shares most words."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

import numpy as np

from assistant.answers import Answer, Citation, ConsideredPassage, Sentence
from assistant.conversations import Conversation
from assistant.writing import AnswerProgress
from indexes.article_index import ArticleIndex
from indexes.embedding import Vectors
from indexes.searching import SearchFilters


class LetterEmbedder:
    """Embeds a text as how often each letter of the alphabet occurs in it."""

    fingerprint = "letters-of-the-alphabet"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [n, 26], one unit row a text."""
        rows = np.array([[text.lower().count(letter) + 1 for letter in ascii_lowercase] for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Return float32 [26]."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


class FakeAssistant:
    """Answers by word overlap, slowly enough to be watched when `pause` is set (seconds per word)."""

    def __init__(self, index: ArticleIndex, *, pause: float = 0.0) -> None:
        self.index = index
        self.pause = pause

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        filters: SearchFilters | None = None,
    ) -> Iterator[AnswerProgress | Answer]:
        """Yield each step, the text word by word, and the answer."""
        words = set(re.findall(r"\w{4,}", question.lower()))
        found = []
        for article in self.index.articles():
            for match in re.finditer(r"[^.!?\n]+[.!?]+[”\"]?", article.text):
                score = len(words & set(re.findall(r"\w{4,}", match[0].lower())))
                found.append((score, article, match))
        found.sort(key=lambda one: -one[0])
        for step in ("searching", "reading"):
            yield AnswerProgress(step)
            time.sleep(self.pause * 5)
        considered = tuple(
            ConsideredPassage(article, match.start(), match.end(), match[0].strip(), float(score))
            for score, article, match in found[:12]
        )
        best = [one for one in found if one[0] >= 2][:3]
        if not best:
            yield Answer(
                question=question,
                text="The articles don't say.",
                abstained=True,
                searched_for=question,
                considered=considered,
            )
            return
        citations, sentences, text = [], [], ""
        verdicts = ("supported", "not found", "contradicted") if "verdicts" in words else ("supported",) * 3
        for number, (_, article, match) in enumerate(best, 1):
            quote = match[0].strip()
            start = article.text.index(quote, match.start())
            citations.append(Citation(number, article, start, start + len(quote), quote))
            sentences.append(Sentence(quote, (number,), verdicts[number - 1], 0.9))
            for word in f"{quote} [{number}]".split():
                text += f" {word}" if text else word
                yield AnswerProgress("writing", text)
                time.sleep(self.pause)
        yield AnswerProgress("checking", text)
        time.sleep(self.pause * 5)
        yield Answer(
            question=question,
            text=text,
            short="Three of them" if "short" in words else None,
            searched_for=question if not conversation or not conversation.turns else f"{question} (in full)",
            sentences=tuple(sentences),
            citations=tuple(citations),
            considered=considered,
        )
