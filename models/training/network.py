"""The encoder that is trained: a BERT trunk and the heads that read, rank and judge.

It is written out here, not taken from `transformers`, for speed on a CPU: attention as two plain matrix
products in bfloat16 trains one and a half times as fast as the fused kernels, whose backward pass is slow.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN = 384
LAYERS = 6
HEADS = 12
HEAD_SIZE = HIDDEN // HEADS
INTERMEDIATE = 1536
VOCABULARY = 30_522
POSITIONS = 512
MASKED = -10_000.0
DROPPED = 0.08  # share of hidden units silenced in training


def _drop(states: Tensor) -> Tensor:
    """Silence hidden units, the same for all tokens of a text, which costs a thousandth of drawing each.

    As in variational dropout (Gal and Ghahramani, 2016, arXiv:1512.05287).
    """
    kept = torch.rand(states.shape[0], 1, HIDDEN) >= DROPPED
    return states * (kept / (1.0 - DROPPED)).to(states.dtype)


def _scores_at_once(query: Tensor, key: Tensor, mask: Tensor) -> Tensor:
    """Scale and mask the attention scores within their product: passes over them cost a tenth of a step."""
    rows = mask.expand(-1, HEADS, -1, -1).flatten(0, 1)
    scores = torch.baddbmm(rows, query.flatten(0, 1), key.flatten(0, 1).mT, alpha=HEAD_SIZE**-0.5)
    return scores.view(*query.shape[:3], -1)


class Layer(nn.Module):
    """One transformer block with the layer norm after each residual sum, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.attended = nn.Linear(HIDDEN, HIDDEN)
        self.attended_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.widen = nn.Linear(HIDDEN, INTERMEDIATE)
        self.narrow = nn.Linear(INTERMEDIATE, HIDDEN)
        self.narrow_norm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def _split(self, states: Tensor) -> Tensor:
        return states.view(states.shape[0], -1, HEADS, HEAD_SIZE).permute(0, 2, 1, 3)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (self._split(project(states)) for project in (self.query, self.key, self.value))
        if self.training:
            scores = _scores_at_once(query, key, mask)
        else:  # the form that the exporter knows to fuse
            scores = torch.matmul(query, key.transpose(-1, -2)) / HEAD_SIZE**0.5 + mask
        weights = scores.softmax(-1, dtype=scores.dtype)
        mixed = torch.matmul(weights, value).permute(0, 2, 1, 3).contiguous()
        mixed = mixed.view(mixed.shape[0], -1, HIDDEN)
        mixed = self.attended(mixed)
        states = self.attended_norm(states + (_drop(mixed) if self.training else mixed))
        changed = self.narrow(functional.gelu(self.widen(states)))
        return self.narrow_norm(states + (_drop(changed) if self.training else changed))


class Reader(nn.Module):
    """Trunk and heads: start, end and evidence logits per token, answerable and judgement logits per pair."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.kinds = nn.Embedding(2, HIDDEN)
        self.embedded_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.token_head = nn.Linear(HIDDEN, 3)  # start, end, evidence
        self.pair_head = nn.Linear(HIDDEN, 4)  # answerable, then supported, neutral, contradicted
        for head in (self.token_head, self.pair_head):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def freeze(self, layers: int) -> None:
        """Train neither the word embeddings nor, where `layers` is more than 0, all up to that layer."""
        self.words.requires_grad_(False)
        if layers:
            for part in (self.positions, self.kinds, self.embedded_norm, *self.layers[:layers]):
                part.requires_grad_(False)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        length = input_ids.shape[1]
        states = self.words(input_ids) + self.positions.weight[:length] + self.kinds(token_type_ids)
        states = self.embedded_norm(states)
        mask = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * MASKED
        if torch.is_autocast_enabled("cpu"):
            mask = mask.to(torch.bfloat16)
        for layer in self.layers:
            states = layer(states, mask)
        tokens = self.token_head(states)
        pair = self.pair_head(states[:, 0])
        return tokens[..., 0], tokens[..., 1], tokens[..., 2], pair[:, 0], pair[:, 1:]


_LAYER_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "attended_norm",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "narrow_norm",
}


def from_base(weights: Path) -> Reader:
    """Build the network from the trunk of a BERT safetensors file; word embeddings frozen, heads fresh."""
    base = load_file(weights)
    names = {
        "embeddings.word_embeddings.weight": "words.weight",
        "embeddings.position_embeddings.weight": "positions.weight",
        "embeddings.token_type_embeddings.weight": "kinds.weight",
        "embeddings.LayerNorm.weight": "embedded_norm.weight",
        "embeddings.LayerNorm.bias": "embedded_norm.bias",
    }
    for number in range(LAYERS):
        for theirs, ours in _LAYER_NAMES.items():
            for part in ("weight", "bias"):
                names[f"encoder.layer.{number}.{theirs}.{part}"] = f"layers.{number}.{ours}.{part}"
    network = Reader()
    missing = network.load_state_dict({ours: base[theirs] for theirs, ours in names.items()}, strict=False)
    expected = {"token_head.weight", "token_head.bias", "pair_head.weight", "pair_head.bias"}
    if set(missing.missing_keys) != expected or missing.unexpected_keys:
        raise ValueError(f"{weights} does not hold the expected BERT trunk: {missing}")
    network.freeze(0)
    return network
