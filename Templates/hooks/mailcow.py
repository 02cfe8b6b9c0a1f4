#!/usr/bin/python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Makes an app password by the API of mailcow. See mailcow.md."""
import argparse
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import app_password

PROTOCOLS = ["imap_access", "smtp_access", "pop3_access", "sieve_access", "dav_access", "eas_access"]


def call(url: str, key: str, path: str, body=None):
    """What the API answers; ends the program where it refuses."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{url}/api/v1/{path}", data=data,
        headers={"X-API-Key": key, "Content-Type": "application/json", "Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=8) as response:
            answer = json.loads(response.read(1 << 20) or b"null")
    except urllib.error.HTTPError as error:
        app_password.fail(f"{path.split('/')[1]}: mailcow answers {error.code}")
    except (OSError, ValueError) as error:
        app_password.fail(f"{path.split('/')[1]}: {error}")
    for row in answer if isinstance(answer, list) else [answer]:
        if isinstance(row, dict) and row.get("type") in ("danger", "error"):
            app_password.fail(f"{path.split('/')[1]}: mailcow says {row.get('msg')}")
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="where mailcow is, such as https://mail.example.ch")
    parser.add_argument("key_file", help="a file with an API key that may read and write")
    parser.add_argument(
        "--protocols", default=",".join(PROTOCOLS), help="what the password opens, by commas")
    arguments = parser.parse_args()
    question = app_password.read_question()
    url, key = arguments.url.rstrip("/"), app_password.secret_file(arguments.key_file)
    mailbox = urllib.parse.quote(question.login, safe="@")
    known = call(url, key, f"get/app-passwd/all/{mailbox}")
    old = [
        str(row["id"]) for row in known if isinstance(known, list)
        if isinstance(row, dict) and row.get("name") == question.label
    ]
    password = app_password.new_password()
    call(url, key, "add/app-passwd", {
        "active": "1", "username": question.login, "app_name": question.label,
        "app_passwd": password, "app_passwd2": password,
        "protocols": arguments.protocols.split(","),
    })
    if old:
        call(url, key, "delete/app-passwd", old)
    print(password)


if __name__ == "__main__":
    main()
    sys.exit(0)
