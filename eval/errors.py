"""What can go wrong in measuring; every message says what to do next.

EvaluationError
├── DataError             a file of rows is missing, unreadable or has a broken row (file and line named)
│   └── CaseError         a case is broken (file and line named)
├── JudgeError            a judge gave no usable verdict
└── BaselineError         there is no baseline to compare with, or it was made from other cases
"""

from __future__ import annotations


class EvaluationError(Exception):
    """Base of everything that measuring raises on purpose."""


class DataError(EvaluationError):
    """A file of rows cannot be used as it is."""


class CaseError(DataError):
    """A case cannot be used as it is."""


class JudgeError(EvaluationError):
    """A judge gave no usable verdict."""


class BaselineError(EvaluationError):
    """There is nothing sound to compare this run with."""
