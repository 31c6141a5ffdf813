"""The figures as a page of Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

_FILTERS = {
    "all": "none",
    "half_by_date": "a date range with half of the articles",
    "a_twentieth_by_date": "a date range with a twentieth of the articles",
}


def as_markdown(figures: Mapping[str, Any]) -> str:
    """Return the page; a part that was not measured is left out."""
    blocks = [
        "# How fast articles come in and are found",
        "Written by `python -m indexes.benchmark --record`; the figures themselves are in `figures.json` "
        "beside this file. The articles are generated: 600 words each, drawn from the words of the samples.",
    ]
    if "ingestion" in figures:
        blocks += [*_ingestion(figures["ingestion"]["figures"]), _machine(figures["ingestion"]["machine"])]
    if "search" in figures:
        blocks += [*_search(figures["search"]["figures"]), _machine(figures["search"]["machine"])]
    if "memory" in figures:
        blocks += [*_memory(figures["memory"]["figures"]), _machine(figures["memory"]["machine"])]
    return "\n\n".join(map(_wrapped, blocks)) + "\n"


def _ingestion(figures: Mapping[str, Any]) -> list[str]:
    rival = figures.get("llama_index")
    heads = ("", "articles/s", "passages/s", "processor time for an article", "passages")
    rows = [_rates("`python -m indexes add`", figures)]
    blocks = ["## Adding", f"{figures['articles']:,} text files, from reading to searchable."]
    if rival:
        rows.append(_rates("llama-index", rival))
    blocks.append(_table(heads, rows))
    if rival:
        blocks.append(
            f"**{figures['times_faster']} times** as many articles in the same time, with "
            f"{figures['times_less_processor_time']} times less processor time. Both took turns of 200 "
            "articles. The other side is llama-index's `IngestionPipeline` into its `ChromaVectorStore`, "
            "with the same network as Chroma's default embedding function runs it: float32, every text "
            "padded to 256 tokens, batches of 32. Its chunks have 160 tokens, for those of "
            "llama-index's default size, 1,024, would be embedded by their first quarter."
        )
    blocks.append(
        f"A second pass over the unchanged files takes {figures['second_pass_seconds']} s, "
        f"**{figures['second_pass_times_faster']:,.0f} times** less than the first."
    )
    return blocks


def _rates(name: str, rates: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name,
        f"{rates['articles_per_second']}",
        f"{rates['passages_per_second']}",
        f"{rates['processor_ms_an_article']:.0f} ms",
        f"{rates['passages']:,}",
    )


def _search(several: Sequence[Mapping[str, Any]]) -> list[str]:
    heads = ("passages", "filter", "median", "95th percentile", "processor time")
    rows = [
        (
            f"{figures['passages']:,}",
            label,
            *(f"{figures[name][value]} ms" for value in ("p50_ms", "p95_ms", "processor_ms")),
        )
        for figures in several
        for name, label in _FILTERS.items()
    ]
    return [
        "## Searching",
        "Hybrid search for 20 passages over real stores (Chroma, tantivy, SQLite), from the question's text "
        "to passages with their articles. The question is embedded in earnest; the vectors of the passages "
        "are drawn at random, for which Chroma's graph has to search longest.",
        _table(heads, rows),
    ]


def _memory(several: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        "## Memory",
        "Peak of the process that adds, with vectors of eight drawn values in place of embeddings. Where "
        "they go nowhere, the store of vectors is left out, and what remains is everything else: reading, "
        "cutting, SQLite, the keyword store, copies, the report. An embedded Chroma keeps its graph of the "
        "passages in the process, about 1 KB a passage, and would keep real vectors as well, 1.5 KB each; "
        "with Chroma as a server both are there. Pages of files that the system takes back when it needs "
        "them are counted in the one and not in the other.",
        _table(
            ("articles", "vectors", "peak", "without pages of files"),
            [
                (
                    f"{figures['articles']:,}",
                    figures["vectors"],
                    f"{figures['peak_mb']} MB",
                    f"{figures.get('own_peak_mb', '?')} MB",
                )
                for figures in several
            ],
        ),
    ]


def _machine(machine: Mapping[str, Any]) -> str:
    return (
        f"Measured on {machine['cores']} cores of {machine['processor']}, {machine['memory_gb']} GB, "
        f"{machine['system']}, Python {machine['python']}, {machine['day']}; load before it began: "
        f"{machine['load_before']}."
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _wrapped(block: str) -> str:
    return block if block.startswith(("|", "#")) else textwrap.fill(block, 120, break_on_hyphens=False)
