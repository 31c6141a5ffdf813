"""The fixture `local_llm`: a test module asks for it with `pytest_plugins = ("tests.local_llm",)`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from eval.model_servers.local import INSTALL, LocalModel, running, weights


@pytest.fixture(scope="session")
def local_llm() -> Iterator[LocalModel]:
    """A running local model; the tests that need it skip where it is not installed."""
    if weights() is None or find_spec("xllamacpp") is None:
        pytest.skip(f"needs a language model: run `{INSTALL}`")
    with running() as model:
        yield model
