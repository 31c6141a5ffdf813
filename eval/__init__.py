"""Measured quality: faithfulness, citations, retrieval, answers and abstention, with no key.

Never write `import eval`, which would hide the builtin; `from eval import faithfulness` is fine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.metrics import FaithfulnessScore
    from eval.pytest_plugin import assert_faithful
    from eval.scoring import faithfulness

_PUBLIC = {
    "FaithfulnessScore": "eval.metrics",
    "assert_faithful": "eval.pytest_plugin",
    "faithfulness": "eval.scoring",
}

__all__ = ["FaithfulnessScore", "assert_faithful", "faithfulness"]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that metrics alone cost no model."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    """Return what is there to import besides what is imported, for `help` and completion."""
    return sorted({*globals(), *__all__})
