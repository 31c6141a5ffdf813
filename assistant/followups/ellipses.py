"""Follow-ups that leave out what they ask about: "why?", "and in Paris?", "what about the men?"."""

from __future__ import annotations

import re

from assistant.followups.pronouns import replace_pronouns
from assistant.followups.referents import Referents
from assistant.wording.events import EVENTS
from assistant.wording.quantities import NUMBER, RANKS
from assistant.wording.terms import CALENDAR, fold, names, numbers, words

WH = r"(?:who|whom|whose|what|which|when|where|why|how(?: many| much| long| old| far| often)?)"
AUXILIARY = re.compile(r"\b(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b", re.I)
ANY_QUESTION_WORD = re.compile(rf"\b{WH}\b", re.I)
_WHAT_FOR = re.compile(r"^((?:and |but |so )?)what for(?=\W*$)", re.I)
_BARE = re.compile(rf"^(?:and |but |so )?({WH})(?: (?:not|so|exactly|then))?\s*[?.!]*$", re.I)
_SWAP = re.compile(
    r"^(?:and |but |so |ok |okay )*(?:what|how) about (?P<what>.+?)[?.!]*$|^(?:and|or|"
    r"but) (?P<and>.+?)[?.!]*$",
    re.I,
)
_EVENT = re.compile(
    r"^(?:and |but |so )?(who|what|which|when|where|why|how)\s+(?:was|is|were|did|does)\s+"
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
_ASKS_WINNER = re.compile(r"who (?:won|came|finished|holds)\b", re.I)
_ASKED_SHORTLY = re.compile(rf"^(?:{WH}: )+", re.I)
_OPENING = re.compile(rf"^{WH}\b", re.I)
_POSSESSIVE_FIRST = re.compile(r"(?:his|her|its|their)\b", re.I)
_LOWER_NOUN = re.compile(r"(?:the|a|an|his|her|its|their) (?:[a-z][\w'’-]*)(?: [a-z][\w'’-]*)?")
_LOWER_SUBJECT = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|should)\s+"
    r"(?P<noun>the [a-z][\w'’-]*)\b",
    re.I,
)
_LOWER_OWNER = re.compile(r"\bthe [a-z]+['’]s?(?= [a-z])")  # "the men's" of "who won the men's race?"
_ALL_OWNER = re.compile(r"the [a-z]+['’]s?", re.I)
# "until when?", "in what time?", "by how much?", "with whom?"
_BEFORE_WH = r"(?:in|at|on|to|from|until|till|since|by|for|with|against|of|under|during)"
_FRAGMENT = re.compile(
    rf"^(?:and |but |so )?(?P<asked>{_BEFORE_WH} (?:{WH})(?: [a-z]+)?)\W*$",
    re.I,
)
_ORDINAL = re.compile(
    rf"\b(?:the )?(?:{'|'.join(RANKS)}|last|\d+(?:st|nd|rd|th))\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEXT_TO = re.compile(
    r"(?:(?:in |for )?the )?(?:(?P<before>(?:previous|prior|preceding) year|year before(?: that)?)|"
    r"(?:following|next) year|year after(?: that)?)",
    re.I,
)
_DO_LAST = re.compile(r" do(?=\W*$)", re.I)
_OWNED = re.compile(r"(?:the|his|her|its|their|an?) [\w’'-]+['’]s? [a-z][\w'’ -]*", re.I)
_WHERE_LAST = re.compile(r" (?:in|at|of|for|on) [^?.!,]+$")
_MEASURE = re.compile(
    r"(?:(?:about|over|under|up to) )?"
    rf"(?:an?|half an?|{NUMBER}[\d.,]*)[ -]?"
    r"(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?|miles?|km|kilomet(?:re|er)s?|met(?:re|er)s?|kilos?|"
    r"kg|pounds?|euros?|dollars?|per ?cent)\b",
    re.I,
)
_THE = re.compile(r"^the ", re.I)
LONGEST_SUBJECT = 4  # words


def complete_bare(question: str, referents: Referents) -> str | None:
    """ "Why?" asks the question word of what was asked before."""
    bare = _BARE.match(_WHAT_FOR.sub(r"\1why", question))
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
        return _ask_of_subject(question_word, rest) or f"{question_word.capitalize()}: {last}"
    answered = referents.short_answer
    if (
        opening.group().lower() in {"who", "whom"}
        and answered
        and re.match(r"(?:did|does|do|will|has|had|have)\b", rest, re.I)
    ):
        rest = f"{rest.rstrip('?.! ')} ({answered})?"
    # "why?" after "what did they do?"
    return f"{question_word.capitalize()} {_DO_LAST.sub(' do that', rest)}"


def _ask_of_subject(question_word: str, rest: str) -> str | None:
    """ "Why?" after "how many people were evacuated?" asks why people were evacuated."""
    auxiliary = AUXILIARY.search(rest)
    subject = rest[: auxiliary.start()].strip() if auxiliary else ""
    if auxiliary is None or not subject or len(words(subject)) > LONGEST_SUBJECT:
        return None
    return f"{question_word.capitalize()} {auxiliary.group()} {subject}{rest[auxiliary.end() :]}"


