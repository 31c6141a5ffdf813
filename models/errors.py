"""Everything that can go wrong in the embedded encoder.

ModelError
├── MissingWeightsError   a file of the encoder is not beside the package
├── DamagedWeightsError   a file is not the one that its description names, or cannot be opened
└── InferenceError        the runtime could not compute a result
"""

from __future__ import annotations


class ModelError(Exception):
    """Base of every error that this package raises."""


class MissingWeightsError(ModelError):
    """A file of the encoder is not where it belongs."""


class DamagedWeightsError(ModelError):
    """A file of the encoder is not the one that its description names, or cannot be opened."""


class InferenceError(ModelError):
    """The runtime could not compute a result."""
