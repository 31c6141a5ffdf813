"""Follow-ups that leave out what they ask about: "why?", "when was that?", "until when?"."""

from __future__ import annotations

import re

from assistant.followups.forms import AUXILIARY, NO_CONTENT, PARTICIPLE, WH
from assistant.followups.other_times import ask_of_another_time
from assistant.followups.referents import Referents
from assistant.wording.events import EVENTS
from assistant.wording.terms import FUNCTION_WORDS, fold, words

_WHAT_FOR = re.compile(r"^what for(?=\W*$)", re.I)
_BARE = re.compile(rf"^({WH})(?: (?:not|so|exactly|then|there))?\s*[?.!]*$", re.I)
_EVENT = re.compile(
    r"^(who|what|which|when|where|why|how)\s+(?:was|is|were|did|does)\s+"
    r"(?:that|this|it)(?: (?:be|happen))?\s*\?*$",
    re.I,
)
# "how many people died in the fire?" tells what "it" is that happened
_COUNTED_IN = re.compile(
    rf"^how (?:many|much)\b.+\b(?:in|at|during) "
    rf"(?P<event>the (?:[\w'’-]+ ){{0,5}}?(?:{EVENTS})\b[^?,.]{{0,40}}?)[?.! ]*$",
    re.I,
)
_HAPPENED = re.compile(r"^what(?: has| had)? happened(?P<where>.*)$", re.I)
_ASKED_SHORTLY = re.compile(rf"^(?:{WH}: )+", re.I)
_OPENING = re.compile(rf"^{WH}\b", re.I)
# "until when?", "in what time?", "by how much?", "with whom?"
_BEFORE_WH = r"(?:in|at|on|to|from|until|till|since|by|for|with|against|of|under|during)"
_FRAGMENT = re.compile(
    rf"^(?P<asked>{_BEFORE_WH} (?:{WH})(?: [a-z]+)?)\W*$",
    re.I,
)
_DO_LAST = re.compile(r" do(?=\W*$)", re.I)
_PLACED = re.compile(r"(?:in|on|at|near|from|to) ", re.I)
_DOES = re.compile(r"(?:do|does|did)\b", re.I)
# "who was arrested?" asks for its subject, which another question about it has to name
_OF_ITS_SUBJECT = re.compile(
    r"(?P<be>(?:is|was|are|were|has|have|had|will)(?= ))(?P<rest> (?:be |been |being )?"
    rf"(?:{PARTICIPLE}|[a-z]+ing\b|(?!{NO_CONTENT})[a-z]+(?=\W*$| (?:about|with|for|of|in|at|by|to)\b)).*"
    rf"|(?<=will) (?!{NO_CONTENT})[a-z]+ (?:the|an?|it|[A-Z]).*)"
)
_TO_WHOM = re.compile(
    r" (?:with|by|for|to|of|at|against|from|about|on)\W*$", re.I
)  # "who is she angry with?"
_ARTICLE = re.compile(r"^(?:The|An?)(?= )")
_JOINTS = frozenset({"in", "at", "of", "on", "for", "from"})  # "which hospital in Lindow will close?"
LONGEST_SUBJECT = 4  # words


def complete_bare(question: str, referents: Referents) -> str | None:
    """ "Why?" asks the question word of what was asked before."""
    bare = _BARE.match(_WHAT_FOR.sub("why", question))
    if bare is None or not referents.last_question:
        return None
    return _ask_of_last(bare.group(1), referents)


def complete_event(question: str, referents: Referents) -> str | None:
    """ "When was that?" asks the question word of what was asked before."""
    event = _EVENT.match(question)
    if event is None or not referents.last_question:
        return None
    counted = _COUNTED_IN.match(referents.last_question)
    if counted and event.group(1).lower() in {"when", "where", "why", "how"}:
        return f"{event.group(1).capitalize()} did {counted['event']} happen?"
    return _ask_of_last(event.group(1), referents)


