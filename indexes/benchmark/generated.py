"""Articles made from the words of the sample articles, and embedders that cost next to nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np

from indexes.articles import Article
from indexes.embedding import EncoderEmbedder, Vectors

SAMPLES = Path(__file__).parents[2] / "articles"
WORDS = 600
_FIRST_DAY = date(2020, 1, 1)


def generated_articles(count: int, *, words: int = WORDS, seed: int = 1) -> Iterator[Article]:
    """Yield articles of so many words each, in sentences and paragraphs, all different, one for each day."""
    pool = [word for path in sorted(SAMPLES.glob("*.md")) for word in path.read_text("utf-8").split()]
    pool = [word.strip(".,;:“”‘’()\"'") for word in pool if word.strip(".,;:“”‘’()\"'-").isalpha()]
    chance = random.Random(seed)
    for number in range(count):
        paragraphs = []
        for _ in range(words // 60):
            sentences = (" ".join(chance.choices(pool, k=20)).capitalize() + "." for _ in range(3))
            paragraphs.append(" ".join(sentences))
        yield Article.create(
            id=f"generated-{number}",
            title=f"Story {number}",
            text="\n".join(paragraphs),
            published=(_FIRST_DAY + timedelta(days=number)).isoformat(),
        )


def generated_questions(count: int) -> list[str]:
    """Return so many questions of nine words, drawn from articles that are in no index."""
    chance = random.Random(7)
    words = [word for article in generated_articles(3, seed=2) for word in article.text.split()]
    return [" ".join(chance.choices(words, k=9)) for _ in range(count)]


def write_articles(folder: Path, articles: Iterator[Article]) -> None:
    """Write each article as a text file with its title first."""
    folder.mkdir(parents=True)
    for article in articles:
        (folder / f"{article.id}.txt").write_text(f"{article.title}\n\n{article.text}\n", "utf-8")


class StubEmbedder:
    """Vectors drawn from a hash of the text: for what has to do with stores and not with embedding."""

    fingerprint = "stub"

    def __init__(self, dimension: int) -> None:
        """Draw vectors of so many values."""
        self._dimension = dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [n, dimension]."""
        return np.stack([self._drawn(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return float32 [dimension]."""
        return self._drawn(text)

    def _drawn(self, text: str) -> Vectors:
        chance = np.random.default_rng(crc32(text.encode()))
        return chance.standard_normal(self._dimension).astype(np.float32)


class DrawnPassages(StubEmbedder):
    """Drawn vectors for passages, of which there are many; questions are embedded in earnest."""

    def __init__(self) -> None:
        """Open the embedded encoder."""
        super().__init__(384)
        self._encoder = EncoderEmbedder()

    def embed_query(self, text: str) -> Vectors:
        """Return float32 [384], by the embedded encoder."""
        return self._encoder.embed_query(text)
