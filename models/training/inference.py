"""Running an exported network over rows, for measuring; the product has its own runtime."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from models.training.measures import Floats

Pair = tuple[str, str]

LONGEST = 512
LONGEST_ANSWER = 30  # tokens
LONGEST_FIRST = 128


@dataclass(frozen=True)
class Outputs:
    """What the network says of one pair: logits, the best span, and the characters of each passage token."""

    answerable: float
    judgement: Floats
    span: tuple[int, int]
    span_margin: float  # best span's logit sum over that of "no answer"
    evidence: Floats
    characters: list[tuple[int, int]]


def best_span(start: Floats, end: Floats) -> tuple[int, int, float]:
    """Find the pair start ≤ end, not too far apart, with the highest sum of logits."""
    length = len(start)
    sums = start[:, None] + end[None, :]
    places = np.arange(length)
    apart = places[None, :] - places[:, None]
    sums = np.where((apart >= 0) & (apart < LONGEST_ANSWER), sums, -np.inf)
    left, right = divmod(int(np.argmax(sums)), length)
    return left, right, float(sums[left, right])


def run(model: Path, tokenizer: Tokenizer, pairs: Sequence[Pair], *, threads: int = 2) -> list[Outputs]:
    """Run pairs of (question or claim, passage); the outputs come in the order of the pairs.

    Each pair is a run of its own, as in the product: activations are quantised over all that is in a run, so
    what else is in it would change the outputs.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options)

    def one(pair: Pair) -> Outputs:
        return _outputs(session, tokenizer, *pair)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, pairs))


def _outputs(session: onnxruntime.InferenceSession, tokenizer: Tokenizer, first: str, second: str) -> Outputs:
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    left = tokenizer.encode(first, add_special_tokens=False).ids[:LONGEST_FIRST]
    right = tokenizer.encode(second, add_special_tokens=False)
    characters = right.offsets[: LONGEST - len(left) - 3]
    ids = np.array([[cls, *left, sep, *right.ids[: len(characters)], sep]], dtype=np.int64)
    kinds = (np.arange(ids.shape[1])[None, :] >= len(left) + 2).astype(np.int64)
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": kinds}
    start, end, evidence, answerable, judgement = (output[0] for output in session.run(None, inputs))
    passage = slice(len(left) + 2, -1)
    opening, closing, value = best_span(start[passage], end[passage])
    return Outputs(
        answerable=float(answerable),
        judgement=judgement,
        span=(characters[opening][0], characters[closing][1]),
        span_margin=value - float(start[0] + end[0]),
        evidence=evidence[passage],
        characters=characters,
    )
