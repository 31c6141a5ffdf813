"""The assistant as it is measured: keyless, over an index in memory, nothing read from the environment."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.answers import Answer
from assistant.settings import Settings
from eval.runs import TODAY
from indexes.articles import Article
from indexes.searching import FoundPassage, SearchMode

if TYPE_CHECKING:
    from assistant import Assistant
    from eval.judges import SupportJudge
    from indexes import ArticleIndex


def keyless_settings() -> Settings:
    """Return the default settings, whatever the environment says: no model, key or endpoint."""
    return Settings.model_construct()


def in_memory_index(articles: Iterable[Article]) -> ArticleIndex:
    """Return an index of the articles that leaves nothing on disk; it has to be closed."""
    from eval.progress import track
    from indexes import ArticleIndex

    index = ArticleIndex.in_memory()
    index.add_articles(track(list(articles), "indexing"))
    return index


def keyless_assistant(index: ArticleIndex, *, today: date = TODAY) -> Assistant:
    """Return the assistant that answers by reading alone, on a fixed day."""
    from assistant import Assistant

    return Assistant(keyless_settings(), index=index, today=lambda: today)


def chosen_assistant(name: str, index: ArticleIndex, *, today: date = TODAY) -> Assistant:
    """Return the keyless assistant ("embedded"), or the one whose answers the settings' model writes ("llm").

    Raises EvaluationError when the settings name no model.
    """
    from assistant import Assistant
    from eval.errors import EvaluationError

    if name == "embedded":
        return keyless_assistant(index, today=today)
    settings = Settings.read()
    if not settings.language_model_configured:
        raise EvaluationError(
            "no language model is set; give OPENAI_API_KEY, or OPENAI_BASE_URL with ASSISTANT_MODEL, or "
            "leave out --writer llm"
        )
    return Assistant(settings, index=index, today=lambda: today)


def chosen_judge(name: str) -> SupportJudge:
    """Return the embedded judge, the language model of the settings ("llm"), or one's own ("module:name").

    What a module has under that name is called without arguments and gives a `SupportJudge`. Raises
    JudgeError when there is no such judge.
    """
    from eval.judges import embedded_judge

    if name == "embedded":
        return embedded_judge()
    if name == "llm":
        from eval.model_judge import language_model_judge

        return language_model_judge()
    return _own_judge(name)


def _own_judge(name: str) -> SupportJudge:
    from eval.errors import JudgeError

    module, _, attribute = name.partition(":")
    if not (module and attribute):
        raise JudgeError(f"there is no judge {name!r}; name embedded, llm, or your own as module:name")
    try:
        judge: SupportJudge = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError, TypeError) as error:
        raise JudgeError(f"the judge {name!r} cannot be made: {error}") from error
    if not (hasattr(judge, "judge_claims") and isinstance(getattr(judge, "name", None), str)):
        raise JudgeError(f"the judge {name!r} needs a name and judge_claims; see eval.judges.SupportJudge")
    return judge


def search_function(index: ArticleIndex, mode: str) -> Callable[[str], Sequence[FoundPassage]]:
    """Return the search of a mode: keyword, dense, hybrid, or reranked as the assistant ranks."""
    plain: dict[str, SearchMode] = {"keyword": "keyword", "dense": "dense", "hybrid": "hybrid"}
    if mode in plain:
        return lambda question: index.search(question, limit=10, mode=plain[mode]).passages
    from assistant.reranking import rerank
    from models import Encoder

    encoder, depth = Encoder.load(), keyless_settings().passages_to_read

    def reranked(question: str) -> Sequence[FoundPassage]:
        found = index.search(question, limit=depth).passages
        return [read.found for read in rerank(encoder, question, found)]

    return reranked


def rewrite_by_rules(history: Sequence[str], question: str) -> str:
    """Return the follow-up as the assistant makes it standalone without a model."""
    from assistant.followups.rules import standalone_question

    return standalone_question(question, history)


def confidence(answer: Answer) -> float:
    """Return how sure the assistant is of what it says: its likeliest sentence; 0 when it abstains."""
    if answer.abstained:
        return 0.0
    return max((sentence.score for sentence in answer.sentences if sentence.score is not None), default=0.0)
