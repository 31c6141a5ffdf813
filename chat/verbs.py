"""Past forms of the verbs of news, and the verbs themselves."""

from __future__ import annotations

from assistant.wording.terms import word_set

_REGULAR = word_set(
    """accept accuse add agree aim allow announce appeal apply appoint approve argue arrest arrive ask attack
    attend award ban base block call cancel capture carry cause change charge claim close collapse collect
    complain complete confirm consider continue create cross damage decide declare decline defeat delay
    deliver demand deny describe destroy develop die discover double drop employ end enter escape expect
    explain fail finish fine fire gather halve happen help hire host identify impose improve increase injure
    insist invest invite jail join kill land launch measure move name offer open order pass plan play pledge
    postpone praise predict prevent produce promise propose prove publish question raise reach receive
    recommend record recover reduce refuse reject release remain remove reopen replace report request require
    rescue resign resume return reveal review rule save score seize serve share sign start stay step study
    suggest support survive suspend test threaten trace train treat try turn unveil urge use visit vote walk
    want warn welcome work"""
)
_IRREGULAR = word_set(
    """became:become began:begin broke:break brought:bring built:build bought:buy caught:catch chose:choose
    came:come cost:cost cut:cut drew:draw drove:drive fell:fall felt:feel fought:fight found:find flew:fly
    gave:give went:go grew:grow held:hold hit:hit kept:keep knew:know led:lead left:leave lent:lend lost:lose
    made:make met:meet paid:pay put:put ran:run rose:rise said:say saw:see sold:sell sent:send set:set
    shot:shoot shut:shut spent:spend split:split spoke:speak stood:stand stole:steal struck:strike swam:swim
    took:take taught:teach told:tell thought:think won:win wrote:write withdrew:withdraw"""
)
_DOUBLING = word_set("ban drop plan step")


def base_of(past: str) -> str | None:
    """Return the verb of a past form, or None where it is not one of those that are known."""
    return _BASES.get(past)


def _past_of(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1] if verb in _DOUBLING else ''}ed"


_BASES = {_past_of(verb): verb for verb in _REGULAR} | {
    past: verb for past, _, verb in (pair.partition(":") for pair in _IRREGULAR)
}
