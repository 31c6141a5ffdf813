"""ONNX Runtime: the only module that imports it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from models.errors import DamagedWeightsError, InferenceError
from models.weights import RESTORE, read_file

Array = NDArray[np.float32]
Inputs = dict[str, NDArray[np.int64]]
Session: TypeAlias = onnxruntime.InferenceSession

LONE_TOKENS = 96  # from here on a lone input is worth a session of its own, whose threads share it
# Addition and layer norm apart are faster than fused, which is not vectorised: 21 ms of 26 in all.
SLOWER_FUSIONS = ["SkipLayerNormFusion"]


def open_session(path: Path, *, sha256: str | None = None, threads: int = 1) -> Session:
    """Open an ONNX file; `threads` work on one input together, 0 meaning one per core.

    Raises MissingWeightsError or DamagedWeightsError.
    """
    content = read_file(path, sha256=sha256)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    try:
        return Session(content, options, ["CPUExecutionProvider"], disabled_optimizers=SLOWER_FUSIONS)
    except Exception as error:  # the runtime's errors share no base of their own
        raise DamagedWeightsError(f"{path} cannot be opened ({error}). {RESTORE}") from error


class Network:
    """An ONNX network that runs one input at a time, several of them side by side.

    Dynamic int8 quantisation takes the range of the activations over the whole batch, so in a batch the
    result of a text would depend on its neighbours. One text per run makes it depend on the text alone and
    needs no padding; the threads each take a text.
    A long text that comes alone is computed by all of them, to the same bits.
    """

    def __init__(self, path: Path, *, sha256: str | None, threads: int) -> None:
        """Open the file; raises MissingWeightsError or DamagedWeightsError."""
        self._session = open_session(path, sha256=sha256)
        self._path = path
        self._sha256 = sha256
        self._thread_count = threads
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=path.stem)

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names of the outputs, in the order in which `run` gives them."""
        return tuple(self._outputs)

    def run(self, inputs: Sequence[Inputs]) -> list[list[Array]]:
        """Return the outputs for each input, in the order of the inputs; the longest are computed first.

        Raises InferenceError.
        """
        if len(inputs) == 1:
            (lone,) = inputs
            long = lone["input_ids"].shape[1] >= LONE_TOKENS and self._thread_count > 1
            return [self._run(lone, self._shared_session if long else self._session)]
        longest_first = sorted(range(len(inputs)), key=lambda i: -inputs[i]["input_ids"].shape[1])
        results: list[list[Array]] = [[] for _ in inputs]
        computed = self._threads.map(self._run, (inputs[i] for i in longest_first))
        for i, result in zip(longest_first, computed, strict=True):
            results[i] = result
        return results

    @cached_property
    def _shared_session(self) -> Session:
        return open_session(self._path, sha256=self._sha256, threads=self._thread_count)

    def _run(self, inputs: Inputs, session: Session | None = None) -> list[Array]:
        try:
            outputs: list[Array] = (session or self._session).run(None, inputs)
        except Exception as error:  # the runtime's errors share no base of their own
            raise InferenceError(
                f"{self._path.name} could not be computed ({error}). Check that the weights and the installed"
                " onnxruntime belong together: `make setup`, then `git checkout -- models`."
            ) from error
        return outputs
