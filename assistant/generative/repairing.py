"""One more request for the sentences of an answer that no passage supported."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import prompts
from assistant.generative.citation_markers import marked_text, parse
from assistant.generative.faults import ModelFaultError
from assistant.generative.generated_sentences import DraftSentence, split_draft
from assistant.generative.language_model import Usage, reply
from assistant.generative.prompt_passages import OfferedPassage, count_tokens, new_fence
from assistant.judging.verification import CheckedSentence, Verifier
from assistant.untrusted_text import plain
from assistant.writing import WritingTask

if TYPE_CHECKING:
    from assistant.generative.language_model import LLM

_LINE = re.compile(r"^\W*(\d{1,2})[.):]\s*(\S.*)$", re.MULTILINE)


def repaired(
    checked: Sequence[CheckedSentence],
    *,
    llm: LLM,
    verifier: Verifier,
    offered: Sequence[OfferedPassage],
    task: WritingTask,
    usage: Usage,
    room: int,
) -> tuple[list[CheckedSentence], list[str]]:
    """Return the sentences with the failing ones written anew where that made them supported.

    What the model asks to remove is removed while something supported remains; what still fails stays as
    it was, to be marked. The notices tell of a model that did not answer. The request has at most `room`
    tokens, or else one passage.
    """
    failing = [at for at, one in enumerate(checked) if one.verdict in ("not found", "contradicted")]
    if not failing:
        return list(checked), []
    fence = new_fence([passage.found for passage in offered])
    template = prompts.load("repair")
    fixed = {
        "fence": fence,
        "question": plain(task.searched_for),
        "sentences": "\n".join(f"{n}. {checked[at].draft.text}" for n, at in enumerate(failing, 1)),
    }
    empty = template.fill(**fixed, passages="")
    cited = {number for at in failing for number in checked[at].draft.cited}
    budget = room - count_tokens(empty.system) - count_tokens(empty.user)
    fitting = _fitting(offered, cited=cited, fence=fence, budget=budget)
    prompt = template.fill(**fixed, passages="\n\n".join(passage.fenced(fence) for passage in fitting))
    try:
        answered = reply(llm, prompt, usage)
    except ModelFaultError as fault:
        return list(checked), [f"Sentences could not be corrected. {fault}"]
    drafts, removed = _read(answered, checked, failing, [passage.number for passage in fitting])
    result = list(checked)
    for at, one in zip(drafts, verifier.check(list(drafts.values())), strict=True):
        if one.verdict == "supported":
            result[at] = one
    kept = [one for at, one in enumerate(result) if at not in removed]
    return (kept if any(one.supports for one in kept) else result), []


def _fitting(
    offered: Sequence[OfferedPassage], *, cited: Collection[int], fence: str, budget: int
) -> list[OfferedPassage]:
    """Return the passages that fit the budget in tokens; those that are cited and the best go last."""
    sizes = {passage.number: count_tokens(passage.fenced(fence)) + 2 for passage in offered}
    fitting = list(offered)
    for passage in sorted(offered, key=lambda one: (one.number in cited, -one.number))[:-1]:
        if sum(sizes[one.number] for one in fitting) <= budget:
            break
        fitting.remove(passage)
    return fitting


def _read(
    answered: str, checked: Sequence[CheckedSentence], failing: Sequence[int], numbers: Sequence[int]
) -> tuple[dict[int, DraftSentence], set[int]]:
    """Return the new sentence for each place, one sentence a line, and the places to leave out."""
    drafts: dict[int, DraftSentence] = {}
    removed: set[int] = set()
    for number, line in _LINE.findall(answered):
        if not 1 <= int(number) <= len(failing):
            continue
        at = failing[int(number) - 1]
        if line.strip(" .*[]").upper() == "REMOVE":
            removed.add(at)
            continue
        sentences = split_draft(marked_text(parse(line, numbers)))
        if len(sentences) == 1:
            drafts[at] = replace(sentences[0], opens_line=checked[at].draft.opens_line)
    return drafts, removed - drafts.keys()
