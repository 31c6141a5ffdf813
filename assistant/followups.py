"""Making a follow-up question stand alone by rules: what "he", "there" or "and Austin?" refers to.

The rules look at the form of the question first and leave it alone unless it leans on what was said:
a pronoun without an antecedent of its own, an ellipsis ("why?", "what about Paris?"), or a noun phrase that
only the conversation completes ("the other reasons"). What it leans on is looked up in `assistant.referents`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversations import Conversation
from assistant.disagreement import ANOTHER_DIFFERS
from assistant.events import EVENTS
from assistant.referents import Referents
from assistant.terms import FUNCTION_WORDS, fold, names, numbers, word_set, words
from assistant.topics import topic_of

_PERSON = frozenset({"he", "she", "him", "his", "her", "hers"})
_GROUP = frozenset({"they", "them", "their", "theirs"})
_THING = frozenset({"it", "its"})
_POSSESSIVE = frozenset({"his", "her", "their", "its", "theirs", "hers"})
_POINTING = frozenset({"this", "that", "these", "those"})
_LEANING = word_set(
    "this that these those other others another else more also too same such then there one ones "
    "former latter "
    "instead first second last final next similar further additional"
)
_WH = r"(?:who|whom|whose|what|which|when|where|why|how(?: many| much| long| old| far| often)?)"
_WHAT_FOR = re.compile(r"^((?:and |but |so )?)what for(?=\W*$)", re.I)
_BARE = re.compile(rf"^(?:and |but |so )?({_WH})(?: (?:not|so|exactly|then))?\s*[?.!]*$", re.I)
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
_ASKED_SHORTLY = re.compile(rf"^(?:{_WH}: )+", re.I)
_MEANT = re.compile(r"[,.?!]?\s*\b(?:i mean|meaning)\s+(?:the\s+)?(?P<name>[\w .'’-]+?)[?.!]*$", re.I)
_OPENING = re.compile(rf"^{_WH}\b", re.I)
_ANY_QUESTION_WORD = re.compile(rf"\b{_WH}\b", re.I)
_AUXILIARY = re.compile(r"\b(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b", re.I)
_BEFORE_A_NOUN = re.compile(rf" (?!(?:{'|'.join(map(re.escape, sorted(FUNCTION_WORDS)))})\b)[a-z]")
_EXISTENTIAL = re.compile(
    r"\bthere\W+(?:is|are|was|were|be|been)\b|\b(?:is|are|was|were|be|been)\s+there\s+[\w]", re.I
)
_COUNTS = re.compile(r"^(?:and |but |so )?how (?:much|many)\b[^?]*\b(?:is|are|was|were) there\W*$", re.I)
_PLEONASTIC = re.compile(
    r"\bit\b (?:is |was )?(?:true|possible|likely|known|clear|rain|snow|take)\b|\b(?:is|"
    r"was) it\b.*\b(?:that|to)\b",
    re.I,
)
_OF_PHRASE = re.compile(
    r"^(?:what|who|which)\b.*\b(?:is|are|was|were)\b(?: (?:some|any))?(?: of)?(?: (?:the|these|those))", re.I
)
_LOWER_NOUN = re.compile(r"(?:the|a|an|his|her|its|their) (?:[a-z][\w'’-]*)(?: [a-z][\w'’-]*)?")
_LOWER_SUBJECT = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|should)\s+"
    r"(?P<noun>the [a-z][\w'’-]*)\b",
    re.I,
)
FEW_WORDS = 2  # a question with more words of its own is about those
LONGEST_SUBJECT = 4  # words


def standalone_question(question: str, history: Sequence[str]) -> str:
    """Return the question with what it takes from the history written out; a standalone one comes back as is.

    `history` holds what was said before, oldest first, questions and answers alike.
    """
    question = " ".join(question.split())
    if not question or not history:
        return question
    corrected = _MEANT.search(question)
    if corrected:
        pronoun = re.compile(r"\b(?:he|she|him|they|them|it)\b", re.I)
        return pronoun.sub(corrected["name"], question[: corrected.start()], count=1).strip(" ,.")
    referents = Referents(history)
    for rule in (_complete_bare, _complete_event, _swap_into_last_question):
        completed = rule(question, referents)
        if completed:
            return completed
    resolved = _replace_pronouns(question, referents)
    if resolved != question:
        return resolved
    return _add_topic(question, referents)


def history_of(conversation: Conversation) -> list[str]:
    """Return what was said, oldest first: each question as it was searched, then its answer."""
    said: list[str] = []
    for turn in conversation.turns:
        said.append(turn.answer.searched_for)
        if not turn.answer.abstained:
            told = (one.text for one in turn.answer.sentences if not one.text.startswith(ANOTHER_DIFFERS))
            parts = [turn.answer.short or "", *told]
            said.append(
                " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)
            )
    return said


def _complete_bare(question: str, referents: Referents) -> str | None:
    """ "Why?" asks the question word of what was asked before."""
    bare = _BARE.match(_WHAT_FOR.sub(r"\1why", question))
    if bare is None or not referents.last_question:
        return None
    return _ask_of_last(bare.group(1), referents)


def _complete_event(question: str, referents: Referents) -> str | None:
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
        return f"{question_word.capitalize()} {last[0].lower()}{last[1:]}" if _AUXILIARY.match(last) else None
    rest = last[opening.end() :].strip()
    if fold(opening.group()) == fold(question_word):
        return last
    if not _AUXILIARY.match(rest):
        return _ask_of_subject(question_word, rest) or f"{question_word.capitalize()}: {last}"
    answered = referents.short_answer
    if (
        opening.group().lower() in {"who", "whom"}
        and answered
        and re.match(r"(?:did|does|do|will|has|had|have)\b", rest, re.I)
    ):
        rest = f"{rest.rstrip('?.! ')} ({answered})?"
    return f"{question_word.capitalize()} {rest}"


def _ask_of_subject(question_word: str, rest: str) -> str | None:
    """ "Why?" after "how many people were evacuated?" asks why people were evacuated."""
    auxiliary = _AUXILIARY.search(rest)
    subject = rest[: auxiliary.start()].strip() if auxiliary else ""
    if auxiliary is None or not subject or len(words(subject)) > LONGEST_SUBJECT:
        return None
    return f"{question_word.capitalize()} {auxiliary.group()} {subject}{rest[auxiliary.end() :]}"


def _swap_into_last_question(question: str, referents: Referents) -> str | None:
    """ "And Paris?" asks the last question of something else of the same kind."""
    match = _SWAP.match(question)
    last = referents.last_question
    if match is None or not last:
        return None
    new = (match.group("what") or match.group("and")).strip()
    if match.group("and") and (_ANY_QUESTION_WORD.search(new) or _AUXILIARY.match(new)):
        return None
    resolved = _replace_pronouns(new, referents).rstrip("?")
    if " the one who " in f" {resolved}":
        return f"What about {resolved}?"
    new = resolved
    old = _counterpart(new, referents)
    if old is None:
        return f"{last.rstrip('?.! ')}, {new}?"
    start, end = old
    return f"{last[:start]}{new}{last[end:]}"


def _counterpart(new: str, referents: Referents) -> tuple[int, int] | None:
    """Where in the last question the thing stands that the new one replaces."""
    last = referents.last_question
    lead = re.match(r"(?:in|on|at|from|to|for|with|by|of|about)\s+", new, re.I)
    if lead:
        same = re.search(
            rf"\b{lead.group().strip()}\s+[\w' ]+?(?=[?,.]|$|\s(?:in|on|at|from|to|for|with|by)\b)",
            last,
            re.I,
        )
        return same.span() if same else None
    if numbers(new) and not names(new):
        year = re.search(r"\b(?:(?:19|20)\d\d|\d+)\b", last)
        return year.span() if year else None
    if not names(new):
        subject = _LOWER_SUBJECT.search(last) if _LOWER_NOUN.fullmatch(new) else None
        return subject.span("noun") if subject else None
    mentions = [mention for mention in names(last) if fold(mention.text) != fold(new)]
    if not mentions:
        return None
    is_place = referents.is_place(new)
    alike = [mention for mention in mentions if referents.is_place(mention.text) == is_place]
    chosen = alike[0] if alike else mentions[0]
    return chosen.start, chosen.end


def _replace_pronouns(question: str, referents: Referents) -> str:
    """Write out the first pronoun of each kind that has no antecedent inside the question."""
    pieces: list[str] = []
    done: set[str] = set()
    used: set[str] = set()
    at = 0
    for match in re.finditer(r"[A-Za-z]+(?:['’][a-z]+)?", question):
        word = match.group().lower().split("'")[0].split("’")[0]
        kind = _kind(word)
        if kind is None or kind in done:
            continue
        before = names(question[: match.start()])
        if (kind != "there" and before and word != "it") or (
            kind == "thing" and _PLEONASTIC.search(question)
        ):
            continue
        if kind == "there" and (
            _EXISTENTIAL.search(question, max(0, match.start() - 5)) or _COUNTS.match(question)
        ):
            continue
        referent = referents.find(kind)
        if referent is None or referent in used:
            continue
        used.add(referent)
        done.add(kind)
        after = question[match.end() :]
        contraction = match.group()[len(word) :]
        possessive = word in _POSSESSIVE and (word != "her" or _BEFORE_A_NOUN.match(after))
        if kind == "there":
            referent = f"in {referent}"
        elif possessive and " who " in referent:
            # "her time" is "the time of the one who won"
            rest = after.rstrip("?.! ")
            return "".join([*pieces, question[at : match.start()], "the", rest, " of ", referent, "?"])
        elif possessive:
            referent += "'" if referent.endswith("s") else "'s"
        pieces += [question[at : match.start()], referent + (contraction if not possessive else "")]
        at = match.end()
    return "".join([*pieces, question[at:]])


def _kind(word: str) -> str | None:
    if word in _PERSON:
        return "person"
    if word in _GROUP:
        return "group"
    if word in _THING:
        return "thing"
    return "there" if word == "there" else None


def _add_topic(question: str, referents: Referents) -> str:
    """Add the topic to a question that names nobody and nothing of its own and leans on the conversation."""
    folded = [fold(word) for word in words(question)]
    leans = bool(_LEANING & set(folded)) or (
        len([word for word in folded if word not in FUNCTION_WORDS]) <= FEW_WORDS
        and not _is_general(question)
    )
    asks = _ANY_QUESTION_WORD.search(question) or _AUXILIARY.search(question) or _LEANING & set(folded)
    if names(question) or not leans or not asks or topic_of(question):
        return question
    topic = referents.topic
    if (
        topic is None
        or (not names(topic) and not _LEANING & set(folded))
        or set(map(fold, words(topic))) <= set(folded)
    ):
        return question
    body = question.rstrip("?.! ")
    joint = " of " if _OF_PHRASE.match(question) and " of " not in body[12:] else " for "
    return f"{body}{joint}{topic}?"


def _is_general(question: str) -> bool:
    """Whether the question introduces what it asks about: "what is inflation?", "tell me about trams"."""
    return (
        re.match(
            r"(?:what|who) (?:is|are|was|were) (?!the\b)|(?:tell me|i(?:'d| would) like|define|describe)\b",
            question,
            re.I,
        )
        is not None
    )
