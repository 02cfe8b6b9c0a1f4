#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""lab.py PROGRAMS [NAME ...]: makes one fault after another in a lab of real servers, checks, does
what the check prints, and checks again. lab.py PROGRAMS --delay measures checks of the healthy lab where
each answer takes 50 ms. Runs in a network namespace of its own (./dev check-lab)."""

import json
import os
import subprocess
import sys
import tempfile
import time

import faults
import remedies
import stage as stages


class Lab:
    """The stage with the program that looks at it."""

    def __init__(self, stage):
        self.stage = stage
        self.seconds = []

    def program(self, *words):
        begin = time.monotonic()
        done = subprocess.run(
            [*self.stage.outside(), f"{self.stage.programs}/mkprofile-check", "check",
             "--resolver", f"{stages.FOUR}:53",
             "--ca-file", self.stage.authority.root, "--settings", f"{self.stage.folder}/lab.yaml",
             *words, stages.ADDRESS], capture_output=True, text=True)
        self.seconds.append(time.monotonic() - begin)
        return done

    def check(self):
        done = self.program("--json")
        try:
            return json.loads(done.stdout)["items"]
        except ValueError:
            raise stages.Failure(f"no report: {done.stdout}{done.stderr}")

    @staticmethod
    def bad(items):
        return [item for item in items if item["grade"] in ("error", "warning")]

    def change(self, commands):
        """Changes the zone; a resolver keeps even what may not be kept for the rest of a second."""
        said = self.stage.update(commands)
        self.stage.restart("unbound")
        return said

    def mend(self, items):
        """Does what is printed: records by nsupdate, everything else by its words."""
        update = self.program("--nsupdate").stdout
        if "\nsend\n" in update:
            said = self.change(update)
            if said:
                return f"nsupdate: {said}"
        for item in self.bad(items):
            words = item.get("fix") or ""
            if not words.startswith(("publish", "replace by", "delete")):
                remedies.apply(self.stage, item)
        return None

    def attempt(self, fault):
        """None where all goes well, else what does not."""
        if fault.zone:
            commands = "".join(f"{line}\n" for line in fault.zone)
            said = self.change(f"zone {stages.DOMAIN}.\n{commands}send\n")
            if said:
                return f"cannot be made: {said}"
        self.stage.set(**fault.values)
        items = self.check()
        grades = fault.grade.split("|")
        found = [item for item in items if item["area"] == fault.area and item["grade"] in grades
                 and item["message"].startswith(fault.message)]
        if not found:
            return "is not found: " + self.words(self.bad(items))
        for round in range(3):
            problem = self.mend(items)
            if problem:
                return problem
            items = self.check()
            if not self.bad(items):
                return None
        return "is not mended: " + self.words(self.bad(items))

    @staticmethod
    def words(items):
        return "; ".join(
            f"{item['grade']} {item['area']} {item['place']}: {item['message']} [{item.get('fix')}]"
            for item in items) or "nothing is said"

    def reset(self):
        self.stage.reset()
        self.stage.restore_zone()


# A whole check may take so long and need so much, with so many milliseconds for each answer.
ANSWER, SECONDS, MEGABYTES, ROUNDS = 50, 1.5, 80, 9


def measure(programs):
    """Checks of the healthy lab over slow lines; 1 where one takes too long or too much memory."""
    with tempfile.TemporaryDirectory(prefix="check-lab-") as folder:
        stage = stages.Stage(folder, programs, delay=ANSWER // 2)
        try:
            stage.start()
            stage.write("password", stages.PASSWORD)
            failed = False
            for title, more in [("a check", []), ("a check with --login", ["--login"])]:
                seconds, megabytes = [], []
                for _ in range(ROUNDS):
                    taken, memory = once(stage, more)
                    seconds.append(taken)
                    megabytes.append(memory)
                middle, most = sorted(seconds)[ROUNDS // 2], max(megabytes)
                is_good = middle < SECONDS and most < MEGABYTES
                failed |= not is_good
                print(f"{'ok    ' if is_good else 'FAILED'}  {title} with {ANSWER} ms for each answer:"
                      f" {middle:.2f} s ({min(seconds):.2f} to {max(seconds):.2f}, goal {SECONDS}),"
                      f" {most:.0f} MB (goal {MEGABYTES})", flush=True)
            return 1 if failed else 0
        finally:
            stage.stop()


def once(stage, more):
    """The seconds and the megabytes of one check, which has to be green."""
    words = [f"{stage.programs}/mkprofile-check", "check", "--resolver", f"{stages.FOUR}:53",
             "--ca-file", stage.authority.root, "--settings", f"{stage.folder}/lab.yaml"]
    begin = time.monotonic()
    with open(f"{stage.folder}/password") as password:
        if more:
            more = more + ["--password-fd", str(password.fileno())]
        process = subprocess.Popen(
            [*stage.outside(), *words, *more, stages.ADDRESS], pass_fds=[password.fileno()],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise stages.Failure(f"the lab is not green: {said}")
    return time.monotonic() - begin, usage.ru_maxrss / 1024


def main():
    programs, wanted = sys.argv[1], sys.argv[2:]
    if wanted == ["--delay"]:
        return measure(os.path.abspath(programs))
    rows = [row for row in list(faults.records()) + list(faults.servers())
            if not wanted or any(word in row.name for word in wanted)]
    with tempfile.TemporaryDirectory(prefix="check-lab-") as folder:
        stage = stages.Stage(folder, os.path.abspath(programs))
        try:
            stage.start()
            lab = Lab(stage)
            items = lab.check()
            if lab.bad(items):
                raise stages.Failure("the lab is not green: " + lab.words(lab.bad(items)))
            print(f"green: {len(items)} things looked at", flush=True)
            failed = 0
            for row in rows:
                problem = lab.attempt(row)
                failed += problem is not None
                print(f"{'FAILED' if problem else 'ok    '}  {row.area:10}  {row.name}"
                      + (f": {problem}" if problem else ""), flush=True)
                lab.reset()
            median = sorted(lab.seconds)[len(lab.seconds) // 2]
            print(f"{len(rows) - failed} passed, {failed} failed")
            print(f"{len(lab.seconds)} checks, the median took {median:.2f} s")
            return 1 if failed else 0
        finally:
            if os.environ.get("KEEP"):
                subprocess.run(["cp", "-r", folder, os.environ["KEEP"]])
            stage.stop()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except stages.Failure as failure:
        sys.exit(f"check-lab: {failure}")
