"""Follow-ups that ask what was asked before of something else: "and in Paris?", "what about the men?"."""

from __future__ import annotations

import re

from assistant.followups.asked_phrases import phrases_in
from assistant.followups.candidates import names_a_collective
from assistant.followups.forms import ANY_QUESTION_WORD, AUXILIARY, NO_CONTENT
from assistant.followups.mentions import mentions
from assistant.followups.other_fates import ask_of_another_fate
from assistant.followups.other_times import ask_at_time
from assistant.followups.plurals import counted
from assistant.followups.pronouns import replace_pronouns
from assistant.followups.referents import Referents
from assistant.wording.irregular_forms import BASE_FORMS
from assistant.wording.quantities import NUMBER, RANKS
from assistant.wording.question_words import AUXILIARY_VERB
from assistant.wording.terms import CALENDAR, FUNCTION_WORDS, fold, names, numbers, words

_WHAT_ABOUT = re.compile(r"^(?:what|how) about (?P<what>.+?)[?.!]*$", re.I)
_ASKS_WINNER = re.compile(r"who (?:won|came|finished|holds)\b", re.I)
_POSSESSIVE_FIRST = re.compile(r"(?:his|her|its|their)\b", re.I)
_OWN = re.compile(rf"^{_POSSESSIVE_FIRST.pattern} ", re.I)
_DETERMINED_BEFORE = re.compile(r"(?:\bthe|['’]s|s['’]) $", re.I)
_LOWER_NOUN = re.compile(r"(?:the|a|an|his|her|its|their) (?:[a-z][\w'’-]*)(?: [a-z][\w'’-]*)?")
_LOWER_SUBJECT = re.compile(
    rf"(?:\b{AUXILIARY_VERB}|what['’]s)\s+"
    r"(?P<noun>(?:the|an?) (?-i:[a-z])[\w'’-]*)\b",
    re.I,
)
_LOWER_OWNER = re.compile(r"\bthe [a-z]+['’]s?(?= [a-z])")  # "the men's" of "who won the men's race?"
_ALL_OWNER = re.compile(r"the [a-z]+['’]s?", re.I)
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
_OWNED = re.compile(r"(?:the|his|her|its|their|an?) [\w’'-]+['’]s? [a-z][\w'’ -]*", re.I)
# "the cost" is asked of a thing, and takes the place of none
_OF_A_THING = re.compile(
    r"the (?:cost|price|cause|size|length|height|width|weight|depth|age|capacity|population|name|owner)", re.I
)
_ASKS_OF_IT = re.compile(r"(?:what|how (?:big|old|long|tall|much)|who) (?:is|was|are)\b", re.I)
_WHERE_LAST = re.compile(r" (?:in|at|of|for|on) [^?.!,]+$")
_MEASURE = re.compile(
    r"(?:(?:about|over|under|up to) )?"
    rf"(?:an?|half an?|{NUMBER}[\d.,]*)[ -]?"
    r"(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?|miles?|km|kilomet(?:re|er)s?|met(?:re|er)s?|kilos?|"
    r"kg|pounds?|euros?|dollars?|per ?cent)\b",
    re.I,
)
_THE = re.compile(r"^the ", re.I)
# "the orange one" of alerts, "the one in February" of strikes
_ANOTHER_ONE = re.compile(
    r"(?:the|that|those) (?:(?P<kind>[a-z][a-z-]+) ones?|"
    r"ones? (?P<where>(?P<preposition>in|at|on|near|from|to|of|for|by|with) .+))"
)
_NEXT_PART = rf"(?=[?,.]|$|\s(?:in|on|at|from|to|for|with|by)\b|\s{AUXILIARY.pattern})"
_BARE_NOUN = re.compile(rf"(?:(?!{NO_CONTENT})[a-z-]{{3,}}\b ?){{1,2}}")
_KIND_ASKED = re.compile(
    rf"(?:what|which|how (?:many|much)) (?P<noun>[a-z-]{{3,}}) {AUXILIARY.pattern}", re.I
)
_DOES_BEFORE = re.compile(r"\bdoes $")
_DOES = re.compile(r"\b(?:do|does|did) $", re.I)
_THEY = re.compile(r"\b(?:he|she|they)\b", re.I)
_SPEAKS = re.compile(r" (?:say|said|think|want|propose|demand|offer|promise)\b")
_HOW_MANY = re.compile(r"^how many (?P<what>[^?.!,]+?)\W*$", re.I)
_DID = re.compile(rf"(?:[a-z]+ed|{'|'.join(sorted(BASE_FORMS))})\b")
_SIDE = re.compile(r"^(?:how many )?(?P<side>for|against)\W*$", re.I)
_VOTES = re.compile(r"(?P<votes>\bvote[ds]?\b[^?.!]*? )(?P<side>for|against)\b", re.I)


