# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""What the sentences of a check tell an administrator to do, done to the lab.

Nothing here knows which fault was made: the words and the place of a finding decide."""

import re

PORTS = {"143": "dovecot", "993": "dovecot", "995": "dovecot", "4190": "dovecot",
         "25": "postfix", "465": "postfix", "587": "postfix"}


def part_of(place):
    """The server that a finding is about."""
    found = re.match(r"\w+ mail\.lab\.example:(\d+)", place)
    if found:
        return PORTS[found.group(1)]
    return "dav" if "dav.lab.example" in place else "setup"


def certificate(stage, part, words):
    if part in ("dovecot", "postfix", "setup", "dav"):
        stage.set(**{f"{part}__certificate": "good"})


def tls(stage, part, words):
    stage.set(**{f"{part}__tls": stage.defaults[f"{part}.tls"]})


def start(stage, part, words):
    if part == "dovecot":
        stage.set(dovecot__protocols=stage.defaults["dovecot.protocols"],
                  dovecot__listen=stage.defaults["dovecot.listen"])
    elif part == "postfix":
        stage.set(postfix__services=stage.defaults["postfix.services"])
    elif part == "setup":
        stage.set(nginx="yes")
    else:
        stage.set(radicale="yes", dav__pages="")


def log_in(stage, part, words):
    if part == "dovecot":
        stage.set(dovecot__mechanisms="plain login")
    else:
        stage.set(postfix__sasl="yes")


def only_tls(stage, part, words):
    if part == "dovecot":
        stage.set(dovecot__plain="yes", dovecot__ssl="required")
    else:
        stage.set(postfix__plain="yes")


def pages(stage, part, words):
    if part == "setup":
        stage.set(setup__pages="")
    else:
        stage.set(dav__pages="", dav__wellknown="")


def settings(stage, part, words):
    stage.set(serve="good", setup__pages="")


def backend(stage, part, words):
    if part == "setup":
        stage.set(serve="good")
    else:
        stage.set(radicale="yes")


REMEDIES = [
    (r"^install a certificate|^renew it|^install one for|^send the certificates|^set the server's clock",
     certificate),
    (r"^allow TLS 1\.2", tls),
    (r"^offer STARTTLS with a certificate", certificate),
    (r"^offer STARTTLS", lambda stage, part, words: stage.set(postfix__starttls="may")),
    (r"^start the service, and let PROPFIND", start),
    (r"^start the server|^start the web server", start),
    (r"^correct .*, or start the service", start),
    (r"^switch ", log_in),
    (r"^refuse log-ins without TLS", only_tls),
    (r"^redirect it to", pages),
    (r"^answer 404 there|^answer 200 there|^send it as|^end the circle|^serve it without a password",
     pages),
    (r"^serve it there with status 200|^name every mail exchanger|^add ", pages),
    (r"^serve the settings of today", settings),
    (r"^mend the server behind", backend),
    (r"^serve the pages there", lambda stage, part, words: stage.set(
        nginx="yes", serve="good", setup__pages="")),
    (r"^serve them with", lambda stage, part, words: stage.set(nginx="yes", serve="good")),
    (r"^sign the zone again", lambda stage, part, words: stage.set(anchor="good")),
]


def apply(stage, item):
    """Does what a finding says; False where its words are none that somebody could follow."""
    words = item.get("fix") or ""
    for pattern, remedy in REMEDIES:
        if re.search(pattern, words):
            remedy(stage, part_of(item["place"]), words)
            return True
    return False
