"""What shapes a training run: its length, pace and learning rate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Everything that shapes a run; minutes are wall-clock minutes of training over all its parts."""

    minutes: float = 70
    tokens_per_batch: int = 4_500
    rate: float = 1e-4
    warm_up: float = 0.04
    decay: float = 0.25
    weight_decay: float = 0.01
    clip: float = 1.0
    seed: int = 20_221_109
    threads: int = 2
    frozen_layers: int = 0  # of the first layers, which then need no backward pass

    def factor(self, done: float) -> float:
        """Give the share of the full rate when a share `done` of the time has gone by."""
        if done < self.warm_up:
            return max(done / self.warm_up, 0.01)
        return min(1.0, max(1.0 - done, 0.0) / self.decay)
