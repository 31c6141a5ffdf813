"""What a visitor may choose for the answers in their own browser, and the assistant that answers so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from assistant import Assistant
from assistant.settings import Settings, VerificationMode
from chat.answering import Answering
from indexes.article_index import ArticleIndex

Writer = Literal["model", "articles"]

PASSAGES = (5, 10, 20, 40)


@dataclass(frozen=True, slots=True)
class Choices:
    """Who writes, what becomes of sentences that nothing supports, and how many passages are read."""

    writer: Writer
    verification: VerificationMode
    passages: int

    @classmethod
    def of(cls, settings: Settings) -> Choices:
        """Return what the settings say."""
        writer: Writer = "model" if settings.language_model_configured else "articles"
        return cls(writer, settings.verification, settings.passages_to_read)

    @classmethod
    def read(cls, values: Mapping[str, Any] | None, settings: Settings) -> Choices:
        """Return the choices that a browser kept or sent; what cannot be is as the settings say."""
        own, given = cls.of(settings), values or {}
        policies: dict[Any, VerificationMode] = {policy: policy for policy in get_args(VerificationMode)}
        numbers = {str(number): number for number in offered(settings)}
        return cls(
            "articles" if given.get("writer") == "articles" else own.writer,
            policies.get(given.get("verification"), own.verification),
            numbers.get(str(given.get("passages")), own.passages),
        )

    def apply(self, settings: Settings) -> Settings:
        """Return the settings with these choices."""
        changed: dict[str, Any] = dict(self.as_settings())
        if self.writer == "articles":
            changed |= {"model": None, "openai_api_key": None, "openai_base_url": None}
        return settings.model_copy(update=changed)

    def as_settings(self) -> dict[str, Any]:
        """Return the choices under the names of the settings that they stand for, as JSON values."""
        return {"verification": self.verification, "passages_to_read": self.passages}

    def to_dict(self) -> dict[str, Any]:
        """Return the choices as JSON values that `read` takes."""
        return asdict(self)


def offered(settings: Settings) -> tuple[int, ...]:
    """Return how many passages may be chosen: some usual numbers and what the settings say."""
    return tuple(sorted({*PASSAGES, settings.passages_to_read}))


class Variants:
    """Assistants over the same index, one for each way of answering that somebody chose."""

    def __init__(
        self,
        assistant: Answering,
        settings: Settings,
        observe: Callable[[Answering], Answering] = lambda assistant: assistant,
    ) -> None:
        """`assistant` answers as the settings say; `observe` wraps each one that answers a visitor."""
        self.settings = settings
        self._assistant = assistant
        self._observe = observe
        self._lock = threading.Lock()
        self._made = {Choices.of(settings): observe(assistant)}

    @property
    def index(self) -> ArticleIndex:
        """The index that all of them search."""
        return self._assistant.index

    def of(self, choices: Choices) -> Answering:
        """Return the assistant that answers like this; raises SettingsError as opening one does."""
        with self._lock:
            if choices not in self._made:
                made = Assistant(choices.apply(self.settings), index=self._assistant.index)
                self._made[choices] = self._observe(made)
            return self._made[choices]

    def without_model(self) -> Answering:
        """Return an assistant that asks no language model and that nobody observes."""
        fallback = getattr(self._assistant.writer, "fallback", None)
        if fallback is None:
            return self._assistant
        return Assistant(self.settings, index=self._assistant.index, writer=fallback)
