"""What an empty desk offers: what the articles cover, and questions that they answer."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chat.theme import asset
from chat.transcript import render_welcome
from indexes.article_index import ArticleIndex
from indexes.listing import ListedArticle

EXAMPLES_SHOWN = 4


def welcome_for(index: ArticleIndex) -> str:
    """Return the welcome for a desk over the articles of the index."""
    return render_welcome(index.coverage(), example_questions(index.listing()))


def example_questions(articles: Sequence[ListedArticle]) -> list[str]:
    """Return questions that these articles answer: written ones where there are, else from titles."""
    written: dict[str, str] = json.loads(asset("examples.json"))
    known = {article.id for article in articles} | {article.url for article in articles}
    examples = [question for place, question in written.items() if place in known]
    newest = sorted(articles, key=lambda article: article.published or "", reverse=True)
    examples += [f"What do the articles say about “{article.title}”?" for article in newest]
    return examples[:EXAMPLES_SHOWN]
