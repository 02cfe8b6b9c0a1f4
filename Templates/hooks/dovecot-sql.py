#!/usr/bin/python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Makes an app password in a table that Dovecot asks. See dovecot-sql.md.

The password has 139 bits of chance, so that a plain SHA-256 of it cannot be guessed back.
"""
import argparse
import hashlib
import subprocess
import sys

import app_password


def statements(driver: str, table: str, question: app_password.Question, digest: str) -> str:
    """Replaces the link's password. Values are hexadecimal, so that nothing in them is SQL."""

    def text(value: str) -> str:
        digits = value.encode().hex()
        if driver == "mysql":
            return f"CONVERT(X'{digits}' USING utf8mb4)"
        return f"convert_from(decode('{digits}', 'hex'), 'UTF8')"

    login, link, hashed = text(question.login), text(question.link), text(digest)
    return (
        "BEGIN;\n"
        f"DELETE FROM {table} WHERE username = {login} AND link = {link};\n"
        f"INSERT INTO {table} (username, link, hash) VALUES ({login}, {link}, {hashed});\n"
        "COMMIT;\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("driver", choices=["postgresql", "mysql"])
    parser.add_argument("database")
    parser.add_argument("--table", default="app_passwords")
    parser.add_argument(
        "--option", action="append", default=[], metavar="WORD",
        help="a word for psql or mysql, such as --option=--host=db.example.ch")
    arguments = parser.parse_args()
    if not arguments.table.replace("_", "").replace(".", "").isalnum():
        app_password.fail(f"{arguments.table!r} is not the name of a table")
    question = app_password.read_question()
    password = app_password.new_password()
    digest = hashlib.sha256(password.encode()).hexdigest()
    if arguments.driver == "postgresql":
        command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--no-password"]
        command += arguments.option + ["--dbname", arguments.database]
    else:
        # Options that name files of defaults have to come first.
        command = ["mysql"] + arguments.option + ["--batch", arguments.database]
    sql = statements(arguments.driver, arguments.table, question, digest)
    try:
        done = subprocess.run(
            command, input=sql, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            check=False)
    except OSError as error:
        app_password.fail(f"{command[0]}: {error.strerror}")
    if done.returncode != 0:
        # It never has the password: the database only gets its hash.
        app_password.fail(f"{command[0]}: {done.stderr.strip()[:500]}")
    print(password)


if __name__ == "__main__":
    main()
    sys.exit(0)
