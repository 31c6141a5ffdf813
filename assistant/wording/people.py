"""The nouns of people: kin, and those in -er, -or, -ist and the like that are no things."""

from __future__ import annotations

from assistant.wording.terms import word_set

_MALE = "father son brother uncle nephew grandfather grandson stepfather stepson stepbrother"
_FEMALE = "mother daughter sister aunt niece grandmother granddaughter stepmother stepdaughter stepsister"
MEN = word_set(f"{_MALE} husband boyfriend widower dad fiancé groom")
WOMEN = word_set(f"{_FEMALE} wife girlfriend widow mum fiancée bride")
KIN = "|".join(sorted(MEN | WOMEN))
_THINGS = (
    "number|letter|newsletter|paper|newspaper|river|tower|order|offer|corner|matter|power|water|winter|summer|quarter|"
    "headquarter|chapter|computer|theater|chamber|border|harbor|motor|tractor|factor|sector|floor|door|colour|color|"
    "error|former|major|minor|other|newer|older|bigger|latter|after|later|disaster|weather|cover|cancer|dinner|sensor|"
    "reactor|helicopter|trailer|container|elevator|escalator|generator|transformer|shelter|flower|poster|register|"
    "fever|center|filter|server|printer|scanner|router|scooter|charger|boiler|freezer|cooker|burger|tanker|trawler|"
    "barrier|counter|meter|ladder|layer|folder|answer|tender|charter|boulder|tiger|spider|timber|monitor|detector|"
    "projector|processor|mirror|corridor|tumor|rumor|plant|restaurant|grant|elephant|variant|warrant|tree|fee|degree|"
    "coffee|committee|list|mist|twist|wrist|important|significant|relevant|distant|constant|vacant|giant|instant"
)
_ENDING = r"(?:er|or|ist|ian|ant|ee)"
# "driver", "councillor", "accountant" or "refugee", but no "computer" and no "restaurant"
IN_ER = rf"(?!(?:{_THINGS})\b)[a-z-]{{2,}}{_ENDING}\b"
IN_ERS = rf"(?!(?:{_THINGS})s\b)[a-z-]{{2,}}{_ENDING}s\b"
