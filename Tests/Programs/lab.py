#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""lab.py MKPROFILE EXIM [NAME ...]: gives each program its file and has it send or fetch a message,
against Dovecot and Postfix with TLS; then each has to refuse a certificate for another host, and one
of an authority that it does not know. Runs in namespaces of its own (./dev programs-lab)."""

import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Lab"))
import stage as stages  # noqa: E402
from frameworks import FRAMEWORKS  # noqa: E402
from programs import FETCHERS, SENDERS  # noqa: E402

DOMAIN = stages.DOMAIN
# Names and a password with what the syntaxes of the programs find special.
ADDRESSES = [f"anna@{DOMAIN}", f"o'n#e$i%l^&y!@{DOMAIN}"]
PASSWORD = "c^o;r$r#e%ct-h'orse"


class Stage(stages.Stage):
    """Dovecot and Postfix of the other lab, which keeps here what was sent."""

    def __init__(self, folder, mkprofile, exim):
        super().__init__(folder, os.path.dirname(mkprofile))
        self.mkprofile, self.exim = mkprofile, exim
        self.homes = 0
        self.secret = f"{folder}/secret"
        self.write("secret", PASSWORD + "\n")
        self.mailbox = f"{folder}/dovecot/mail/box"
        stages.PASSWORD = PASSWORD
        self.values["dovecot.protocols"] = "imap pop3"
        self.values["dovecot.ssl"] = "required"

    def start(self):
        stages.run("ip", "link", "set", "lo", "up")
        # A line each: Exim looks the password up by the first name of an address.
        names = [f"{name}.{DOMAIN}" for name in ["mail", "other"]] + [os.uname().nodename]
        lines = [f"127.0.0.1 {name}\n" for name in ["localhost"] + names]
        self.write("hosts", "".join(lines) + "::1 localhost\n")
        stages.run("mount", "--bind", f"{self.folder}/hosts", "/etc/hosts")
        self.write("passwd", open("/etc/passwd").read()
                   + "Debian-exim:x:65533:65533::/tmp:/bin/false\n")
        self.write("group", open("/etc/group").read() + "Debian-exim:x:65533:\n")
        for name in ["passwd", "group"]:
            stages.run("mount", "--bind", f"{self.folder}/{name}", f"/etc/{name}")
        for name, host, security in [("tls", "mail", "tls"), ("starttls", "mail", "starttls"),
                                     ("other", "other", "tls")]:
            for kind in ["imap", "pop3"]:
                self.write(f"{name}-{kind}.yaml", f"""\
provider: {{id: {DOMAIN}, name: Lab}}
domains: [{{name: {DOMAIN}}}]
incoming: [{{protocol: {kind}, host: {host}.{DOMAIN}, security: {security}}}]
outgoing: [{{protocol: smtp, host: {host}.{DOMAIN}, security: {security}}}]
""")
        os.makedirs(f"{self.folder}/dovecot/mail", exist_ok=True)
        self.restart_dovecot()
        self.restart_postfix()

    def write(self, path, text):
        if path == "dovecot/users":
            # It looks apostrophes up with a backslash before them.
            names = [address.replace("'", "\\'") for address in ADDRESSES]
            text = "".join(f"{name}:{{PLAIN}}{PASSWORD}\n" for name in names)
        if path == "dovecot/dovecot.conf":
            text = text.replace("/%u", "/box") + "auth_username_chars =\n"
        if path == "postfix/config/main.cf":
            text = text.replace("local_transport = discard:", "local_transport = virtual:") + f"""\
