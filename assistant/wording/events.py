"""The common nouns that name an event: what "it" is that happened, and what a question may be about."""

from __future__ import annotations

import re

EVENTS = (
    r"fire|blaze|crash|accident|collision|storm|hurricane|flood|floods|earthquake|attack|attacks|explosion|blast|"
    r"shooting|strike|protest|protests|riot|riots|race|match|game|final|election|vote|disaster|collapse|landslide|"
    r"war|battle|raid|robbery|outbreak|avalanche|eruption|incident|derailment|sinking|heatwave|drought"
)
_EVENT = re.compile(rf"\b(?:{EVENTS})\b", re.I)


def names_an_event(text: str) -> bool:
    """Whether a text has the common noun of a kind of event: "is the strike over?"."""
    return _EVENT.search(text) is not None
