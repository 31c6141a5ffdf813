"""The container's files hold together, and CI runs the very steps of the Dockerfile without an engine."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
import yaml

from chat.settings import ChatSettings
from tests.conftest import ROOT
from tests.serving_parts import serving_chat
from tests.test_house import MAY_IMPORT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))

# https://github.com/compose-spec/compose-spec/blob/main/spec.md, what of it is used here
SERVICE_KEYS = {
    "build",
    "cap_drop",
    "command",
    "depends_on",
    "env_file",
    "environment",
    "healthcheck",
    "image",
    "init",
    "ports",
    "read_only",
    "restart",
    "security_opt",
    "tmpfs",
    "volumes",
}
HEALTH_KEYS = {"test", "interval", "timeout", "start_period", "retries"}


@pytest.fixture(scope="module")
def steps() -> ModuleType:
    """The program that runs the Dockerfile's steps."""
    sys.path.insert(0, str(ROOT / ".ci"))
    try:
        import container
    finally:
        sys.path.remove(str(ROOT / ".ci"))
    return container


def run_lines() -> list[str]:
    """The RUN lines, found without the program that is tested."""
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    return [line.removeprefix("RUN ") for line in joined.splitlines() if line.startswith("RUN ")]


def test_the_program_runs_the_dockerfiles_own_lines() -> None:
    listed = subprocess.run(
        [sys.executable, ".ci/container.py", "--list"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(run_lines()) >= 3
    assert [line.removeprefix("RUN ") for line in listed if line.startswith("RUN ")] == run_lines()
    assert len(listed) == len(re.findall(r"^[A-Z]+ ", DOCKERFILE, flags=re.MULTILINE))


SMALL = """
FROM python:3.11-slim AS build
WORKDIR /app
ENV WORD=kept PLACE=/app/made
RUN mkdir made && python -c 'import os; open("made/word", "w").write(os.environ["WORD"])' \\
    && test -d "$PLACE"
COPY LICENSE licence/LICENSE
FROM python:3.11-slim
WORKDIR /srv
COPY --from=build --chown=10001:10001 /app /data
ENV DATA=/data
USER 10001:10001
VOLUME /data
HEALTHCHECK --interval=5s CMD ["true"]
CMD ["python", "-c", "pass"]
"""


def test_steps_are_run_in_folders_of_their_own(steps: ModuleType, tmp_path: Path) -> None:
    stage, command, healthcheck = steps.build(steps.parse(SMALL), tmp_path)
    assert (stage.path("/data/made/word")).read_text() == "kept"
    assert (stage.path("/data/licence/LICENSE")).read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert (command, healthcheck) == (["python", "-c", "pass"], ["true"])
    assert stage.user == (10001, 10001)
    assert stage.outside("/data") == str(tmp_path / "1" / "data")
    assert stage.outside("/tmp") == "/tmp"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("RUN touch /etc/made-by-a-test", "absolute path"),
        ("RUN exit 3", "ended with 3"),
        ("ONBUILD RUN true", "does not know ONBUILD"),
        ("COPY LICENSE README.md made/", "one source at a time"),
        ("VOLUME /nowhere", "nothing made this folder"),
    ],
    ids=["a path of this machine", "a failing line", "an instruction", "two sources", "a volume of root"],
)
def test_a_step_that_fails_or_is_not_known_ends_the_run(
    steps: ModuleType, tmp_path: Path, line: str, said: str
) -> None:
    wrong = SMALL.replace("COPY LICENSE", f"{line}\nCOPY LICENSE")
    with pytest.raises(steps.StepError, match=said):
        steps.build(steps.parse(wrong), tmp_path)


def test_a_container_that_would_run_as_root_is_refused(steps: ModuleType, tmp_path: Path) -> None:
    stage, _, _ = steps.build(steps.parse(SMALL.replace("USER 10001:10001\n", "")), tmp_path)
    with pytest.raises(steps.StepError, match="root"):
        steps._user(stage)


