#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Asks Postfix by `postmap -q`: which user name belongs to an address, and which domains there are.

directory:
  source: {command: [/usr/local/lib/mkprofile/postfix.py, hash:/etc/postfix/logins, /etc/postfix/domains]}
  domains: true
  person: true

The first argument is a table from addresses to user names, such as what smtpd_sender_login_maps names;
the second a file with the domains of virtual_mailbox_domains, one a line, whatever follows.
"""
import json
import subprocess
import sys

TABLE, DOMAINS = sys.argv[1:3]


def person(address):
    run = subprocess.run(
        ["postmap", "-q", address, TABLE], capture_output=True, text=True, timeout=10)
    if run.returncode == 1 and not run.stderr:
        return {}
    if run.returncode != 0:
        return {"error": "postmap failed: " + run.stderr.strip()[:200]}
    return {"login": run.stdout.split(",")[0].strip()}


def domains():
    with open(DOMAINS, encoding="utf-8") as file:
        lines = [line.split("#")[0].split() for line in file]
    return {"domains": [line[0] for line in lines if line]}


for line in sys.stdin:
    question = json.loads(line)
    try:
        if question["ask"] == "person":
            answer = person(question["address"])
        elif question["ask"] == "domains":
            answer = domains()
        else:
            answer = {"error": "Postfix cannot list " + question["ask"]}
    except (OSError, subprocess.TimeoutExpired) as error:
        answer = {"error": str(error)}
    print(json.dumps({"id": question["id"], **answer}), flush=True)
