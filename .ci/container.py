"""Runs the steps of the Dockerfile without an engine: `python3 .ci/container.py` (`--list` only prints them).

Every stage becomes a folder below a temporary one; COPY copies, RUN lines run in WORKDIR with the ENV of
the stage, and at last CMD is started as USER until HEALTHCHECK says that it answers. What an instruction
asks for beyond that is refused rather than passed over, so that this and the Dockerfile stay the same.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 300  # seconds
ENDS_WITHIN = 10  # seconds, as long as an engine waits before it kills


class StepError(Exception):
    """A step that failed, or that this program does not know; the message names it."""


@dataclass(frozen=True)
class Instruction:
    """One line of the Dockerfile, continued lines joined: RUN, its --flags, and the rest."""

    name: str
    flags: dict[str, str]
    rest: str

    @property
    def words(self) -> list[str]:
        """The rest as the list that it is in JSON, or split as a shell does."""
        return list(json.loads(self.rest)) if self.rest.startswith("[") else shlex.split(self.rest)


@dataclass
class Stage:
    """A folder that stands for the root of an image, and how its programs are started."""

    root: Path
    python: str
    workdir: str = "/"
    environment: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    user: tuple[int, int] | None = None

    def path(self, inside: str) -> Path:
        """Return where a path of the image is on this machine."""
        return self.root / os.path.normpath(os.path.join("/", self.workdir, inside)).lstrip("/")  # noqa: PTH118

    def outside(self, value: str) -> str:
        """Return a value with the image's own folder in it, if there is one, as a path of this machine."""
        below = any(value == one or value.startswith(f"{one}/") for one in self.folders)
        return str(self.path(value)) if below else value


def parse(text: str) -> list[Instruction]:
    """Return the instructions of a Dockerfile."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    found = []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            flags = {}
            while flag := re.match(r"--([\w-]+)=(\S+)\s+", rest):
                flags[flag[1]] = flag[2]
                rest = rest[flag.end() :]
            found.append(Instruction(name.upper(), flags, rest.strip()))
    return found


def build(instructions: Sequence[Instruction], folder: Path) -> tuple[Stage, list[str], list[str]]:
    """Run the steps below the folder; returns the last stage, its CMD and the command of its HEALTHCHECK."""
    stages: dict[str, Stage] = {}
    stage: Stage | None = None
    command: list[str] = []
    healthcheck: list[str] = []
    for one in instructions:
        print(f"{one.name} {one.rest}", flush=True)
        if one.name == "FROM":
            image, _, name = one.rest.partition(" AS ")
            stage = Stage(folder / str(len(stages)), _python(image))
            stages[name or str(len(stages))] = stage
            stage.root.mkdir()
        elif stage is None:
            raise StepError(f"{one.name} comes before FROM")
        elif one.name == "WORKDIR":
            stage.workdir = one.rest
            stage.folders.add(one.rest)
            stage.path(one.rest).mkdir(parents=True, exist_ok=True)
        elif one.name == "ENV":
            stage.environment |= dict(word.split("=", 1) for word in one.words)
        elif one.name == "COPY":
            _copy(one, stage, stages)
        elif one.name == "RUN":
            _run(stage, one.rest)
        elif one.name == "USER":
            user, _, group = one.rest.partition(":")
            stage.user = int(user), int(group)
        elif one.name == "VOLUME":
            if not stage.path(one.rest).is_dir():
                raise StepError(f"VOLUME {one.rest}: nothing made this folder, so it would belong to root")
        elif one.name == "HEALTHCHECK":
            healthcheck = json.loads(one.rest.removeprefix("CMD").strip())
        elif one.name == "CMD":
            command = one.words
        elif one.name != "EXPOSE":
            raise StepError(f"this program does not know {one.name}; teach it, or do without")
    if stage is None or not command or not healthcheck:
        raise StepError("the last stage needs a CMD and a HEALTHCHECK, both as JSON")
    return stage, command, healthcheck


def serve(stage: Stage, command: Sequence[str], healthcheck: Sequence[str]) -> None:
    """Start the command as its user, wait until it is healthy, ask it something, and end it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    # the only differences: a free port, and no other machine may reach it
    environment = {**_environment(stage), "ASSISTANT_PORT": str(port), "ASSISTANT_HOST": "127.0.0.1"}
    user = _user(stage)
    started = time.monotonic()
    process = subprocess.Popen(
        [stage.outside(word) for word in command], cwd=stage.path("."), env=environment, **user
    )
    try:
        while subprocess.run(
            healthcheck, cwd=stage.path("."), env=environment, check=False, **user
        ).returncode:
            if process.poll() is not None:
                raise StepError(f"CMD ended with {process.returncode}")
            if time.monotonic() - started > STARTS_WITHIN:
                raise StepError(f"CMD was not healthy within {STARTS_WITHIN} s")
            time.sleep(1)
        print(f"healthy after {time.monotonic() - started:.0f} s", flush=True)
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/v1/answer",
            json.dumps({"question": "Why was Kestrel Bridge shut?"}).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=120) as reply:
            answer = json.load(reply)
        if not answer["citations"]:
            raise StepError(f"the answer cites nothing: {answer['text']}")
        print(f"answered: {answer['text']}")
        process.send_signal(signal.SIGTERM)
        if process.wait(timeout=ENDS_WITHIN) != 0:
            raise StepError(f"SIGTERM ended CMD with {process.returncode}")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _copy(one: Instruction, stage: Stage, stages: dict[str, Stage]) -> None:
    *sources, target = one.words
    if len(sources) != 1 or one.flags.keys() - {"from", "chown"}:
        raise StepError(f"COPY {one.rest}: one source at a time, with --from and --chown at most")
    source = stages[one.flags["from"]].path(sources[0]) if "from" in one.flags else ROOT / sources[0]
    place = stage.path(target)
    if target.startswith("/"):
        stage.folders.add(target)
    place.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        ignored = shutil.ignore_patterns("__pycache__") if "from" not in one.flags else None
        shutil.copytree(source, place, symlinks=True, dirs_exist_ok=True, ignore=ignored)
    else:
        shutil.copy2(source, place)
    if "chown" in one.flags and os.geteuid() == 0:
        user, _, group = one.flags["chown"].partition(":")
        for path in (place, *place.rglob("*")):
            os.chown(path, int(user), int(group), follow_symlinks=False)