def complete_fragment(question: str, referents: Referents) -> str | None:
    """ "Until when?" asks the fragment of what was asked before, with its answer for the question word."""
    fragment = _FRAGMENT.match(question)
    last = referents.last_question.rstrip("?.! ")
    if fragment is None or not last:
        return None
    opening = re.match(rf"(?:{_BEFORE_WH} )?{WH}\b", last, re.I)
    rest = last[opening.end() :].strip() if opening else last[0].lower() + last[1:]
    if opening and not AUXILIARY.match(rest) and referents.short_answer:
        rest = f"{referents.short_answer} {rest}"
    asked = fragment["asked"]
    return f"{asked[0].upper()}{asked[1:]} {rest}?"


def swap_into_last_question(question: str, referents: Referents) -> str | None:
    """ "And Paris?" asks the last question of something else of the same kind."""
    match = _SWAP.match(question)
    last = referents.last_question
    if match is None or not last:
        return None
    new = (match.group("what") or match.group("and")).strip()
    if match.group("and") and (ANY_QUESTION_WORD.search(new) or AUXILIARY.match(new)):
        return None
    resolved = replace_pronouns(new, referents).rstrip("?")
    if " the one who " in f" {resolved}":
        return f"What about {resolved}?"
    if resolved != new.rstrip("?") and _POSSESSIVE_FIRST.match(new):
        # "and her predecessor?" after "who is the mayor?" asks for that one
        opening = re.match(r"(?:who|what)(?: is|['’]s| was| are| were)\b", last, re.I)
        return f"{opening.group() if opening else 'What about'} {resolved}?"
    new = resolved
    year = _YEAR.search(last)
    if year and (next_to := _NEXT_TO.fullmatch(new)):
        other = int(year.group()) + (-1 if next_to["before"] else 1)
        return f"{last[: year.start()]}{other}{last[year.end() :]}"
    named = next((one for one in names(last) if last[: one.start].endswith(" the ")), None)
    if named and _ASKS_WINNER.match(last) and _ALL_OWNER.fullmatch(new) and not _LOWER_OWNER.search(last):
        # "and the women's?" after "who won the Saltby Marathon?"
        return f"{last[: named.start - len('the ')]}{new} {last[named.start :]}"
    old = _counterpart(new, referents)
    if old is None and _OWNED.fullmatch(new):
        # "and the winner's vote?" asks of something else in the same place
        where = _WHERE_LAST.search(last.rstrip("?.! "))
        return f"What about {new}{where.group() if where else ''}?"
    if old is None:
        return f"{last.rstrip('?.! ')}, {new}?"
    start, end = old
    if last[:start].lower().endswith("the "):
        new = _THE.sub("", new)
    return f"{last[:start]}{new}{last[end:]}"


def _tells_when(phrase: str) -> bool:
    return bool(numbers(phrase) or CALENDAR & set(map(fold, words(phrase))))


def _counterpart(new: str, referents: Referents) -> tuple[int, int] | None:
    """Where in the last question the thing stands that the new one replaces."""
    last = referents.last_question
    if _ORDINAL.fullmatch(new):
        ordinal = _ORDINAL.search(last)
        return ordinal.span() if ordinal else None
    lead = re.match(r"(?:in|on|at|from|to|for|with|by|of|about)\s+", new, re.I)
    if lead:
        same = re.finditer(
            rf"\b{lead.group().strip()}\s+[\w' ]+?(?=[?,.]|$|\s(?:in|on|at|from|to|for|with|by)\b)",
            last,
            re.I,
        )
        # "in 2019" is another time than "in 2020" and no other place than "in Paris"
        replaced = (one.span() for one in same if _tells_when(one.group()) == _tells_when(new))
        return next(replaced, None)
    measured = _MEASURE.search(last) if _MEASURE.fullmatch(new) else None
    if measured:
        return measured.span()
    if numbers(new) and not names(new):
        year = re.search(r"\b(?:(?:19|20)\d\d|\d+)\b", last)
        return year.span() if year else None
    if not names(new):
        owner = _LOWER_OWNER.search(last)
        if owner and _ALL_OWNER.fullmatch(new):
            return owner.span()
        subject = _LOWER_SUBJECT.search(last) if _LOWER_NOUN.fullmatch(new) else None
        if subject is None:
            return None
        # "what about the men?" asks of "the women's team" whether the men's did
        start, end = subject.span("noun")
        return start, end - 2 * subject["noun"].endswith(("'s", "’s"))
    mentions = [mention for mention in names(last) if fold(mention.text) != fold(new)]
    if not mentions:
        # "the Kestrel Bridge" is the bridge that was asked about without its name
        unnamed = re.search(rf"\bthe {re.escape(new.split()[-1])}\b", last, re.I)
        return unnamed.span() if unnamed else None
    is_place = referents.is_place(new)
    alike = [mention for mention in mentions if referents.is_place(mention.text) == is_place]
    chosen = alike[0] if alike else mentions[0]
    return chosen.start, chosen.end
