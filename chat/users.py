"""Who may log in: names with salted hashes in `ASSISTANT_USERS`; `python -m chat.users NAME` makes one."""

from __future__ import annotations

import asyncio
import getpass
import hashlib
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass

# https://datatracker.ietf.org/doc/html/rfc7914: 16 MiB and some 50 ms for each attempt
_COST = {"n": 2**14, "r": 8, "p": 1}


@dataclass(frozen=True, slots=True)
class Users:
    """The hashes by name."""

    hashes: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> Users:
        """Return the users of "name:salt:hash" parts separated by commas; raises ValueError."""
        hashes = {}
        for part in filter(None, (one.strip() for one in text.split(","))):
            name, separator, salted = part.partition(":")
            salt, _, digest = salted.partition(":")
            try:
                complete = bool(name and separator and bytes.fromhex(salt) and bytes.fromhex(digest))
            except ValueError:
                complete = False
            if not complete:
                raise ValueError(f"“{name}” is not a line that `python -m chat.users NAME` made")
            hashes[name] = salted
        return cls(hashes)

    async def check_aside(self, name: str, password: str) -> bool:
        """Tell the same from another thread: hashing would hold up everybody else."""
        return await asyncio.to_thread(self.check, name, password)

    def check(self, name: str, password: str) -> bool:
        """Tell whether this is the password of that user, in the same time for unknown names."""
        salted = self.hashes.get(name, f"{'00' * 16}:{'00' * 32}")
        salt, _, digest = salted.partition(":")
        given = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **_COST, dklen=32)
        return secrets.compare_digest(given, bytes.fromhex(digest)) and name in self.hashes


def user_line(name: str, password: str) -> str:
    """Return the part of `ASSISTANT_USERS` that lets this user in."""
    if not name or set(name) & set(":,"):
        raise ValueError("A name has at least one character, and neither a colon nor a comma.")
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, **_COST, dklen=32)
    return f"{name}:{salt.hex()}:{digest.hex()}"


def main() -> int:
    """Ask for a password and print the line."""
    if len(sys.argv) != 2:
        print("Name the user: python -m chat.users NAME", file=sys.stderr)
        return 2
    try:
        print(user_line(sys.argv[1], getpass.getpass("Password: ")))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
