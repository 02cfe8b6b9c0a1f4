#!/usr/bin/python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Makes an app password for a user of Nextcloud by its command occ. See nextcloud.md."""
import argparse
import json
import re
import subprocess
import sys

import app_password


def run(command: list) -> str:
    """What a command of occ writes; ends the program where it fails."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, check=False)
    except OSError as error:
        app_password.fail(f"{command[0]}: {error.strerror}")
    if done.returncode != 0:
        # The password is in what a successful command writes, and there alone.
        app_password.fail(f"occ ended with {done.returncode}: {done.stderr.strip()[:500]}")
    return done.stdout


def forget(occ: list, user: str, label: str) -> None:
    """Deletes the passwords that were made for the link before."""
    try:
        tokens = json.loads(run(occ + ["user:auth-tokens:list", "--output=json", user]) or "[]")
    except ValueError:
        app_password.fail("occ user:auth-tokens:list wrote no JSON")
    rows = tokens.values() if isinstance(tokens, dict) else tokens
    for row in rows:
        if row.get("name") == label:
            run(occ + ["user:auth-tokens:delete", user, str(row["id"])])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--user", choices=["address", "login", "local"], default="login",
        help="what Nextcloud calls its users")
    parser.add_argument(
        "--parts", default="",
        help="the parts of the profile that the password is for, such as calendar,contacts")
    parser.add_argument("occ", nargs="+", help="the command, such as php /var/www/nextcloud/occ")
    arguments = parser.parse_args()
    question = app_password.read_question()
    user = {
        "address": question.address, "login": question.login,
        "local": question.address.rsplit("@", 1)[0],
    }[arguments.user]
    if user.startswith("-"):
        app_password.fail("a user's name cannot begin with a hyphen")
    occ = arguments.occ + ["--no-interaction", "--no-ansi"]
    forget(occ, user, question.label)
    written = run(occ + ["user:auth-tokens:add", f"--name={question.label}", user])
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if not lines or not re.fullmatch(r"[A-Za-z0-9-]{20,128}", lines[-1]):
        app_password.fail("occ user:auth-tokens:add wrote no password in its last line")
    if arguments.parts:
        print(json.dumps({part: lines[-1] for part in arguments.parts.split(",")}))
    else:
        print(lines[-1])


if __name__ == "__main__":
    main()
    sys.exit(0)
