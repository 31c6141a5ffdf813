"""Making a follow-up question stand alone by rules: what "he", "there" or "and Austin?" refers to.

The rules look at the form of the question first and leave it alone unless it leans on what was said:
a pronoun without an antecedent of its own, an ellipsis ("why?", "what about Paris?"), or a noun phrase that
only the conversation completes ("the other reasons"). What it leans on is looked up in `referents.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversations import Conversation
from assistant.followups.candidates import Candidate
from assistant.followups.companies_meant import with_company_named
from assistant.followups.ellipses import (
    complete_bare,
    complete_event,
    complete_fragment,
    complete_time,
)
from assistant.followups.forms import ANY_QUESTION_WORD, AUXILIARY
from assistant.followups.pronouns import is_possessive, possessive_of, replace_pronouns
from assistant.followups.referents import Referents
from assistant.followups.sayings import Saying, sayings_in, sayings_of
from assistant.followups.swaps import swap_into_last_question, swap_what_is_counted
from assistant.questions.bylines import byline_of
from assistant.questions.core_questions import without_opening
from assistant.questions.topics import topic_of
from assistant.wording.events import names_an_event
from assistant.wording.terms import FUNCTION_WORDS, fold, names, word_set, words

_LEANING = word_set(
    "this that these those other others another else more also too same such then there one ones "
    "former latter "
    "instead first second last final next similar further additional"
)
_MEANT = re.compile(
    r"(?:(?<!\bwhat)(?:^|[\s,.?!;])i meant?|,\s*meaning)\s+(?P<name>[\w .'’-]+?)[?.!]*$", re.I
)
_SAYS_NO = re.compile(r"(?:(?:no|nope|not that|sorry|oh|well|actually|thanks|wait)\W*)*", re.I)
_MEANT_BY = re.compile(r"\b(?:he|she|him|his|her|they|them|their|it|its)\b", re.I)
_MEANT_BY_SOMEBODY = re.compile(r"\b(?:he|she|him|his|her)\b", re.I)
_OF_PHRASE = re.compile(
    r"^(?:what|who|which)\b.*(?:['’]s|\b(?:is|are|was|were))\b(?: some| any)?(?: of)? (?:the|these|those)",
    re.I,
)
# "what did the unions say?" after "what did she say about the tram?"
_SAYS = re.compile(r"^what (?:did|does|do|have|has) .+ (?:say|said|think|thought|want)\W*$", re.I)
_ABOUT = re.compile(r"\babout (?P<about>[^?.!]+?)[?.! ]*$", re.I)
_GOES_ON = re.compile(r"\W*(?:and|but|so|then|or|also)\b", re.I)
_JOINS = re.compile(r"\b(?:and|or|but|also)\b", re.I)  # in what a question opens with
_STANDS_FOR_SOMEBODY = re.compile(r"\b(?:he|she|him|her|his)\b", re.I)
_ASKS_OF_OFFICE = re.compile(r"who(?:['’]s| is| was)\b", re.I)
_WENT_WRONG = re.compile(r"^what (?:went wrong|happened|changed)\W*$", re.I)
_ASKS_MORE = re.compile(
    r"(?:(?:can|could) you )?(?:(?:tell|give) me )?"
    r"(?:any(?:thing)? |some )?(?:more|else)(?: details?| information)?\W*",
    re.I,
)
_HAS_A_SUBJECT = re.compile(r"\b(?:the (?!ones?\b|others?\b|same\b|first\b|next\b|last\b)[a-z]|they\b)", re.I)
_HAPPENED = re.compile(r"what(?: has| had)? happened\b", re.I)
_SAYS_THAT = re.compile(r"\b(?:said|says|told|thinks?|thought|claim(?:s|ed)) (?:that|this|so)$", re.I)
_PAYS = re.compile(r"\b(?:pay|paid)$", re.I)
FEW_WORDS = 2  # a question with more words of its own is about those


def standalone_question(question: str, history: Sequence[str]) -> str:
    """Return the question with what it takes from the history written out; a standalone one comes back as is.

    `history` holds what was said before, oldest first, questions and answers alike, told apart by their form.
    """
    return _standalone(question, sayings_in(history))


def standalone_in(question: str, conversation: Conversation) -> str:
    """Like `standalone_question`, from the turns of a conversation."""
    return _standalone(question, sayings_of(conversation))


def _standalone(question: str, sayings: Sequence[Saying]) -> str:
    question = " ".join(question.split())
    if not question or not sayings:
        return question
    meant = _MEANT.search(question)
    # "I mean why did it close?" corrects no name
    if meant and not (ANY_QUESTION_WORD.match(meant["name"]) or AUXILIARY.match(meant["name"])):
        return _corrected(question[: meant.start()].strip(" ,.;?!"), meant["name"], sayings)
    referents = Referents(sayings)
    asked = without_opening(question)
    opening = "" if _ASKS_MORE.fullmatch(asked) else question[: len(question) - len(asked)]
    joined = _JOINS.search(opening) is not None
    for rule in (complete_bare, complete_event, complete_time, complete_fragment, swap_what_is_counted):
        completed = rule(asked, referents)
        if completed:
            return completed
    if swapped := swap_into_last_question(asked, referents, joined=joined):
        return swapped
    resolved = replace_pronouns(asked, referents)
    if resolved == asked:
        resolved = with_company_named(asked, referents.talk)
    if resolved == asked:
        resolved = _said_about(asked, referents, joined=joined) or _add_topic(asked, referents)
    return opening + resolved


def goes_on(question: str) -> bool:
    """Whether a question says by its first word that it goes on about what was said."""
    return _GOES_ON.match(question) is not None


def _corrected(asked: str, name: str, sayings: Sequence[Saying]) -> str:
    """Ask of the name that is meant what was asked before it in the message, else what was asked last."""
    # "when did they sack him, I mean Tom Lee?"
    somebody = None if Candidate(name).impersonal else _MEANT_BY_SOMEBODY.search(asked)
    if pronoun := somebody or _MEANT_BY.search(asked):
        before, after = asked[: pronoun.start()], asked[pronoun.end() :]
        whose = is_possessive(pronoun.group().lower(), after)
        return f"{before}{possessive_of(name) if whose else name}{after}?"
    if not _SAYS_NO.fullmatch(asked):
        sayings = [*sayings, Saying(_standalone(f"{asked}?", sayings), asks=True)]
    return swap_into_last_question(f"what about {name}?", Referents(sayings)) or name


def _said_about(question: str, referents: Referents, *, joined: bool) -> str | None:
    """Ask what somebody else says about the same."""
    says, about = _SAYS.match(question), _ABOUT.search(referents.last_question)
    if says is None or about is None or (names(question) and not joined):
        return None
    return f"{question.rstrip('?.! ')} about {about['about'].rstrip()}?"


def _add_topic(question: str, referents: Referents) -> str:
    """Add the topic to a question that names nobody and nothing of its own and leans on the conversation."""
    folded = [fold(word) for word in words(question)]
    leans = bool(_LEANING & set(folded)) or (
        len([word for word in folded if word not in FUNCTION_WORDS]) <= FEW_WORDS
        and not _is_general(question)
    )
    asks = ANY_QUESTION_WORD.search(question) or AUXILIARY.search(question) or _LEANING & set(folded)
    if (
        names(question)
        or not leans
        or not asks
        or topic_of(question)
        or byline_of(question)
        or _STANDS_FOR_SOMEBODY.search(question)
    ):
        return question
    topic = referents.topic(besides_the_told=_ASKS_OF_OFFICE.match(question) is not None)
    if topic is None:
        return question
    # "what went wrong?" leans on anything; with words of its own a question leans on what has a name
    if _WENT_WRONG.match(question) and topic.startswith("the "):
        return f"{question.rstrip('?.! ')} with {topic}?"
    if not (names(topic) or _LEANING & set(folded)) or set(map(fold, words(topic))) <= set(folded):
        return question
    if _ASKS_MORE.fullmatch(question):
        return f"Tell me more about {topic}"
    body = question.rstrip("?.! ")
    if referents.is_place(topic, only=True):
        return f"{body} in {topic}?"
    joint = " of " if _OF_PHRASE.match(question) and " of " not in body[12:] else " for "
    joint = " in " if joint == " for " and names_an_event(topic) else joint
    if joint == " for " and _HAS_A_SUBJECT.search(question) and not _PAYS.search(body):
        return question  # "what did the union say?" is not asked "for Orley Mill"
    if joint == " for " and _HAPPENED.match(body):
        joint = " to "
    elif _SAYS_THAT.search(body):
        joint = " about "
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
