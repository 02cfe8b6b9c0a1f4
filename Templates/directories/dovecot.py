#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Asks Dovecot who somebody is, by `doveadm user`.

directory: {source: {command: [/usr/local/lib/mkprofile/dovecot.py]}, person: true}

It has to be run by a user who may use Dovecot's auth-userdb socket. The user name is what Dovecot calls
the user, which a passdb or userdb may change; a field `mkprofile_name` of the userdb is the display name.
"""
import json
import subprocess
import sys


def person(address):
    # To doveadm these are patterns, which it answers with the users that they match.
    if "*" in address or "?" in address:
        return {}
    run = subprocess.run(
        ["doveadm", "user", "--", address], capture_output=True, text=True, timeout=10)
    if run.returncode == 67:  # EX_NOUSER
        return {}
    if run.returncode != 0:
        return {"error": "doveadm user failed: " + run.stderr.strip()[:200]}
    fields = dict(line.split("\t", 1) for line in run.stdout.splitlines() if "\t" in line)
    answer = {"login": fields.get("user", address)}
    if fields.get("mkprofile_name"):
        answer["name"] = fields["mkprofile_name"]
    return answer


def people():
    run = subprocess.run(["doveadm", "user", "*"], capture_output=True, text=True, timeout=60)
    if run.returncode != 0:
        return {"error": "doveadm user failed: " + run.stderr.strip()[:200]}
    names = [name for name in run.stdout.split() if "@" in name]
    return {"people": [{"address": name, "login": name} for name in names]}


for line in sys.stdin:
    question = json.loads(line)
    try:
        if question["ask"] == "person":
            answer = person(question["address"])
        elif question["ask"] == "people":
            answer = people()
        else:
            answer = {"error": "Dovecot does not know " + question["ask"]}
    except (OSError, subprocess.TimeoutExpired) as error:
        answer = {"error": str(error)}
    print(json.dumps({"id": question["id"], **answer}), flush=True)
