"""The embedded encoder: one small network embeds, another reads and judges; no service, no key."""

from models.encoder import JUDGEMENTS, Calibration, Encoder
from models.errors import DamagedWeightsError, InferenceError, MissingWeightsError, ModelError
from models.reading import Reading, Span

__all__ = [
    "JUDGEMENTS",
    "Calibration",
    "DamagedWeightsError",
    "Encoder",
    "InferenceError",
    "MissingWeightsError",
    "ModelError",
    "Reading",
    "Span",
]
