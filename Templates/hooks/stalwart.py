#!/usr/bin/python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Makes an app password by the management API of Stalwart. See stalwart.md.

Among the secrets of an account, one that reads $app$NAME$HASH is an app password.
"""
import argparse
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import app_password


def call(url: str, token: str, account: str, changes=None) -> dict:
    """What the API answers about an account; ends the program where it refuses."""
    request = urllib.request.Request(
        f"{url}/api/principal/{urllib.parse.quote(account, safe='@')}",
        data=None if changes is None else json.dumps(changes).encode(),
        method="GET" if changes is None else "PATCH",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=8) as response:
            answer = json.loads(response.read(1 << 20) or b"{}")
    except urllib.error.HTTPError as error:
        app_password.fail(f"Stalwart answers {error.code}")
    except (OSError, ValueError) as error:
        app_password.fail(f"Stalwart: {error}")
    if not isinstance(answer, dict) or "error" in answer:
        said = answer.get("error") if isinstance(answer, dict) else "no object"
        app_password.fail(f"Stalwart says {said}")
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="where its management is, such as https://mail.example.ch")
    parser.add_argument("token_file", help="a file with an API key that may change accounts")
    parser.add_argument(
        "--account", choices=["address", "login", "local"], default="login",
        help="what Stalwart calls its accounts")
    arguments = parser.parse_args()
    question = app_password.read_question()
    account = {
        "address": question.address, "login": question.login,
        "local": question.address.rsplit("@", 1)[0],
    }[arguments.account]
    url, token = arguments.url.rstrip("/"), app_password.secret_file(arguments.token_file)
    data = call(url, token, account).get("data") or {}
    known = data.get("secrets") or []
    known = [known] if isinstance(known, str) else known
    begin = f"$app${question.label}$"
    password = app_password.new_password()
    changes = [
        {"action": "removeItem", "field": "secrets", "value": secret}
        for secret in known if secret.startswith(begin)
    ]
    changes.append({
        "action": "addItem", "field": "secrets",
        "value": begin + app_password.ssha512(password)})
    call(url, token, account, changes)
    print(password)


if __name__ == "__main__":
    main()
    sys.exit(0)