def swap_what_is_counted(question: str, referents: Referents) -> str | None:
    """ "And how many patients?" counts something else than the last question, "against?" the other side."""
    last = referents.last_question
    side, votes = _SIDE.match(question), _VOTES.search(last)
    if side and votes:
        return f"{last[: votes.start('side')]}{side['side'].lower()}{last[votes.end('side') :]}"
    asked, old = _HOW_MANY.match(question), counted(last)
    if asked is None or old is None:
        return None
    new = counted(question)
    if new == asked.span("what"):
        return f"{last[: old[0]]}{asked['what']}{last[old[1] :]}"
    if new is None and _DID.match(asked["what"]):
        # "how many survived?" after "how many passengers were hurt in the crash?"
        where = _WHERE_LAST.search(last.rstrip("?.! ")) if " " not in asked["what"] else None
        did = replace_pronouns(asked["what"], referents)
        return f"How many {last[slice(*old)]} {did}{where.group() if where else ''}?"
    return None


def swap_into_last_question(question: str, referents: Referents, *, joined: bool = False) -> str | None:
    """ "What about Paris?", or "Paris?" `joined` by "and", asks the last question of another of the kind."""
    what_about = _WHAT_ABOUT.match(question)
    last = referents.last_question
    if not (what_about or joined) or not last:
        return None
    new = what_about["what"].strip() if what_about else question.rstrip("?.! ")
    if not what_about and (ANY_QUESTION_WORD.search(new) or AUXILIARY.match(new)):
        return None
    if ANY_QUESTION_WORD.match(new):
        return f"{replace_pronouns(new, referents)}?"  # "what about when it opens?"
    rank = _OWN.sub("", new)  # "and her second?" after "what was Ann Lee's first film?"
    new = rank if _ORDINAL.fullmatch(rank) else new
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
    if not (year and _YEAR.search(new)) and (at_another_time := ask_at_time(new, last)):
        return at_another_time
    if fate := ask_of_another_fate(new, last):
        return fate
    named = next((one for one in mentions(last) if last[: one.start].endswith(" the ")), None)
    if named and _ASKS_WINNER.match(last) and _ALL_OWNER.fullmatch(new) and not _LOWER_OWNER.search(last):
        # "and the women's?" after "who won the Saltby Marathon?"
        return f"{last[: named.start - len('the ')]}{new} {last[named.start :]}"
    another = _ANOTHER_ONE.fullmatch(new)
    if another and (found := _another_one(another, last)):
        return found
    new = (another and another["where"]) or new
    old = _counterpart(new, referents)
    alike = old is not None and _OF_A_THING.fullmatch(last[slice(*old)])
    if _OF_A_THING.fullmatch(new) and not alike and (thing := _thing_to_ask_of(new, referents)):
        return f"What is {new} of {thing}?"
    if old is None and _OWNED.fullmatch(new):
        # "and the winner's vote?" asks of something else in the same place
        where = _WHERE_LAST.search(last.rstrip("?.! "))
        return f"What about {new}{where.group() if where else ''}?"
    if old is None:
        return f"{last.rstrip('?.! ')}, {new}?"
    start, end = old
    if new.endswith(("'s", "’s")) and last[end:].startswith(("'s", "’s")):
        end += len("'s")
    if new.endswith("s") and _DOES_BEFORE.search(last[:start]) and not names(new):
        return f"{_DOES_BEFORE.sub('do ', last[:start])}{new}{last[end:]}"
    if _DETERMINED_BEFORE.search(last[:start]):
        new = _THE.sub("", new)
    return f"{last[:start]}{new}{last[end:]}"


def _thing_to_ask_of(new: str, referents: Referents) -> str | None:
    """What has a cost or a cause: the last thing asked about, where the name of somebody would be found."""
    if new.endswith("owner") and not _ASKS_OF_IT.match(referents.last_question):
        return None  # "and the owner?" after "was the dog hurt?" asks of somebody else
    thing = referents.find("thing")
    if new.endswith(("age", "name", "height", "weight", "owner")) or not thing or not names(thing):
        return thing
    asked = phrases_in(referents.last_question)
    return thing if not asked or fold(thing) in map(fold, asked) else asked[-1]


