"""The shape of the house: who may import whom, what is public, what may be committed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

MAY_IMPORT = {
    "models": set(),
    "prompts": set(),
    "indexes": {"models"},
    "assistant": {"indexes", "prompts", "models"},
    "eval": {"assistant", "indexes", "prompts", "models"},
    "chat": {"assistant", "indexes", "prompts", "models"},
    "app": {"chat", "assistant", "indexes", "prompts", "models", "eval"},
}

# Each third-party service has one module that imports it; a room with its own reason has its own.
ONE_IMPORTER = {
    "chromadb": {"indexes"},
    "tantivy": {"indexes"},
    "symspellpy": {"assistant"},
    "sqlite3": {"indexes", "assistant", "chat"},
    "onnxruntime": {"models"},
    "tokenizers": {"models"},
    "openai": {"assistant"},
    "gradio": {"app", "chat"},
    "torch": {"models"},
}

PACKAGES = [room for room in MAY_IMPORT if room != "app"]


def sources(room: str) -> list[Path]:
    """The Python files of a room."""
    return [ROOT / "app.py"] if room == "app" else sorted((ROOT / room).rglob("*.py"))


def imported_packages(path: Path) -> set[str]:
    """The top-level packages that a file imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    for path in sources(room):
        upward = (imported_packages(path) & {*MAY_IMPORT, "tests"}) - MAY_IMPORT[room] - {room}
        assert not upward, f"{path.relative_to(ROOT)} imports {sorted(upward)}"


@pytest.mark.parametrize("service", ONE_IMPORTER)
def test_a_service_is_imported_only_in_the_rooms_that_own_it(service: str) -> None:
    for room in MAY_IMPORT:
        for path in sources(room):
            if service in imported_packages(path):
                assert room in ONE_IMPORTER[service], f"{path.relative_to(ROOT)} imports {service}"


def test_torch_stays_in_the_training_recipe() -> None:
    for path in sources("models"):
        if "training" not in path.parts:
            assert not imported_packages(path) & {"torch", "transformers"}, path.name


def test_nothing_imports_eval_by_its_bare_name() -> None:
    """`import eval` would shadow the builtin; `from eval.metrics import …` does not."""
    for room in MAY_IMPORT:
        for path in sources(room):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    assert all(alias.name != "eval" for alias in node.names), path.name


def test_importing_the_assistant_and_answering_loads_neither_gradio_nor_a_language_model_client() -> None:
    program = (
        "import sys, assistant\n"
        "assistant.answer, assistant.Assistant\n"
        "print([name for name in ('gradio', 'openai', 'torch') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def committed_text() -> list[tuple[str, str]]:
    """The path and text of every committed text file."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\x00" not in data:
            found.append((name, data.decode("utf-8", errors="replace")))
    return found


def test_nothing_committed_names_a_registry_or_a_place_on_one_machine() -> None:
    # written in pieces, so that this file does not find itself
    places = "/".join(["(?<![\\w.])", "work", ""]) + "|" + "/".join(["", "home", r"\w+", ""])
    address = re.compile(r"https?://[^ \"')]+/(simple|packages)/|files\.python" + r"hosted\.org|" + places)
    for name, text in committed_text():
        found = address.search(text)
        assert found is None, f"{name}: {found.group() if found else ''}"


def test_no_committed_file_is_larger_than_the_weights_may_be() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            assert path.stat().st_size <= 25_000_000, name


def test_the_weights_together_stay_under_fifty_megabytes() -> None:
    weights = list((ROOT / "models").glob("*.onnx"))
    assert weights
    assert sum(path.stat().st_size for path in weights) < 50_000_000
