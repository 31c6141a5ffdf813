"""How fast the encoder is on this machine, against the same weights run as Chroma runs its default model."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from models.encoder import DIMENSIONS, HERE, Encoder
from models.errors import ModelError
from models.runtime import Array, Session, open_session
from models.weights import open_tokenizer
from models.windows import tokenize

ARTICLES = HERE.parent / "articles"
PADDED_TO = 256  # tokens; Chroma's ONNXMiniLM_L6_V2 pads every text to this length …
PASSAGE = 110  # words, as an index embeds them
BATCH = 32  # … in batches of this many


def passages(folder: Path) -> list[str]:
    """Cut the Markdown articles in a folder, without front matter, into passages of about PASSAGE words."""
    texts: list[str] = []
    for path in sorted(folder.glob("*.md")):
        words = path.read_text(encoding="utf-8").split("\n---\n", 1)[-1].split()
        texts += [" ".join(words[start : start + PASSAGE]) for start in range(0, len(words), PASSAGE)]
    return texts


def run_unbatched(network: Path, texts: Sequence[str]) -> Array:
    """Return the vectors that an ONNX file gives each text on its own, cut at the window; for comparisons."""
    return _run_padded(open_session(network, threads=0), _token_rows(texts), batch=1, padded_to=None)


def measure_embedding(
    encoder: Encoder, texts: Sequence[str], *, fp32: Path | None, rounds: int
) -> dict[str, float]:
    """Return useful (not padding) tokens per second, and the ratio to Chroma's settings.

    The ratio needs the float32 file. Both take turns in one process, and the median of the rounds counts,
    so that a busy machine slows both.
    """
    rows = _token_rows(texts)
    useful = sum(len(row) for row in rows)
    ours: list[float] = []
    theirs: list[float] = []
    session = None if fp32 is None else open_session(fp32, threads=0)
    encoder.embed(texts[:2])
    for _ in range(rounds):
        ours.append(_seconds(lambda: encoder.embed(texts)))
        if session is not None:
            theirs.append(_seconds(lambda: _run_as_chroma(session, texts)))
    figures = {
        "texts": float(len(texts)),
        "useful_tokens": float(useful),
        "embed_tokens_per_second": round(useful / statistics.median(ours)),
    }
    if theirs:
        figures["chroma_default_tokens_per_second"] = round(useful / statistics.median(theirs))
        figures["times_faster"] = round(statistics.median(np.divide(theirs, ours)), 2)
    return figures


def measure_reading(encoder: Encoder, texts: Sequence[str], *, rounds: int) -> dict[str, float]:
    """Return the median milliseconds to read 20 passages of 200 tokens and to judge one claim.

    Raises ModelError when the texts together are too short for one such passage.
    """
    tokenizer = open_tokenizer(HERE / "tokenizer.json")
    running = " ".join(texts)
    (tokens,) = tokenize(tokenizer, [running])
    cuts = range(0, min(len(tokens) - 200, 20 * 200), 200)
    told = [running[tokens.starts[cut] : tokens.ends[cut + 199]] for cut in cuts]
    if not told:
        raise ModelError(
            "the texts are too short to measure reading; take more with --texts, or others with --articles"
        )
    question = "Who announced the decision, and when does it take effect?"
    claim = "The council announced the decision on Tuesday."
    encoder.read(question, told[:2])
    return {
        "passages": float(len(told)),
        "read_ms": _median_ms(lambda: encoder.read(question, told), rounds),
        "judge_200_token_window_ms": _median_ms(lambda: encoder.judge([(claim, told[0])]), 5 * rounds),
        "judge_sentence_ms": _median_ms(lambda: encoder.judge([(claim, texts[0][:160])]), 5 * rounds),
    }


def _token_rows(texts: Sequence[str]) -> list[list[int]]:
    """Return the token numbers of each text with special tokens, cut at Chroma's length."""
    tokenizer = open_tokenizer(HERE / "tokenizer.json")
    tokenizer.enable_truncation(PADDED_TO)
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


def _run_as_chroma(session: Session, texts: Sequence[str]) -> Array:
    return _run_padded(session, _token_rows(texts), batch=BATCH, padded_to=PADDED_TO)


def _run_padded(
    session: Session, rows: Sequence[Sequence[int]], *, batch: int, padded_to: int | None
) -> Array:
    vectors = np.zeros((len(rows), DIMENSIONS), dtype=np.float32)
    for start in range(0, len(rows), batch):
        part = rows[start : start + batch]
        ids = np.zeros((len(part), padded_to or max(map(len, part))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(part):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        vectors[start : start + len(part)] = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    return vectors


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _median_ms(work: Callable[[], object], rounds: int) -> float:
    return round(1000 * statistics.median(_seconds(work) for _ in range(rounds)), 1)
