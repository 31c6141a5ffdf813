"""What can go wrong with a prompt.

PromptError
├── UnknownPromptError   no file of that name
├── PromptFormatError    the file is not two templates with a line of dashes between them
└── PromptVariableError  a variable is missing, or one was given that the prompt does not have
"""

from __future__ import annotations


class PromptError(Exception):
    """Anything that is wrong with a prompt or its values."""


class UnknownPromptError(PromptError):
    """There is no prompt of that name."""


class PromptFormatError(PromptError):
    """The file cannot be read as a prompt."""


class PromptVariableError(PromptError):
    """The values given are not the variables of the prompt."""
