"""Predictable parts for tests of the chat: an embedder, an assistant that quotes, a few articles."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

import numpy as np

from assistant.answers import Answer, Citation, ConsideredPassage, Sentence, Verdict
from assistant.conversations import Conversation
from assistant.errors import LanguageModelError
from assistant.writing import AnswerProgress, WritingTask
from indexes.article_index import ArticleIndex
from indexes.articles import Article
from indexes.embedding import Vectors
from indexes.searching import SearchFilters

HARBOUR = Article.create(
    id="harbour",
    title="Harbour reopens after the dredging",
    publisher="The Quay",
    published="2024-05-02",
    author="A. Writer",
    url="https://quay.example/harbour",
    text="\n\n".join(
        [
            "The harbour reopened on Thursday, three weeks late.",
            *(f"Paragraph {number} tells of tides, barges and the price of sand." for number in range(1, 40)),
            "Dredging cost 4.2 million, the harbour board said. Nobody was hurt.",
            *(f"Paragraph {number} tells of pilots and pontoons." for number in range(41, 60)),
        ]
    ),
)
FERRY = Article.create(
    id="ferry",
    title="Ferry back in the harbour",
    publisher="Coast Mail",
    published="2024-05-09",
    text="The ferry returned to the harbour a week after the dredging. Fares rise in June.",
)
HOSTILE = Article.create(
    id="hostile",
    title="<img src=x onerror=\"window.hacked='title'\">Lighthouse",
    publisher="<script>window.hacked='publisher'</script>",
    url="javascript:window.hacked='link'",
    text="The lighthouse keeper wrote <script>window.hacked='text'</script> on the lighthouse wall. "
    "${window.hacked='template'} {{hacked}} is lighthouse graffiti.",
)


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


def example_index() -> ArticleIndex:
    """Return an index in memory that holds the three articles."""
    index = ArticleIndex.in_memory(LetterEmbedder())
    index.add_articles([HARBOUR, FERRY, HOSTILE])
    return index


class QuotingAssistant:
    """Answers with the sentences that share at least two words of five letters with the question.

    `pause` is how many seconds it takes for each word. Some first words of a question do more:
    "Verdicts" gives each sentence another verdict, "Unreachable" raises an error of the assistant's,
    "Broken" one that nobody foresaw.
    """

    def __init__(self, index: ArticleIndex, *, pause: float = 0.0) -> None:
        self.index = index
        self.writer = self
        self.pause = pause

    name = "quoting"

    def write(self, task: WritingTask) -> Iterator[AnswerProgress | Answer]:
        """Answer the question of the task."""
        return self.stream(task.searched_for, task.conversation)

    def stream(
        self,
        question: str,
        conversation: Conversation | None = None,
        *,
        filters: SearchFilters | None = None,
        as_typed: bool = False,  # noqa: ARG002  # it reads every question so
    ) -> Iterator[AnswerProgress | Answer]:
        """Yield each step, the text word by word, and the answer."""
        yield AnswerProgress("searching")
        if question.startswith("Unreachable"):
            raise LanguageModelError("The model at localhost did not answer; start it and ask again.")
        if question.startswith("Broken"):
            raise RuntimeError("not foreseen")
        yield AnswerProgress("reading")
        found = self._sentences(question, filters or SearchFilters())
        considered = tuple(
            ConsideredPassage(article, start, end, article.text[start:end], float(score))
            for score, article, start, end in found[:12]
        )
        verdicts: tuple[Verdict, ...] = ("supported", "not found", "contradicted")
        citations, sentences, text = [], [], ""
        for number, (_, article, start, end) in enumerate([one for one in found if one[0] > 1][:3], 1):
            quote = article.text[start:end]
            verdict = verdicts[number - 1] if question.startswith("Verdicts") else "supported"
            citations.append(Citation(number, article, start, end, quote))
            sentences.append(Sentence(quote, (number,), verdict))
            for word in f"{quote} [{number}]".split():
                text = f"{text} {word}".strip()
                yield AnswerProgress("writing", text)
                time.sleep(self.pause)
        if citations:
            yield AnswerProgress("checking", text)
        turns = conversation.turns if conversation else ()
        yield Answer(
            question=question,
            text=text or "The articles don’t say.",
            abstained=not citations,
            searched_for=f"{turns[-1].question} {question}" if turns else question,
            sentences=tuple(sentences),
            citations=tuple(citations),
            considered=considered,
        )

    def _sentences(self, question: str, filters: SearchFilters) -> list[tuple[int, Article, int, int]]:
        words = set(re.findall(r"\w{5,}", question.lower()))
        found = []
        for article in filter(filters.allow, self.index.articles()):
            for match in re.finditer(r"[^\s][^.!?]*(?:\.\d[^.!?]*)*[.!?]", article.text):
                score = len(words & set(re.findall(r"\w{5,}", match[0].lower())))
                found.append((score, article, match.start(), match.end()))
        return sorted(found, key=lambda one: -one[0])
