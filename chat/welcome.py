"""What an empty desk offers: what the articles cover, and questions that they answer."""

from __future__ import annotations

import atexit
import json
import logging
import threading
from collections.abc import Sequence

from chat.choices import Variants
from chat.suggesting import Suggesting, questions_about
from chat.theme import asset
from chat.transcript import render_welcome
from indexes.errors import IndexesError
from indexes.listing import ListedArticle

EXAMPLES_SHOWN = 4
OVERVIEW = "What is new?"
NEWEST = 12  # articles that examples are made from
SECONDS = 20.0

logger = logging.getLogger(__name__)


class Welcome:
    """The welcome over an index; a thread makes examples, anew when articles came or went."""

    def __init__(self, variants: Variants) -> None:
        self._variants = variants
        self._lock = threading.Lock()
        self._state: tuple[int, str | None] | None = None
        self._known: list[str] = []
        self._made: dict[tuple[str, str], list[str]] = {}  # by article and version
        self._work: threading.Thread | None = None
        self._ended = threading.Event()
        # a thread that still reads while Python ends would abort the process
        atexit.register(self.end)

    def render(self) -> str:
        """Return the welcome, with the examples that are known by now."""
        coverage = self._variants.index.coverage()
        with self._lock:
            if self._state != (coverage.articles, coverage.last_added):
                self._state = (coverage.articles, coverage.last_added)
                self._begin(self._variants.index.listing())
            examples = self._known if self._enough() else [OVERVIEW, *self._known]
            making = self._work is not None and self._work.is_alive()
            return render_welcome(coverage, examples[:EXAMPLES_SHOWN], making=making)

    def _enough(self) -> bool:
        return len(self._known) >= EXAMPLES_SHOWN

    def _begin(self, articles: Sequence[ListedArticle]) -> None:
        """Show what is known of these articles already, and make what is missing."""
        here = {(article.id, article.version) for article in articles}
        self._made = {place: questions for place, questions in self._made.items() if place in here}
        made = (question for questions in self._made.values() for question in questions)
        self._known = list(dict.fromkeys([*written_examples(articles), *made]))
        if not self._enough():
            self._work = threading.Thread(target=self._make, args=(articles, self._state), daemon=True)
            self._work.start()

    def wait(self) -> None:
        """Wait until the examples are made."""
        if self._work is not None:
            self._work.join()

    def end(self) -> None:
        """Make no more examples, and wait for what is under way."""
        self._ended.set()
        self.wait()

    def _make(self, articles: Sequence[ListedArticle], state: tuple[int, str | None]) -> None:
        """Find questions that the newest articles answer, one of each article as far as there are."""
        try:
            suggesting = Suggesting(
                self._variants.without_model(),
                most=1,
                seconds=SECONDS / EXAMPLES_SHOWN,
                busy=self._ended.is_set,
            )
            examples = written_examples(articles)
            for listed in newest_first(articles)[:NEWEST]:
                if self._ended.is_set():
                    return
                place, found = (listed.id, listed.version), self._made.get((listed.id, listed.version))
                if found is None:
                    found = suggesting.checked(questions_about(self._variants.index.article(listed.id)))
                with self._lock:
                    if state != self._state:
                        return  # articles came or went meanwhile, and another thread is at it
                    self._made[place] = found
                    examples = list(dict.fromkeys([*examples, *found]))
                    if len(examples) >= len(self._known):
                        self._known = examples
                    if self._enough():
                        return
        except IndexesError:
            logger.warning("no examples were made", exc_info=True)


def written_examples(articles: Sequence[ListedArticle]) -> list[str]:
    """Return the questions that were written for those of the articles that are samples."""
    written: dict[str, str] = json.loads(asset("examples.json"))
    known = {article.id for article in articles} | {article.url for article in articles}
    return [question for place, question in written.items() if place in known]


def newest_first(articles: Sequence[ListedArticle]) -> list[ListedArticle]:
    """Return the articles, undated ones last."""
    return sorted(articles, key=lambda article: article.published or "", reverse=True)
