"""The prompts, one Markdown file each: `prompts.load("answer").fill(question=…, …)`.

A file holds the system message, a line of three dashes, and the user message. `$name` stands for a
variable and `$$` for a dollar sign (`string.Template`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from prompts.errors import PromptError, PromptFormatError, PromptVariableError, UnknownPromptError

__all__ = [
    "FilledPrompt",
    "Prompt",
    "PromptError",
    "PromptFormatError",
    "PromptVariableError",
    "UnknownPromptError",
    "load",
    "names",
]

FOLDER = Path(__file__).parent
DIVIDER = "\n---\n"


@dataclass(frozen=True, slots=True)
class FilledPrompt:
    """The two messages to send."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt whose variables are still open."""

    name: str
    system: str
    user: str

    @property
    def variables(self) -> frozenset[str]:
        """The names that `fill` needs."""
        return frozenset(Template(self.system).get_identifiers() + Template(self.user).get_identifiers())

    def fill(self, **values: str) -> FilledPrompt:
        """Return the messages with every variable replaced once, so that values are never expanded.

        Raises PromptVariableError naming each variable that is missing or not part of the prompt.
        """
        missing = sorted(self.variables - values.keys())
        unknown = sorted(values.keys() - self.variables)
        if missing or unknown:
            wrong = [f"give {name}" for name in missing] + [f"leave out {name}" for name in unknown]
            raise PromptVariableError(f"To fill the prompt “{self.name}”, {', '.join(wrong)}.")
        return FilledPrompt(
            system=Template(self.system).substitute(values), user=Template(self.user).substitute(values)
        )


@cache
def load(name: str) -> Prompt:
    """Return the prompt of that name.

    Raises UnknownPromptError, or PromptFormatError when the file is not two valid templates.
    """
    if name not in names():
        raise UnknownPromptError(f"There is no prompt “{name}”; there are {', '.join(names())}.")
    system, divider, user = (FOLDER / f"{name}.md").read_text(encoding="utf-8").partition(DIVIDER)
    if not divider or not Template(system).is_valid() or not Template(user).is_valid():
        raise PromptFormatError(
            f"Correct prompts/{name}.md: a system message, a line of three dashes, a user message, "
            "with $name for a variable and $$ for a dollar sign."
        )
    return Prompt(name, system.strip(), user.strip())


def names() -> tuple[str, ...]:
    """Return the name of every prompt, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.md")))
