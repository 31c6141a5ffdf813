"""Irregular forms of common English words, so that "won" and "win" compare as one."""

from __future__ import annotations

# the word to compare by, then its other forms
_FORMS = """
beat beaten
become became
begin began begun
bite bit bitten
blow blew blown
break broke broken
bring brought
build built
burn burnt
buy bought
catch caught
choose chose chosen
deal dealt
die died dying dead death deaths
dig dug
draw drew drawn
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fly flew flown
free freed
forbid forbade forbidden
freeze froze frozen
grow grew grown
hang hung
hear heard
hide hid hidden
hold held
keep kept
know knew known
lead led
learn learnt
leave left
lend lent
lie lied
lose lost
mean meant
meet met
pay paid
ride rode ridden
ring rang rung
rise rose risen
run ran
see saw seen
seek sought
sell sold
send sent
shake shook shaken
shoot shot
show shown
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
sleep slept
speak spoke spoken
spend spent
stand stood
steal stole stolen
stick stuck
strike struck
swear swore sworn
swim swam swum
teach taught
think thought
throw threw thrown
tie tied
use used
wear wore worn
win won
write wrote written
child children
man men
woman women
person people persons
bus buses
crisis crises
gas gases
knife knives
wolf wolves
foot feet
tooth teeth
half halves
thief thieves
wife wives
"""

BASE_FORMS: dict[str, str] = {
    form: forms.split()[0] for forms in _FORMS.strip().splitlines() for form in forms.split()[1:]
}

# the other forms say what somebody did or what was done
_OF_NO_VERB = (
    "dead death deaths dying children men women people persons wives thieves feet teeth halves buses crises "
    "gases knives wolves"
)
PAST_FORMS: frozenset[str] = frozenset(BASE_FORMS.keys() - _OF_NO_VERB.split())