def test_the_image_holds_every_room_and_nothing_that_is_secret() -> None:
    copied = set(re.findall(r"^COPY (?!--)(\S+)", DOCKERFILE, flags=re.MULTILINE))
    rooms = {"app.py" if room == "app" else room for room in MAY_IMPORT}
    assert copied == rooms | {"articles", "assets", "requirements/runtime.txt"}
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*"  # what is not let in again, such as .env, never reaches the engine
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == {
        path.split("/")[0] for path in copied
    }


def test_the_image_installs_what_is_pinned_and_runs_as_nobody_special() -> None:
    [install] = [line for line in run_lines() if "pip install" in line]
    assert "--require-hashes -r requirements/runtime.txt" in install
    assert not re.search(r"https?://", DOCKERFILE.replace("http://127.0.0.1", ""))
    assert len(set(re.findall(r"^FROM (\S+)", DOCKERFILE, flags=re.MULTILINE))) == 1
    last = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    user = re.search(r"^USER (\d+):(\d+)$", last, flags=re.MULTILINE)
    assert user is not None
    assert int(user[1]) > 0
    assert f"--chown={user[1]}:{user[2]} " in last
    volume = re.search(r"^VOLUME (\S+)$", last, flags=re.MULTILINE)
    assert volume is not None
    assert f"ASSISTANT_DATA_FOLDER={volume[1]} " in last


@pytest.mark.parametrize(("host", "status"), [("localhost", 200), ("rebound.example", 403)])
def test_the_image_answers_to_the_names_of_this_machine_alone(
    steps: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, status: int
) -> None:
    monkeypatch.chdir(tmp_path)
    for step in steps.parse(DOCKERFILE):
        for name, _, value in [word.partition("=") for word in step.words] if step.name == "ENV" else ():
            monkeypatch.setenv(name, value)
    settings = ChatSettings.read()
    with serving_chat(tmp_path, host=settings.host, allowed_hosts=settings.allowed_hosts) as address:
        assert httpx.get(f"{address}health", headers={"Host": host}).status_code == status


def test_every_setting_in_the_containers_files_is_one_that_there_is() -> None:
    known = {f"ASSISTANT_{name.upper()}" for name in ChatSettings.model_fields}
    text = DOCKERFILE + (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"ASSISTANT_\w+", text)) <= known


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_service_of_compose_is_complete_and_refers_to_what_there_is(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service.keys() <= SERVICE_KEYS
    assert service["build"] == "."
    assert "/" not in service["image"]  # made here, fetched from nowhere
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    for volume in service["volumes"]:
        source, target = volume.split(":")
        assert source in COMPOSE["volumes"]
        assert f"VOLUME {target}\n" in DOCKERFILE
    for other, condition in service.get("depends_on", {}).items():
        assert condition == {"condition": "service_healthy"}
        assert COMPOSE["services"][other]["healthcheck"]["test"][0] == "CMD"
    assert service.get("healthcheck", {}).keys() <= HEALTH_KEYS
    for port in service.get("ports", ()):
        assert port.startswith("127.0.0.1:")  # whoever opens it to others does so knowingly
        assert f"EXPOSE {port.rsplit(':')[-1]}\n" in DOCKERFILE


def test_the_chat_of_compose_asks_the_chroma_server_beside_it() -> None:
    chroma = COMPOSE["services"]["chroma"]["command"]
    url = COMPOSE["services"]["app"]["environment"]["ASSISTANT_CHROMA_URL"]
    assert url == f"http://chroma:{chroma[chroma.index('--port') + 1]}"
    assert "chroma" in COMPOSE["services"]["app"]["depends_on"]


def test_the_healthcheck_tells_a_chat_that_answers_from_one_that_does_not(tmp_path: Path) -> None:
    [last] = re.findall(r"CMD (\[.*chat.healthy.*\])", DOCKERFILE)
    command = [sys.executable, *json.loads(last)[1:]]

    def check(port: int) -> int:
        environment = {"ASSISTANT_PORT": str(port), "PATH": ""}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False
        ).returncode

    with serving_chat(tmp_path) as address:
        port = int(address.rstrip("/").rsplit(":")[-1])
        assert check(port) == 0
    assert check(port) == 1
