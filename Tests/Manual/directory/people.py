#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
import json
import sys

PEOPLE = [
    {"address": "anna@example.ch", "login": "u1234", "name": "Anna Muster", "language": "de"},
    {"address": "bea@example.ch", "login": "u77", "name": "Bea Beispiel", "language": "fr"},
]

for line in sys.stdin:
    question = json.loads(line)
    answer = {"id": question["id"]}
    if question["ask"] == "domains":
        answer["domains"] = ["example.ch", ["example.com", "example.ch"]]
    elif question["ask"] == "people":
        answer["people"] = PEOPLE
    elif question["ask"] == "person":
        for person in PEOPLE:
            if person["address"] == question["address"]:
                answer.update(person)
    print(json.dumps(answer), flush=True)
