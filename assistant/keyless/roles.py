"""Who has the role that is asked for: the judge, the pilot or the mother, and not who stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.keyless.answer_sentences import with_context
from assistant.keyless.candidates import AnswerSpan, Candidate
from assistant.questions.question import Question
from assistant.wording.people import KIN
from assistant.wording.terms import names, stem, words

NEAR = 2.5  # log-odds below the likeliest
# what else tells of somebody in a role that few sentences leave unnamed
_TOLD_BY = {
    "judge": r"judges?|justice|magistrate|recorder|presid\w+|sentenc\w+",
    "pilot": r"(?:co-)?pilot\w*|fl(?:y|ies|ying|own|ew)|captain|cockpit|controls",
    "neighbour": r"neighbou?r\w*|next door|lives? (?:nearby|opposite)|across the (?:road|street)",
    "referee": r"referee\w*|umpire|officiat\w+|whistle\w*",
    "lawyer": r"lawyer|solicitor|barrister|counsel|attorney|defen[cd]\w*|represent\w+|prosecut\w+|[KQ]C",
    "surgeon": r"surgeon|surgery|operat\w+",
    "coroner": r"coroner|inquest",
    "midwife": r"midwi\w+|deliver\w+",
    "architect": r"architect\w*|design\w*|dr[ae]w\w*",
    "photographer": r"photo\w*|pictures?|camera",
    "translator": r"translat\w+",
    "witness": r"witness\w*|saw|seen",
}
_ROLES = rf"(?:{'|'.join(_TOLD_BY)}|neighbor|solicitor|barrister|{KIN})"
_ASKS = re.compile(
    rf"^(?:who(?:['’]s| is| was)|.*\bnames? (?:of|was|is)|what (?:is|was)) (?:.*['’]s?|the|his|her|their|its)"
    rf" (?:[a-z-]+ )?(?P<role>{_ROLES})(?: called| named)?(?=\W*$| (?:who|that|in|of|at|for|on|from|when)\b)",
    re.I,
)
_ALIKE = {"neighbor": "neighbour", "solicitor": "lawyer", "barrister": "lawyer"}
_OFFICE = r"(?:leader|head|boss|chief executive|manager|coach|chair(?:man|woman|person)?|president|director)"
_LEADS = r"(?:leads?|leading|heads?|heading|runs?|running|manages?|managing|chairs?|chairing|coach(?:es|ing))"
_ASKS_WHO_LEADS = re.compile(
    rf"^who(?:['’]s| is)? (?:now |currently )?(?:{_LEADS}|the (?:[a-z]+ )?{_OFFICE} of) (?P<what>.+)", re.I
)
_THING = r"(?:the )?(?P<thing>[A-Z][\w'’&-]*(?: [A-Z&][\w'’&-]*)*)"
_LED_BY = re.compile(rf"{_THING},? (?:which is )?(?:led|headed|run|managed|chaired|coached) by [^,;.]*$")
_LEADER_OF = re.compile(
    r"(?:, \d{1,3},?)?,? "
    rf"(?:(?:who )?(?:leads|heads|runs|manages|chairs|coaches)|(?:the )?{_OFFICE} of) {_THING}"
)
# "the Whigs in Torrin" are a name, "the Torrin council" has only one in it
_ALL_OF_IT = re.compile(rf"{_THING}(?=\W*$| (?:in|of|at|from|now|today)\b)")
_SPEAKS = re.compile(r"\b(?:said|says|told|tells|added|thanked|thinks|believes)\b", re.I)


def role_asked(question: Question) -> str | None:
    """Return the role of "who was the judge?" and "what is the name of her mother?", None without one."""
    asked = _ASKS.match(question.core) if question.kind == "person" else None
    return asked["role"].lower() if asked else None


def role_holder(question: Question, candidates: Sequence[Candidate]) -> tuple[Candidate, str] | None:
    """Return the sentence in which a name stands beside the role, "Judge Ann Lee", and the name.

    Kin and "Ann's lawyer" may be anybody's and are left to what the reader marks; so are several of a role.
    """
    role = role_asked(question)
    if role is None or re.fullmatch(KIN, role) or re.search(rf"['’]s? (?:[a-z-]+ )?{role}\b", question.core):
        return None
    found = [
        (one, name.text)
        for one in candidates
        if one.names_all and one.log_odds >= candidates[0].log_odds - NEAR
        for name in names(_on_one_line(one))
        if " " in name.text and _beside(_on_one_line(one), name.start, name.end, role)
    ]
    # "Judge Ann Lee" is one name
    told = {re.sub(rf"^{role} ", "", name, flags=re.I) for _, name in found}
    if len(told) != 1:
        return None
    return found[0][0], told.pop()


def is_of_another_role(candidate: Candidate, span: AnswerSpan, question: Question) -> bool:
    """Whether a name is of somebody else than the one in the role that is asked for."""
    role = role_asked(question)
    text = candidate.article.text
    if role is None or not names(text[span.start : span.end]):
        return False
    start, end = span.start - candidate.start, span.end - candidate.start
    if _beside(candidate.text, start, end, role):
        return False
    if re.fullmatch(KIN, role):
        return _beside(candidate.text, start, end, KIN)
    before, after = candidate.text[:start], candidate.text[end:]
    if re.search(rf"\ban? (?:[a-z-]+ ){{0,2}}{role}\b", before, re.I):
        return True
    said = re.search(rf"(?P<between>.*?)\ban? (?:[a-z-]+ ){{0,2}}{role}\b", after, re.I | re.S)
    if said is not None and _SPEAKS.search(said["between"]):
        return True
    told = re.compile(rf"\b(?:{_TOLD_BY[_ALIKE.get(role, role)]})\b", re.I)
    last = words(names(text[span.start : span.end])[-1].text)[-1]
    of_them = [slice(*part) for part in with_context(candidate)]
    of_them += [
        slice(*part) for part in candidate.found.passage.sentences if last in words(text[slice(*part)])
    ]
    return not any(told.search(text[part]) for part in of_them)


def leads_another(candidate: Candidate, span: AnswerSpan, question: Question) -> bool:
    """Whether a sentence says of a name that it leads something else than what is asked about."""
    asked = _ASKS_WHO_LEADS.match(question.core)
    held = _ALL_OF_IT.match(asked["what"]) if asked else None
    if held is None or stem(words(held["thing"])[-1]) in map(stem, words(candidate.text)):
        return False
    text = candidate.article.text
    before, after = text[candidate.start : span.start], text[span.end : candidate.end]
    return bool(_LED_BY.search(before) or _LEADER_OF.match(after))


def _on_one_line(candidate: Candidate) -> str:
    return " ".join(candidate.text.split())


def _beside(sentence: str, start: int, end: int, role: str) -> bool:
    """Whether the role stands beside a name: "the judge, Ann Lee", "Ann Lee, 52, the judge in the case"."""
    whose = r"(?:an?|the|his|her|their|its|[A-Z][\w'’ ]*['’]s)"
    before = re.compile(rf"\b(?:{role}),? (?:was |is |called |named )?(?:(?:Mr|Mrs|Ms|Dr|Sir|Dame) )?$", re.I)
    after = re.compile(
        rf"(?:, \d{{1,3}},?)?,? (?:(?:who )?(?:is|was|as|acted as) )?{whose} (?:[a-z-]+ ){{0,2}}(?:{role})\b",
        re.I,
    )
    within = re.compile(rf"(?:{role}) [A-Z]", re.I)
    return bool(
        within.match(sentence[start:end]) or before.search(sentence[:start]) or after.match(sentence[end:])
    )
