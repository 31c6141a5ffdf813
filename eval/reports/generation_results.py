"""The figures of `python -m eval.bench_generation` as sections of eval/RESULTS.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from eval.reports.markdown import number
from eval.reports.sections import section

Figures = Mapping[str, Any]

_COMMAND = "python -m eval.bench_generation"


def _labels(figures: Figures) -> str:
    verdicts = ", ".join(f"{name} {count}" for name, count in figures["verdicts"].items())
    text = (
        f"{figures['sentences']} sentences that SmolLM2-135M wrote to {figures['questions']} questions over "
        "the sample articles, each labelled once by hand: does what it was offered say so? The verifier's "
        f"verdicts: {verdicts}. Precision is the share right of those that it lets through as supported."
    )
    rows = [[number(figures[key]) for key in ("share_let_through", "precision", "recall")]]
    header = ["share let through", "precision", "recall"]
    return section("The verifier on a small model's sentences", f"{_COMMAND} labels", text, rows, header)


def _overhead(figures: Figures) -> str:
    steps = {
        "parsing": "parse",
        "verifying": "verify",
        "verifying, every citation wrong": "verify_when_every_citation_is_wrong",
    }
    rows = [
        [name, *(f"{figures[f'{key}_ms_{kind}']:.1f}" for kind in ("median", "p95"))]
        for name, key in steps.items()
    ]
    text = "What an answer of five cited sentences costs beside the model; the goal is 150 ms."
    header = ["step", "median ms", "95th percentile ms"]
    return section("Overhead of parsing and verifying", f"{_COMMAND} overhead", text, rows, header)


def _first_token(figures: Figures) -> str:
    names = {"local_model": "SmolLM2-135M on this machine", "instant_server": "a server that answers at once"}
    rows = [
        [
            name,
            str(figures[key]["runs"]),
            f"{figures[key]['bare_ms']['median']:.0f}",
            f"{figures[key]['writer_ms']['median']:.0f}",
            f"{figures[key]['median_difference_ms']:.1f}",
        ]
        for key, name in names.items()
        if key in figures
    ]
    text = (
        "The writer against a bare `OpenAILike` stream over the same prompt, in turn within one run; the "
        "goal is at most 100 ms more. The difference is the median of the differences pair by pair."
    )
    header = ["server", "pairs", "bare ms", "writer ms", "difference ms"]
    return section("Time to the first token", f"{_COMMAND} first-token", text, rows, header)


def _fuzz(figures: Figures) -> str:
    text = "Random streams through the writer, its judge replaced by one that supports everything."
    header = ["streams", "answers", "citations", "of passages not offered"]
    rows = [[f"{figures[key]:,}" for key in ("streams", "answers", "citations", "citations_not_offered")]]
    return section("Fuzzed streams", f"{_COMMAND} fuzz", text, rows, header)


def _faults(figures: Figures) -> str:
    rows = [
        [fault, str(seen["requests"]), seen["answered_by"], " ".join(seen["notices"])]
        for fault, seen in figures.items()
    ]
    header = ["fault", "requests", "answered by", "what the reader is told"]
    return section("Faults", f"{_COMMAND} faults", "A server that fails in one way throughout.", rows, header)


GENERATION_SECTIONS: dict[str, Callable[[Figures], str]] = {
    "generation-labels": _labels,
    "generation-overhead": _overhead,
    "generation-first-token": _first_token,
    "generation-fuzz": _fuzz,
    "generation-faults": _faults,
}
