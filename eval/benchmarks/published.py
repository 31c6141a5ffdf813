"""Figures that others published, each read at its source; their conditions differ from ours as noted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """One figure of somebody else's system."""

    family: str
    data: str
    system: str
    measure: str
    value: str
    source: str
    note: str


_MINILM = "https://huggingface.co/deepset/minilm-uncased-squad2"
_ROBERTA = "https://huggingface.co/deepset/roberta-base-squad2"
_FLAN = "https://huggingface.co/sjrhuschlee/flan-t5-base-squad2"

PUBLISHED = (
    Published(
        "reading",
        "SQuAD 2.0 dev, all 35 articles",
        "deepset/minilm-uncased-squad2, 12 layers",
        "F1 / F1 answerable / accuracy unanswerable",
        ".795 / .851 / .739",
        _MINILM,
        "trained on the 130,000 questions of SQuAD 2.0's training set, which are not used here",
    ),
    Published(
        "reading",
        "SQuAD 2.0 dev, all 35 articles",
        "deepset/roberta-base-squad2, 12 layers",
        "F1",
        ".830",
        _ROBERTA,
        "the same training set, five times as many parameters",
    ),
    Published(
        "reading",
        "SquadShifts, Amazon reviews, all",
        "deepset/roberta-base-squad2, 12 layers",
        "F1",
        ".833",
        _ROBERTA,
        "never trained on these reviews; our figure is over articles held out of the same file",
    ),
    Published(
        "reading",
        "SquadShifts, new Wikipedia, all",
        "sjrhuschlee/flan-t5-base-squad2",
        "F1",
        ".851",
        _FLAN,
        "never trained on these articles; our figure is over articles held out of the same file",
    ),
    Published(
        "faithfulness",
        "AttributionBench, in distribution",
        "GPT-3.5, fine-tuned on its training set",
        "macro F1",
        "about .80",
        "https://arxiv.org/abs/2402.15089",
        "over the whole test set, of which the file here has 500 rows",
    ),
    Published(
        "faithfulness",
        "WiCE test, as LLM-AggreFact has it",
        "Bespoke-MiniCheck-7B",
        "balanced accuracy",
        ".830",
        "https://github.com/Liyan06/MiniCheck/blob/main/benchmark_evaluation_demo.ipynb",
        "7 billion parameters on a GPU, 300 times as many as here; its rows may differ from ours",
    ),
)
