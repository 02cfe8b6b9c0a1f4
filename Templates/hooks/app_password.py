# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""What the programs in this folder share: the question of mkprofile serve, and new passwords.

The question is one line of JSON on standard input; `link` names the link and stays the same for it,
so that a password made before is replaced. The answer is the password as one line on standard
output, or one line of JSON with a password for each part: {"mail": "...", "calendar": "..."}.
What is said on standard error goes to the log of mkprofile serve; never say a password there.
"""
import base64
import dataclasses
import hashlib
import json
import os
import re
import secrets
import sys

# Letters and digits that nobody takes for others.
ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclasses.dataclass(frozen=True)
class Question:
    """What a password is for."""

    address: str
    login: str
    link: str
    name: str
    expires: int

    @property
    def label(self) -> str:
        """What people read beside the password; the same for the same link."""
        return f"mkprofile {self.link}"


def fail(reason: str) -> None:
    """Ends the program with a reason for the log."""
    print(reason, file=sys.stderr)
    sys.exit(1)


def text(value) -> str:
    """A text as it is; anything else is no answer to rely on."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def read_question() -> Question:
    """Reads the question; ends the program where it is none."""
    try:
        asked = json.loads(sys.stdin.readline(65536))
        question = Question(
            address=text(asked["address"]),
            login=text(asked.get("login") or asked["address"]),
            link=text(asked["link"]),
            name=text(asked.get("name") or ""),
            expires=int(asked["expires"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        fail(f"the question is not understood: {error!r}")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", question.link):
        fail("the question has no usable link")
    if not re.fullmatch(r"[!-~]{1,254}", question.login) or ":" in question.login:
        fail("the login has characters that no line can hold")
    return question


def new_password() -> str:
    """24 characters with 139 bits of chance, in groups as Apple and Google write them."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(24))
    return "-".join(letters[start:start + 6] for start in range(0, 24, 6))


def ssha512(password: str) -> str:
    """A salted hash as Dovecot and Stalwart read it."""
    salt = secrets.token_bytes(16)
    digest = hashlib.sha512(password.encode() + salt).digest()
    return "{SSHA512}" + base64.b64encode(digest + salt).decode()


def secret_file(path: str) -> str:
    """The first line of a file with a key; $CREDENTIALS_DIRECTORY/ may begin its path."""
    try:
        with open(os.path.expandvars(path), encoding="utf-8") as file:
            return file.readline().strip()
    except OSError as error:
        fail(f"{path}: {error.strerror}")
        raise