def _run(stage: Stage, line: str) -> None:
    if re.search(r"(?<![\w.:/-])/\w", line):
        raise StepError(f"RUN {line}: an absolute path would be one of this machine; use one below WORKDIR")
    done = subprocess.run(["sh", "-ec", line], cwd=stage.path("."), env=_environment(stage), check=False)
    if done.returncode:
        raise StepError(f"RUN {line}: ended with {done.returncode}")


def _environment(stage: Stage) -> dict[str, str]:
    """Return ENV, and of this machine's own only where programs and packages come from."""
    kept = {name: one for name, one in os.environ.items() if name.startswith(("PIP_", "SSL_", "LANG", "LC_"))}
    tools = stage.root / ".tools"
    tools.mkdir(exist_ok=True)
    link = tools / "python"
    if not link.exists():
        link.symlink_to(stage.python)
    home = os.environ.get("HOME", "/tmp")
    own = {name: stage.outside(value) for name, value in stage.environment.items()}
    return {**kept, "PATH": f"{tools}:{os.environ['PATH']}", "HOME": home, **own}


def _python(image: str) -> str:
    """Return an interpreter of the version that the image has, or this one and say so."""
    version = re.fullmatch(r"python:(\d+\.\d+)[\w.-]*", image)
    if version is None:
        raise StepError(f"FROM {image}: this program only stands in for the python image")
    found = shutil.which(f"python{version[1]}")
    if found is None:
        print(f"(there is no python{version[1]} here; {sys.version.split()[0]} stands in for it)")
    return found or sys.executable


def _user(stage: Stage) -> dict[str, object]:
    """Return what makes a process run as USER; only root can, and only if that user can run Python."""
    if stage.user is None:
        raise StepError("there is no USER, so the container would run as root")
    if os.geteuid() != 0:
        print("(not root here, so CMD runs as you and not as USER)")
        return {}
    user = {"user": stage.user[0], "group": stage.user[1], "extra_groups": []}
    try:
        subprocess.run([str(stage.path(".venv/bin/python")), "-c", ""], check=True, **user)  # type: ignore[call-overload]
    except (OSError, subprocess.CalledProcessError):
        print("(USER cannot run the Python of this machine, so CMD runs as root)")
        return {}
    return user


def main() -> int:
    """Run or list the steps; returns 1 when one fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print the steps and run none")
    instructions = parse((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    if parser.parse_args().list:
        for one in instructions:
            print(one.name, one.rest)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        try:
            serve(*build(instructions, Path(folder)))
        except StepError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
