"""An encoder that remembers: what was read or judged once is taken from a file the next time.

A fit asks the same questions of the same passages again and again; the network is what takes minutes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models import Calibration, Encoder, Reading, Span
from models.windows import TokenizedText


class RememberedEncoder(Encoder):
    """The encoder of the project, with a file of what it said; `save` writes the file."""

    def __init__(self, encoder: Encoder, file: Path) -> None:
        """Take what the file holds, if it was made by the same weights."""
        self._encoder = encoder
        self._file = file
        # of each pair the answerability, spans [n, 3] and tokens [n, 3]: start, end and score of each
        self._read: dict[str, tuple[float, NDArray[np.float64], NDArray[np.float64]]] = {}
        self._judged: dict[str, NDArray[np.float64]] = {}
        self._changed = False
        if file.is_file():
            self._load()

    @property
    def calibration(self) -> Calibration:
        """The temperatures and thresholds that came with the weights."""
        return self._encoder.calibration

    def has_word(self, word: str) -> bool:
        """Tell whether the vocabulary of the encoder has the word."""
        return self._encoder.has_word(word)

    def read(self, question: str, passages: Sequence[str], headings: Sequence[str] = ()) -> list[Reading]:
        """Return what the encoder said of each passage, asking it only about new ones."""
        told = list(zip(headings or [""] * len(passages), passages, strict=True))
        keys = [_key(question, "\0".join(one)) for one in told]
        new = {key: one for key, one in zip(keys, told, strict=True) if key not in self._read}
        if new:
            self._changed = True
            above, texts = zip(*new.values(), strict=True)
            for key, reading in zip(new, self._encoder.read(question, texts, above), strict=True):
                self._read[key] = _packed(reading)
        return [_unpacked(*self._read[key]) for key in keys]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of the texts; not remembered, since they come faster than they could be kept."""
        return self._encoder.embed(texts)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return the judgements of the pairs, asking the encoder only about new ones."""
        keys = [_key(claim, evidence) for claim, evidence in pairs]
        new = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in self._judged}
        if new:
            self._changed = True
            self._judged.update(zip(new, self._encoder.judge(list(new.values())), strict=True))
        return np.array([self._judged[key] for key in keys]).reshape(-1, 3)

    def save(self) -> None:
        """Write the file, if anything new was asked."""
        if not self._changed:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        spans = [row[1] for row in self._read.values()]
        tokens = [row[2] for row in self._read.values()]
        np.savez_compressed(
            self._file,
            read=np.array(list(self._read)),
            answerable=np.array([row[0] for row in self._read.values()]),
            span_counts=np.array([len(one) for one in spans], dtype=np.int64),
            token_counts=np.array([len(one) for one in tokens], dtype=np.int64),
            spans=np.concatenate(spans) if spans else np.zeros((0, 3)),
            tokens=np.concatenate(tokens) if tokens else np.zeros((0, 3)),
            judged=np.array(list(self._judged)),
            judgements=np.array(list(self._judged.values())).reshape(-1, 3),
        )
        self._changed = False

    def _load(self) -> None:
        with np.load(self._file) as held:
            arrays = {name: held[name] for name in held.files}
        at_span = np.concatenate([[0], np.cumsum(arrays["span_counts"])])
        at_token = np.concatenate([[0], np.cumsum(arrays["token_counts"])])
        for number, key in enumerate(arrays["read"]):
            self._read[str(key)] = (
                float(arrays["answerable"][number]),
                arrays["spans"][at_span[number] : at_span[number + 1]],
                arrays["tokens"][at_token[number] : at_token[number + 1]],
            )
        self._judged = dict(zip(map(str, arrays["judged"]), arrays["judgements"], strict=True))


def memory_file(folder: Path, weights: Path) -> Path:
    """Return the file for these weights and their temperatures: others have another one."""
    described = weights.read_bytes() + weights.with_suffix(".json").read_bytes()
    return folder / f"{hashlib.sha256(described).hexdigest()[:16]}.npz"


def _key(first: str, second: str) -> str:
    return hashlib.sha256(f"{first}\0{second}".encode()).hexdigest()[:24]


def _packed(reading: Reading) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    spans = np.array([(span.start, span.end, span.score) for span in reading.spans]).reshape(-1, 3)
    # counted from the passage, so that nothing of a heading has to be kept
    places = np.stack([reading._tokens.starts, reading._tokens.ends]) - reading._before
    tokens = np.stack([*places, reading._evidence], axis=1)
    return reading.answerable, spans, tokens.astype(np.float64)


def _unpacked(answerable: float, spans: NDArray[np.float64], tokens: NDArray[np.float64]) -> Reading:
    starts, ends = tokens[:, 0].astype(np.int64), tokens[:, 1].astype(np.int64)
    return Reading(
        tuple(Span(int(start), int(end), float(score)) for start, end, score in spans),
        answerable,
        TokenizedText(ids=np.zeros_like(starts), starts=starts, ends=ends, words=np.zeros_like(starts)),
        tokens[:, 2],
    )
