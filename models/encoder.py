"""The embedded encoder: texts to vectors, questions to spans, claims to judgements."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from models.errors import DamagedWeightsError
from models.reading import Floats, Reading, WindowScores, combine, softmax
from models.runtime import Array, Inputs, Network
from models.weights import RESTORE, open_tokenizer, read_description
from models.windows import Ints, TokenizedText, tokenize, windows

HERE = Path(__file__).parent
DIMENSIONS = 384
EMBEDDING_WINDOW = 256  # tokens, special ones included, as the base model was trained
EMBEDDING_OVERLAP = 64
PAIR_WINDOW = 384  # tokens of question or claim, passage and special tokens, as the reader was trained
FIRST_WINDOW = 128  # tokens of a question or claim
PASSAGE_OVERLAP = 96
JUDGEMENTS = ("supported", "neutral", "contradicted")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Temperatures that make the reader's logits probabilities, and the thresholds to decide at."""

    answerable_temperature: float
    answerable_threshold: float
    judgement_temperature: float
    supported_threshold: float


class Encoder:
    """A small encoder on ONNX Runtime that embeds, reads and judges; safe to share between threads.

    The result for a text or pair depends on nothing but that text or pair: not on what else is in the call.
    """

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        """Describe the encoder in a folder; each file is opened when first needed."""
        self._folder = folder
        self._thread_count = threads
        self._lock = threading.RLock()
        self._networks: dict[str, Network] = {}

    @staticmethod
    def load(folder: Path | None = None, *, threads: int = 2) -> Encoder:
        """Return the encoder beside this package, or in another folder; one per folder and process.

        Opens no file yet. Its use raises MissingWeightsError or DamagedWeightsError.
        """
        return _load(folder or HERE, threads)

    @cached_property
    def fingerprint(self) -> str:
        """What identifies the vectors of `embed`: weights, tokenizer, pooling and windows."""
        description = self._embedding_description
        parts = (sorted(description["sha256"].items()), description["pooling"])
        digest = hashlib.sha256(repr((parts, EMBEDDING_WINDOW, EMBEDDING_OVERLAP)).encode()).hexdigest()
        return f"{description['name']}-{digest[:12]}"

    @cached_property
    def calibration(self) -> Calibration:
        """The temperatures and thresholds that came with the reader's weights."""
        description = self._reader_description
        try:
            return Calibration(*(float(description[name]) for name in Calibration.__slots__))
        except (KeyError, TypeError, ValueError) as error:
            raise DamagedWeightsError(f"reader.json lacks a number for {error}. {RESTORE}") from error

    def has_word(self, word: str) -> bool:
        """Tell whether a word in lower case is among the common ones that the vocabulary has whole."""
        return self._tokenizer.token_to_id(word) is not None

    def embed(self, texts: Sequence[str]) -> Array:
        """Return one unit vector per text, float32 [n, 384].

        A text longer than the window of 256 tokens is embedded in overlapping windows, whose mean, weighted
        by their lengths, is scaled to unit length. An empty text gets a vector like any other.
        """
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        inputs: list[Inputs] = []
        owners: list[tuple[int, int]] = []
        begin, end = self._special_tokens
        for number, tokens in enumerate(tokenize(self._tokenizer, texts)):
            for left, right in windows(len(tokens), EMBEDDING_WINDOW - 2, EMBEDDING_OVERLAP):
                ids = np.concatenate([begin, tokens.ids[left:right], end])[None, :]
                inputs.append({"input_ids": ids, "attention_mask": np.ones_like(ids)})
                owners.append((number, right - left + 2))
        for (number, weight), (vector,) in zip(owners, self._embedding.run(inputs), strict=True):
            vectors[number] += weight * vector[0]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(norms == 0.0, 1.0, norms), dtype=np.float32)

    def read(self, question: str, passages: Sequence[str], headings: Sequence[str] = ()) -> list[Reading]:
        """Return for each passage the best answer spans, whether it answers at all, and its evidence.

        With headings, one for each passage and "" for none, a passage is read after its heading, in which no
        answer is looked for; characters are counted from the passage. Passages, and questions, longer than
        the window are read in overlapping windows; the best count.
        """
        headings = headings or [""] * len(passages)
        (asked,) = tokenize(self._tokenizer, [question])
        told = tokenize(self._tokenizer, [f"{one}{two}" for one, two in zip(headings, passages, strict=True)])
        pairs = [(asked, tokens) for tokens in told]
        scores: list[list[WindowScores]] = [[] for _ in told]
        for window, outputs in self._run_pairs(pairs):
            at = slice(window.second, window.second + window.end - window.start)
            start, end, evidence = (outputs[name][0] for name in ("start", "end", "evidence"))
            scores[window.number].append(
                WindowScores(
                    start=window.start,
                    end=window.end,
                    start_logits=start[at].astype(np.float64),
                    end_logits=end[at].astype(np.float64),
                    no_answer_logit=float(start[0]) + float(end[0]),
                    evidence_logits=evidence[at].astype(np.float64),
                    answerable_logit=float(outputs["answerable"].reshape(-1)[0]),
                )
            )
        temperature = self.calibration.answerable_temperature
        return [
            combine(tokens, parts, temperature=temperature, heading=heading, passage=passage)
            for tokens, parts, heading, passage in zip(told, scores, headings, passages, strict=True)
        ]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Return for each (claim, evidence) the probabilities of supported, neutral, contradicted: [n, 3].

        Evidence longer than the window is judged in overlapping windows, and the one that supports the claim
        most counts; a claim longer than its window counts as its least supported part.
        """
        claims = tokenize(self._tokenizer, [claim for claim, _ in pairs])
        evidence = tokenize(self._tokenizer, [text for _, text in pairs])
        best: list[dict[int, Floats]] = [{} for _ in pairs]
        for window, outputs in self._run_pairs(list(zip(claims, evidence, strict=True))):
            logits = outputs["judgement"].reshape(-1).astype(np.float64)
            row = softmax(logits / self.calibration.judgement_temperature)
            parts = best[window.number]
            if window.first_part not in parts or row[0] > parts[window.first_part][0]:
                parts[window.first_part] = row
        rows = [min(parts.values(), key=lambda row: float(row[0])) for parts in best]
        return np.array(rows, dtype=np.float64).reshape(-1, len(JUDGEMENTS))

    def _run_pairs(
        self, pairs: Sequence[tuple[TokenizedText, TokenizedText]]
    ) -> list[tuple[_PairWindow, dict[str, Array]]]:
        begin, end = self._special_tokens
        inputs: list[Inputs] = []
        places: list[_PairWindow] = []
        for number, (first, second) in enumerate(pairs):
            for part, (left, right) in enumerate(windows(len(first), FIRST_WINDOW, FIRST_WINDOW // 4)):
                head = np.concatenate([begin, first.ids[left:right], end])
                room = PAIR_WINDOW - len(head) - 1
                for start, stop in windows(len(second), room, PASSAGE_OVERLAP):
                    ids = np.concatenate([head, second.ids[start:stop], end])[None, :]
                    kinds = (np.arange(ids.shape[1]) >= len(head)).astype(np.int64)[None, :]
                    mask = np.ones_like(ids)
                    inputs.append({"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds})
                    places.append(_PairWindow(number, part, len(head), start, stop))
        names = self._reader.outputs
        return [
            (place, dict(zip(names, outputs, strict=True)))
            for place, outputs in zip(places, self._reader.run(inputs), strict=True)
        ]

    @cached_property
    def _embedding_description(self) -> dict[str, Any]:
        return read_description(self._folder / "embedding.json")

    @cached_property
    def _reader_description(self) -> dict[str, Any]:
        return read_description(self._folder / "reader.json")

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        checksum = self._embedding_description["sha256"]["tokenizer.json"]
        return open_tokenizer(self._folder / "tokenizer.json", sha256=checksum)

    @cached_property
    def _special_tokens(self) -> tuple[Ints, Ints]:
        begin, end = (self._tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
        return np.array([begin], dtype=np.int64), np.array([end], dtype=np.int64)

    @property
    def _embedding(self) -> Network:
        return self._open("embedding.onnx", self._embedding_description)

    @property
    def _reader(self) -> Network:
        return self._open("reader.onnx", self._reader_description)

    def _open(self, name: str, description: dict[str, Any]) -> Network:
        with self._lock:
            if name not in self._networks:
                path, checksum = self._folder / name, description.get("sha256", {}).get(name)
                self._networks[name] = Network(path, sha256=checksum, threads=self._thread_count)
            return self._networks[name]


@dataclass(frozen=True, slots=True)
class _PairWindow:
    """Part `first_part` of the first text with tokens [start, end) of the second, which begin at `second`."""

    number: int
    first_part: int
    second: int
    start: int
    end: int


@cache
def _load(folder: Path, threads: int) -> Encoder:
    return Encoder(folder, threads=threads)
