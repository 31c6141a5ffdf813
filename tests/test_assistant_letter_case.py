"""Names typed in lower case are written as the articles write them."""

from __future__ import annotations

import pytest

from assistant.wording.letter_case import with_names_restored

TEXTS = (
    "The Kestrel Bridge will stay shut. On Friday Zelensky walked across it with Jens Stoltenberg.",
    "Storm Orla tore at the bridge. A storm like that had not been seen since Notre-Dame burned.",
    "Their sloop, Second Wind, sank.",
    "Drivers of Orley Rail, led by Ms Baker, met Tom Osprey and, later, Queen Ida.",
)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("is the kestrel bridge open?", "is the Kestrel Bridge open?"),
        ("who did zelensky meet", "who did Zelensky meet"),
        ("where is stoltenberg from?", "where is Stoltenberg from?"),
        ("when did notre dame burn?", "when did Notre-Dame burn?"),
        ("how strong was the storm at the bridge?", "how strong was the storm at the bridge?"),
        ("what did Ann say about zelensky?", "what did Ann say about zelensky?"),
        ("who won the cup?", "who won the cup?"),
        ("what was zelensky's answer?", "what was Zelensky's answer?"),
        ("storm orla wind speed", "Storm Orla wind speed"),
        ("jens stoltenberg zelensky walk", "Jens Stoltenberg Zelensky walk"),
        ("when is the rail strike?", "when is the rail strike?"),
        ("what did baker say?", "what did Baker say?"),
        ("what did osprey say?", "what did Osprey say?"),
        ("did the queen meet them?", "did the Queen meet them?"),
        ("", ""),
    ],
    ids=[
        "two words",
        "one word",
        "a part",
        "hyphen",
        "also no name",
        "has names",
        "unknown",
        "owner",
        "part of another name",
        "another name",
        "everyday part of a name",
        "everyday name with a title",
        "rare part of a name",
        "title of one person",
        "empty",
    ],
)
def test_names_are_written_as_in_the_texts(typed: str, written: str) -> None:
    assert with_names_restored(typed, TEXTS) == written
