"""A language model as a judge, read strictly: one line, one of three verdicts, anything else is a failure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.generative.faults import ModelFaultError
from assistant.generative.language_model import Usage, build_language_model, reply
from assistant.settings import Settings
from eval.errors import JudgeError
from eval.metrics import ClaimResult
from eval.metrics.faithfulness import ClaimVerdict
from prompts import DIVIDER, Prompt

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

PROMPT = Path(__file__).with_name("judge_claim.md")

_REPLY = re.compile(r"(?:verdict:\s*)?(supported|contradicted|not found)\.?", re.IGNORECASE)
# A model gives no probability; these order the verdicts so that an AUC can be told.
_SUPPORT: dict[ClaimVerdict, float] = {"supported": 1.0, "not found": 0.5, "contradicted": 0.0}


class LanguageModelJudge:
    """Asks any llama-index language model for one verdict per claim, and remembers what it judged."""

    def __init__(self, llm: LLM, *, name: str | None = None) -> None:
        self.name = name or f"llm:{llm.metadata.model_name}"
        self.usage = Usage()
        self._llm = llm
        self._known: dict[tuple[str, tuple[str, ...]], ClaimResult] = {}
        system, _, user = PROMPT.read_text(encoding="utf-8").partition(DIVIDER)
        self._prompt = Prompt(PROMPT.stem, system.strip(), user.strip())

    def judge_claims(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[ClaimResult]:
        """Return a result per (claim, sources); a reply that is not one of the verdicts is a failure.

        Raises JudgeError when the model cannot be used at all: its first request fails.
        """
        results = []
        for claim, sources in items:
            key = (claim, tuple(source for source in sources if source.strip()))
            if key not in self._known:
                self._known[key] = self._judge(*key)
            results.append(self._known[key])
        return results

    def _judge(self, claim: str, sources: tuple[str, ...]) -> ClaimResult:
        if not sources:
            return ClaimResult(claim, "not found", 0.0)
        first = not self.usage.requests
        try:
            said = reply(self._llm, self._prompt.fill(claim=claim, sources="\n\n".join(sources)), self.usage)
        except ModelFaultError as error:
            if first:
                raise JudgeError(f"the judge {self.name} cannot be used: {error}") from error
            return ClaimResult(claim, "judge failure")
        verdict = parse_verdict(said)
        if verdict is None:
            return ClaimResult(claim, "judge failure")
        return ClaimResult(claim, verdict, _SUPPORT[verdict])


def parse_verdict(said: str) -> ClaimVerdict | None:
    """Return the verdict that a reply consists of; None when it says anything else besides."""
    found = _REPLY.fullmatch(said.strip().strip("*`\"'").strip())
    if found is None:
        return None
    word = found.group(1).lower()
    verdicts: dict[str, ClaimVerdict] = {
        "supported": "supported",
        "contradicted": "contradicted",
        "not found": "not found",
    }
    return verdicts[word]


def language_model_judge(settings: Settings | None = None) -> LanguageModelJudge:
    """Return the model of the settings as a judge; raises JudgeError when they name none."""
    llm = build_language_model(settings if settings is not None else Settings.read())
    if llm is None:
        raise JudgeError(
            "no language model is set; give OPENAI_API_KEY, or OPENAI_BASE_URL with ASSISTANT_MODEL, or use "
            "the embedded judge"
        )
    return LanguageModelJudge(llm)