virtual_mailbox_base = /
virtual_mailbox_maps = static:{self.mailbox}/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
allow_percent_hack = no
swap_bangpath = no
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
"""
        if path == "postfix/config/master.cf":
            text += "virtual unix - n n - - virtual\n"
        super().write(path, text)

    def document(self, name, settings, address, *words):
        done = subprocess.run(
            [self.mkprofile, "--format", name, "--settings", f"{self.folder}/{settings}.yaml",
             *words, address], capture_output=True, text=True)
        if done.returncode != 0:
            raise stages.Failure(f"no document: {done.stderr}")
        return done.stdout

    def messages(self):
        found = []
        for part in ["new", "cur"]:
            folder = f"{self.mailbox}/{part}"
            for name in os.listdir(folder) if os.path.isdir(folder) else []:
                found.append(open(f"{folder}/{name}", errors="replace").read())
        return found

    def empty(self):
        shutil.rmtree(self.mailbox, ignore_errors=True)

    def arrived(self, subject, seconds):
        end = time.monotonic() + seconds
        while True:
            for text in self.messages():
                if f"Subject: {subject}" in text:
                    return text
            if time.monotonic() > end:
                return None
            time.sleep(0.05)

    def put(self, subject):
        """A message that waits to be fetched."""
        for part in ["new", "cur", "tmp"]:
            os.makedirs(f"{self.mailbox}/{part}", exist_ok=True)
        with open(f"{self.mailbox}/new/{time.time()}.{subject}.lab", "w") as out:
            out.write(f"From: Bob <bob@{DOMAIN}>\nTo: <anna@{DOMAIN}>\nSubject: {subject}\n"
                      "Date: Sat, 28 Nov 2026 12:00:00 +0000\n"
                      f"Message-ID: <{subject}@{DOMAIN}>\n\nHello.\n")
        stages.run("chown", "-R", "65534:65534", self.mailbox)


def trials(stage, program):
    """What is tried: a word for it, the settings, the address, the authority, whether it works."""
    good, stranger = stage.authority.root, f"{stage.folder}/ca/stranger.pem"
    for address in ADDRESSES:
        for security in program.securities:
            yield f"{security}, {address}", f"{security}-{program.kind}", address, good, True
    yield "another host", f"other-{program.kind}", ADDRESSES[0], good, False
    yield "an unknown authority", f"tls-{program.kind}", ADDRESSES[0], stranger, False


def attempt(stage, program, number, trial):
    """None where the program does as it should, else what it did."""
    what, settings, address, authority, works = trial
    subject = f"{program.name.replace(' ', '-')}-{number}"
    stage.homes += 1
    home = f"{stage.folder}/home-{stage.homes}"
    os.makedirs(home, mode=0o755)
    stage.empty()
    if not program.sends:
        stage.put(subject)
    done, said = program.run(stage, home, settings, address, authority, subject)
    if program.sends:
        done = stage.arrived(subject, 5 if works else 0.3)
        sender = done and [line for line in done.split("\n") if line.startswith("Return-Path:")]
        if works and done and sender != [f"Return-Path: <{address}>"] and program.keeps_sender:
            return f"the sender is {sender}"
    if works and not done:
        return f"it did not work: {said}"
    if not works and done:
        return f"it went on in spite of {what}: {said}"
    if not works and not any(word in said.lower() for word in ["certificate", "verif", "x509", "hostname"]
    ) and not program.is_silent:
        return f"it failed without a word about the certificate: {said}"
    return None


def main():
    mkprofile, exim, *words = sys.argv[1:]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="programs-lab-") as folder:
        stage = Stage(folder, mkprofile, exim)
        try:
            stage.start()
            for program in SENDERS + FRAMEWORKS + FETCHERS:
                if words and not any(word in program.name for word in words):
                    continue
                if program.path(stage) is None:
                    print(f"{program.name}: is not installed")
                    failed += 1
                    continue
                begin, faults = time.monotonic(), 0
                for number, trial in enumerate(trials(stage, program)):
                    fault = attempt(stage, program, number, trial)
                    if fault:
                        faults += 1
                        print(f"{program.name}, {trial[0]}: {fault}")
                failed += faults
                state = "sends and refuses" if program.sends else "fetches and refuses"
                if not faults:
                    print(f"{program.name}: {state} as it should ({time.monotonic() - begin:.1f} s)")
        finally:
            stages.run("postfix", "-c", f"{folder}/postfix/config", "stop", check=False)
            stage.end("dovecot")
            for path in ["/etc/hosts", "/etc/passwd", "/etc/group"]:
                stages.run("umount", path, check=False)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
