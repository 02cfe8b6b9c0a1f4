#!/usr/bin/python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Makes an app password for Dovecot in files of the form passwd-file. See dovecot-passwd-file.md.

Dovecot knows one password for each user in a file: the files 1, 2, 3 ... in a folder hold one each,
and Dovecot asks them one after the other.
"""
import argparse
import fcntl
import os
import sys
import tempfile
import time

import app_password


def parse(line: str) -> dict:
    """A line of passwd-file: what mkprofile wrote into the field that nobody reads."""
    fields = line.rstrip("\n").split(":")
    notes = dict(word.split("=", 1) for word in fields[4].split() if "=" in word) \
        if len(fields) > 4 else {}
    return {"login": fields[0], "line": line, **notes}


def read(path: str) -> list:
    """The lines of a file; none where it is not there yet."""
    try:
        with open(path, encoding="utf-8") as file:
            return [parse(line) for line in file if line.strip()]
    except FileNotFoundError:
        return []


def replace(path: str, lines: list) -> None:
    """Puts a whole file in the place of the old one, with its owner and mode."""
    handle, new = tempfile.mkstemp(dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            folder = os.stat(os.path.dirname(path))
            os.fchmod(file.fileno(), 0o640)
            try:
                os.fchown(file.fileno(), -1, folder.st_gid)
            except PermissionError:
                pass
            os.fsync(file.fileno())
        os.replace(new, path)
    except BaseException:
        os.unlink(new)
        raise


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="the folder of the files, such as /etc/dovecot/app-passwords")
    parser.add_argument("--devices", type=int, default=5, help="passwords for each user")
    arguments = parser.parse_args()
    question = app_password.read_question()
    # Dovecot 2.3 puts a backslash before these when it looks into the file, and finds nobody.
    if any(character in question.login for character in "'\"\\"):
        app_password.fail(f"{question.login}: Dovecot finds no such name in a file; keep it in SQL")
    with open(os.path.join(arguments.folder, ".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        paths = [os.path.join(arguments.folder, str(n + 1)) for n in range(arguments.devices)]
        files = {path: read(path) for path in paths}
        own = {
            path: next((row for row in rows if row["login"] == question.login), None)
            for path, rows in files.items()
        }
        # The link's own place, else a free one, else that of the oldest password.
        chosen = min(
            paths,
            key=lambda path: (
                (own[path] or {}).get("link") != question.link,
                own[path] is not None,
                int((own[path] or {}).get("made", 0)),
            ),
        )
        password = app_password.new_password()
        line = (
            f"{question.login}:{app_password.ssha512(password)}:::"
            f"mkprofile link={question.link} made={int(time.time())}:::\n"
        )
        kept = [row["line"] for row in files[chosen] if row["login"] != question.login]
        replace(chosen, kept + [line])
    print(password)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        app_password.fail(f"{error.filename}: {error.strerror}")
    sys.exit(0)