def _ask_of_last(question_word: str, referents: Referents) -> str | None:
    last = _ASKED_SHORTLY.sub("", referents.last_question)
    opening = _OPENING.match(last)
    if opening is None:
        return f"{question_word.capitalize()} {last[0].lower()}{last[1:]}" if AUXILIARY.match(last) else None
    rest = last[opening.end() :].strip()
    happened = _HAPPENED.match(last)
    if happened and fold(question_word) in {"when", "where", "why", "how"}:
        return f"{question_word.capitalize()} did it happen{happened['where'].rstrip('?.! ')}?"
    if fold(opening.group()) == fold(question_word):
        return last
    if not AUXILIARY.match(rest):
        asked = _ask_of_subject(question_word, fold(opening.group()), rest)
        return asked or f"{question_word.capitalize()}: {last}"
    answered = referents.short_answer
    if of_subject := _of_its_subject(opening.group(), rest, referents):
        return f"{question_word.capitalize()} {of_subject}"
    if opening.group().lower() in {"who", "whom"} and answered and _TO_WHOM.search(rest):
        return f"{question_word.capitalize()} {rest.rstrip('?.! ')} {_told(referents)}?"
    if (
        opening.group().lower() in {"who", "whom"}
        and answered
        and re.match(r"(?:did|does|do|will|has|had|have)\b", rest, re.I)
    ):
        rest = f"{rest.rstrip('?.! ')} ({answered})?"
    # "why?" after "what did they do?"
    return f"{question_word.capitalize()} {_DO_LAST.sub(' do that', rest)}"


def _of_its_subject(opening: str, rest: str, referents: Referents) -> str | None:
    """The rest of "who was arrested?" with who was: "was Ann Lee arrested?"."""
    asked = _OF_ITS_SUBJECT.match(rest) if opening.lower() in {"who", "what"} else None
    subject = _told(referents) or ("it" if opening.lower() == "what" else "somebody")
    return f"{asked['be']} {subject}{asked['rest']}" if asked else None


def _told(referents: Referents) -> str:
    """The short answer as it stands inside a sentence."""
    return _ARTICLE.sub(lambda article: article.group().lower(), referents.short_answer or "")


def _ask_of_subject(question_word: str, opening: str, rest: str) -> str | None:
    """ "Why?" after "how many people were evacuated?" asks why people were evacuated."""
    auxiliary = AUXILIARY.search(rest)
    subject = rest[: auxiliary.start()].strip() if auxiliary else ""
    if auxiliary is None or not subject or len(words(subject)) > LONGEST_SUBJECT:
        return None
    asks = f"{question_word.capitalize()} {auxiliary.group()}"
    after = rest[auxiliary.end() :].rstrip("?.! ")
    if opening == "where" and _PLACED.match(subject):
        return f"{asks}{after} {subject}?"  # "where on the moon did it land?"
    counts = opening in {"how many", "how much"}
    inside = set(map(fold, words(subject))) - _JOINTS
    if not (counts or opening in {"which", "what"}) or FUNCTION_WORDS & inside:
        return None
    if _DOES.match(auxiliary.group()):
        # "which picture did the museum buy?"
        return f"{asks}{after} that {opening.removeprefix('how ') + ' ' if counts else ''}{subject}?"
    return f"{asks} {'' if counts else 'the '}{subject}{after}?"


def complete_time(question: str, referents: Referents) -> str | None:
    """ "What was it before?" asks what was asked before of another time."""
    return ask_of_another_time(question, referents.last_question)


def complete_fragment(question: str, referents: Referents) -> str | None:
    """ "Until when?" asks the fragment of what was asked before, with its answer for the question word."""
    fragment = _FRAGMENT.match(question)
    last = referents.last_question.rstrip("?.! ")
    if fragment is None or not last:
        return None
    opening = re.match(rf"(?:{_BEFORE_WH} )?{WH}\b", last, re.I)
    rest = last[opening.end() :].strip() if opening else last[0].lower() + last[1:]
    if opening and (asked := _ask_of_subject(fragment["asked"], fold(opening.group()), rest)):
        return asked
    if opening and not AUXILIARY.match(rest) and referents.short_answer:
        rest = f"{referents.short_answer} {rest}"
    elif opening:
        rest = (_of_its_subject(opening.group(), rest, referents) or rest).rstrip("?.! ")
    asked = fragment["asked"]
    return f"{asked[0].upper()}{asked[1:]} {rest}?"
