"""Batches of similar lengths, padded, in an order that a seed fixes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.training.features import Features, Ints

POOL = 4_000  # examples sorted by length together; larger pools pad less, smaller ones mix better


@dataclass(frozen=True)
class Batch:
    """Padded inputs and labels of one step; labels of tokens are 0 or 1, `in_passage` marks the passage."""

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    in_passage: Tensor
    starts: Tensor
    ends: Tensor
    evidence: Tensor
    answerable: Tensor
    judgement: Tensor


def plan(features: Features, *, tokens: int, seed: int, rows: Ints | None = None) -> list[Ints]:
    """Deal the examples of one epoch into batches of about `tokens` padded tokens."""
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(features) if rows is None else rows)
    lengths = features.lengths
    batches: list[Ints] = []
    for begin in range(0, len(order), POOL):
        pool = order[begin : begin + POOL]
        pool = pool[np.argsort(-lengths[pool], kind="stable")]
        taken = 0
        while taken < len(pool):
            size = max(1, tokens // int(lengths[pool[taken]]))
            batches.append(pool[taken : taken + size])
            taken += size
    return [batches[number] for number in generator.permutation(len(batches))]


def collate(features: Features, rows: Ints) -> Batch:
    """Lay the chosen examples out as padded tensors."""
    lengths = features.lengths[rows]
    shape = (len(rows), int(lengths.max()))
    ids = np.zeros(shape, dtype=np.int64)
    places = np.arange(shape[1])
    for line, row in enumerate(rows):
        ids[line, : lengths[line]] = features.ids[features.offsets[row] : features.offsets[row + 1]]
    mask = places < lengths[:, None]
    second = features.second[rows][:, None]
    kinds = mask & (places >= second)
    passage = kinds & (places < lengths[:, None] - 1)
    ranges = features.evidence[rows]
    evidence = ((places >= ranges[..., :1]) & (places < ranges[..., 1:])).any(1)
    starts, ends = (
        (places == targets[rows][..., None]).sum(1) for targets in (features.starts, features.ends)
    )
    return Batch(
        input_ids=torch.from_numpy(ids),
        attention_mask=torch.from_numpy(mask.astype(np.int64)),
        token_type_ids=torch.from_numpy(kinds.astype(np.int64)),
        in_passage=torch.from_numpy(passage),
        starts=torch.from_numpy(starts.astype(np.float32)),
        ends=torch.from_numpy(ends.astype(np.float32)),
        evidence=torch.from_numpy(evidence.astype(np.float32)),
        answerable=torch.from_numpy(features.answerable[rows]),
        judgement=torch.from_numpy(features.judgement[rows]),
    )


def epochs(features: Features, *, tokens: int, seed: int) -> Iterator[Ints]:
    """Yield batches without end; every epoch is dealt anew."""
    epoch = 0
    while True:
        yield from plan(features, tokens=tokens, seed=seed + epoch)
        epoch += 1
