#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""trial.py SYSTEM PROXY: a new machine with nothing but the package, in a world of its own (./dev trial).

Boots the system in the folder SYSTEM, which stays as it is, installs /packages/mkprofile_*.deb there,
runs `mkprofile quickstart` and then every command that it prints, to the letter. The check at the end must
have no error. Then mail clients look everything up, and go on asking while /next/mkprofile_*.deb is
installed."""

import glob
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

import machine
import world as worlds

REQUESTS = 60


class Trial:
    """One machine, from the package to its removal."""

    def __init__(self, system, proxy, folder):
        self.proxy, self.failed = proxy, 0
        self.world = worlds.World(folder)
        self.machine = machine.Machine(system, self.world)

    def verdict(self, name, problem):
        """Says whether something is as it should be."""
        self.failed += bool(problem)
        print(f"FAILED: {name}: {problem}" if problem else f"passed: {name}", flush=True)

    def run(self):
        self.world.start()
        self.machine.boot()
        begin = time.monotonic()
        self.machine.run("apt-get install -y /packages/mkprofile_*.deb")
        installed = time.monotonic()
        said = self.machine.run(f"mkprofile quickstart {worlds.DOMAIN} --proxy {self.proxy}")
        steps = self.read(said)
        self.verdict("five steps are printed", None if len(steps) == 5 else said)
        self.world.publish(steps[0])
        for command in [line for step in steps[1:4] for line in step]:
            print(f"    # {command}", flush=True)
            self.machine.run(command)
        self.green(steps[4][-1])
        end = time.monotonic()
        print(f"{self.proxy}: {end - begin:.0f} s from nothing to a green check, "
              f"{installed - begin:.0f} s of them for the package", flush=True)
        self.verdict("the service runs without restarts", self.service())
        self.look_up()
        self.metrics()
        self.upgrade()
        self.wrong_settings()
        if self.proxy != "none":
            self.silence()
        self.purge()

    @staticmethod
    def read(said):
        """The lines of each numbered step."""
        steps = []
        for line in said.split("\n"):
            if re.match(r"\d+\. ", line):
                steps.append([])
            elif line.startswith("   ") and steps:
                steps[-1].append(line[3:])
        return steps

    def green(self, command):
        done = self.machine.do(command)
        print(f"    # {command}\n" + "".join(f"      {line}\n" for line in done.stdout.split("\n")[-4:]),
              flush=True)
        self.verdict("the check is green", None if done.returncode == 0 else done.stdout)

    def service(self):
        state = self.machine.show("ActiveState", "SubState", "NRestarts")
        return None if state == "active running 0" else state

    def look_up(self):
        """What mail clients ask, with TLS and without, by IPv4 and IPv6."""
        asked = 0
        problems = []
        for url, expected, body in worlds.look_ups():
            for version in (4, 6):
                asked += 1
                answer = self.world.fetch(url, version, body)
                if not answer.startswith("200 ") or expected not in answer:
                    problems.append(f"IPv{version} {url}: {answer[:200]}")
        self.verdict(f"{asked} look-ups through {self.proxy}", "; ".join(problems))

    def metrics(self):
        text = self.machine.ask("http://127.0.0.1:9180/metrics")
        done = subprocess.run(["promtool", "check", "metrics"], input=text, text=True,
                              capture_output=True, check=False)
        said = (done.stdout + done.stderr).strip()
        series = len([line for line in text.split("\n") if line and line[0] != "#"])
        self.verdict(f"promtool likes the {series} metrics", said or (not series and "there are none"))

    def upgrade(self):
        """Requests, each on a connection of its own, before, while and after the package is upgraded."""
        before = self.machine.show("MainPID")
        good, during = [], []
        work = threading.Thread(
            target=self.machine.run, args=("apt-get install -y /next/mkprofile_*.deb",))
        url = f"https://autoconfig.{worlds.DOMAIN}/mail/config-v1.1.xml?emailaddress=anna@{worlds.DOMAIN}"
        number = 0
        while number < REQUESTS or work.is_alive():
            if number == 10:
                work.start()
            if work.is_alive():
                during.append(number)
            good.append(self.world.fetch(url, 4 if number % 2 else 6).startswith("200 "))
            number += 1
            time.sleep(0.15)
        after = self.machine.show("MainPID")
        version = self.machine.run("dpkg-query -W -f '${Version}' mkprofile")
        problem = None
        if not all(good):
            problem = f"{good.count(False)} of {len(good)} requests failed"
        elif before == after or not version.endswith("-2") or not during:
            problem = f"the service is still {before}, the package {version}"
        # Without a proxy and a socket of systemd, requests meet a closed port while it starts anew.
        if self.proxy == "none" and good.count(False) <= 20:
            problem = None
        self.verdict(f"{good.count(True)} of {len(good)} requests are answered, {len(during)} of them "
                     f"during the upgrade to {version}", problem)

    def wrong_settings(self):
        """A mistake keeps the old settings; a start with it fails once and is not tried for ever."""
        file = "/etc/mkprofile/mkprofile.yaml"
        self.machine.run(f"cp {file} /root/good; echo nonsense: 1 >> {file}; systemctl reload mkprofile")
        time.sleep(1)
        self.verdict("settings with a mistake do not stop the service", self.service())
        self.machine.do("systemctl restart mkprofile.service")
        time.sleep(3)
        state = self.machine.show("ActiveState", "NRestarts", "ExecMainStatus")
        self.verdict("a start with them ends once, with 65", None if state == "failed 0 65" else state)
        self.machine.run(f"cp /root/good {file}; systemctl reset-failed mkprofile.service; "
                         "systemctl restart mkprofile.service")

    def silence(self):
        """A server that is away leaves no address in any log."""
        self.machine.run("systemctl stop mkprofile.socket mkprofile.service")
        url = f"https://autoconfig.{worlds.DOMAIN}/mail/config-v1.1.xml?emailaddress=anna@{worlds.DOMAIN}"
        answer = self.world.fetch(url, 4)
        self.verdict("a proxy without a server says 502", None if answer[:3] == "502" else answer[:200])
        found = self.machine.do("grep -rl 'anna@' /var/log; journalctl | grep 'anna@'").stdout
        self.verdict("no log has an address", found)
        self.machine.run("systemctl start mkprofile.socket mkprofile.service")

    def purge(self):
        self.machine.run("apt-get remove -y mkprofile")
        self.verdict("removal keeps settings", self.machine.do(
            "test -s /etc/mkprofile/mkprofile.yaml || echo they are gone").stdout)
        self.machine.run("apt-get purge -y mkprofile")
        left = self.machine.do(
            "ls -d /etc/mkprofile /usr/libexec/mkprofile /var/lib/mkprofile 2>/dev/null; "
            "systemctl is-active mkprofile.service | grep -x active").stdout
        self.verdict("purge leaves nothing", left)


def main():
    system, proxy = sys.argv[1:3]
    # Whoever ends this ends the machine, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        trial = Trial(system, proxy, folder)
        try:
            trial.run()
        finally:
            if os.environ.get("KEEP"):
                for file in glob.glob(f"{folder}/*.log"):
                    subprocess.run(["cp", file, os.environ["KEEP"]], check=False)
            trial.machine.stop()
            trial.world.stop()
        return 1 if trial.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except machine.Failure as failure:
        sys.exit(f"trial: {failure}")