def _named_subject(last: str) -> tuple[int, int] | None:
    """Where "the Louvre" or "the Brannock tram" stands after "does" or "is"."""
    for phrase in phrases_in(last):
        of = r"(?: of (?:the )?[A-Z][\w’'-]*| [A-Z][\w’'-]*)*"
        found = re.search(rf"\b(?i:{AUXILIARY_VERB}) (?P<noun>{re.escape(phrase)}{of})", last)
        if found and re.search("[A-Z]", found["noun"]):
            start, end = found.span("noun")
            body = re.compile(r" [a-z]+").match(last, end)  # "will the Mberra government free any?"
            return start, body.end() if body and names_a_collective(body.group()) else end
    return None


def _another_one(another: re.Match[str], last: str) -> str | None:
    """Ask the last question of another thing of its kind, told apart by a word or a place."""
    phrases = phrases_in(last)
    told_apart = [one for one in phrases if len(one.split()) > len(["the", "alert"])]
    alike = (another["kind"] and told_apart) or phrases
    if len(alike) != 1:
        return None  # of two things it could be either
    phrase = re.fullmatch(r"the (?:[\w'’-]+ )*?(?P<noun>[a-z][\w'’-]*)", alike[0])
    stands = phrase and re.search(rf"\b(?:the|an?) {re.escape(phrase.group()[4:])}\b", last, re.I)
    if phrase is None or not stands or another["kind"] in FUNCTION_WORDS:
        return None
    before, after = last[: stands.start()], last[stands.end() :]
    if another["kind"]:
        return f"{before}the {another['kind']} {phrase['noun']}{after}"
    after = re.sub(rf"^ {another['preposition']} .+?{_NEXT_PART}", "", after, flags=re.I)
    return f"{before}the {phrase['noun']} {another['where']}{after}"


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
            rf"\b{lead.group().strip()}\s+[\w' ]+?{_NEXT_PART}",
            last,
            re.I,
        )
        # "in 2019" is another time than "in 2020" and no other place than "in Paris"
        replaced = (one.span() for one in same if _tells_when(one.group()) == _tells_when(new))
        return next(replaced, None)
    if _MEASURE.fullmatch(new) and (measured := _MEASURE.search(last)):
        return measured.span()
    if numbers(new) and not names(new):
        year = re.search(r"\b(?:(?:19|20)\d\d|\d+)\b", last)
        return year.span() if year else None
    if not names(new):
        if _ALL_OWNER.fullmatch(new) and (owner := _LOWER_OWNER.search(last)):
            return owner.span()
        if _BARE_NOUN.fullmatch(new) and (kind := _KIND_ASKED.match(last)):
            return kind.span("noun")  # "and profit?" after "what revenue does Vantio expect?"
        subject = _LOWER_SUBJECT.search(last) if _LOWER_NOUN.fullmatch(new) else None
        if subject is None and _LOWER_NOUN.fullmatch(new) and (whole := _named_subject(last)):
            return whole
        if subject is None and _LOWER_NOUN.fullmatch(new):
            # "and the unions?" after "what did Ann Lee say?"
            speakers = (one for one in mentions(last) if _SPEAKS.match(last, one.end))
            return next(((one.start, one.end) for one in speakers if _DOES.search(last[: one.start])), None)
        if subject is None:
            return None
        # "what about the men?" asks of "the women's team" whether the men's did
        start, end = subject.span("noun")
        return start, end - 2 * subject["noun"].endswith(("'s", "’s"))
    named = [mention for mention in mentions(last) if fold(mention.text) != fold(new)]
    if not named:
        # "the Kestrel Bridge" is the bridge that was asked about without its name
        unnamed = re.search(rf"\bthe {re.escape(new.split()[-1])}\b", last, re.I)
        return unnamed.span() if unnamed else None
    is_place = referents.is_place(new)
    alike = [mention for mention in named if referents.is_place(mention.text) == is_place]
    if not alike and not is_place and (they := _THEY.search(last)):
        return they.span()  # "and the Greens?" after "how many seats did they win in Lindow?"
    chosen = alike[0] if alike else named[0]
    return chosen.start, chosen.end
