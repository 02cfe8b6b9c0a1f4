# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""What an attack on `mkprofile serve` must not reach, each as one function with its numbers.

Run by `./dev attack`. Arguments: the program mkprofile-serve, then names of attacks; all of them
without. Everything stays on the loopback interface, bounded in time and count.
"""

import multiprocessing
import os
import re
import socket
import sys
import time

from server import PROFILE, Flood, Site

PROGRAM = os.path.abspath(sys.argv[1])
SIGNED = PROFILE + "?emailaddress=anna@example.ch"
# Nobody waits longer for a signed profile, nor for a look-up.
MOST_SECONDS = 1.0


def watch(ask, seconds=6, pause=0.2):
    """Asks again and again; the answers."""
    answers, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        answers.append(ask(len(answers)))
        time.sleep(pause)
    return answers


def slowest(answers):
    return max(answer.seconds for answer in answers)


def judge(answers, found):
    """The usual measure: all are answered, none late."""
    late = slowest(answers)
    found.note("asked", len(answers))
    found.note("slowest", f"{late * 1000:.0f} ms")
    found.check("all are answered", all(answer.status == 200 for answer in answers))
    found.check(f"none waits {MOST_SECONDS:.0f} s", late < MOST_SECONDS)


def later_get(found):
    """Gateways, restored tabs and forwarded mails look at a link before and after its use."""
    with Site(PROGRAM, hook=Site.REPLACE) as site:
        server, link = site.serve(), site.link()
        looks = [("GET", "Mozilla/5.0 (Windows NT 10.0) Edg/140.0"), ("HEAD", "curl/8.5.0"),
                 ("GET", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Safari/604.1")]
        for method, agent in looks:
            server.ask(link, method, fields={"User-Agent": agent})
        found.note("runs of the hook by looking before", site.runs)
        found.check("looking before makes no password", site.runs == 0)
        pressed = server.press(link)
        phone = server.ask(pressed.location if pressed.status == 303 else link)
        before = site.runs
        server.process.send_signal(1)
        time.sleep(1.5)
        for _ in range(5):
            for method, agent in looks:
                server.ask(link, method, fields={"User-Agent": agent})
        found.note("runs of the hook by looking later", site.runs - before)
        found.check("the phone keeps its mailbox",
                    phone.password is not None and phone.password == site.read("current"))


def two_processes(found):
    """A balancer sends each request to another of two servers."""
    for is_single, more in ((True, ""), (False, "  singleUse: false\n")):
        with Site(PROGRAM, hook=Site.REPLACE, more=more) as site:
            one, two = site.serve(), site.serve()
            link = site.link()
            pressed = one.press(link)
            target = pressed.location if pressed.status == 303 else link
            phones = [server.ask(target) for server in (two, one, two, one)]
            kind = "single use" if is_single else "many uses"
            found.note(f"{kind}: runs of the hook", site.runs)
            found.check(f"{kind}: every copy has the password that is good", all(
                phone.password and phone.password == site.read("current") for phone in phones))
            second = two.press(link)
            found.check(f"{kind}: a second press asks or is refused",
                        second.status == (410 if is_single else 200) and site.runs == 1)
            if is_single:
                continue
            match = re.search(rb'name="again" value="(\d+)"', second.body)
            again = two.press(link, form={"again": match[1].decode() if match else ""})
            phone = one.ask(again.location)
            found.check("a new one is good on the other server",
                        phone.password and phone.password == site.read("current"))
            found.check("the dead one is not handed out", one.ask(target).status == 410)


def hanging_hook(found):
    """A program for passwords that hangs, and a client that presses and leaves, again and again."""
    with Site(PROGRAM, hook="cat >>runs; sleep 60\n") as site:
        server = site.serve()
        links = [site.link(f"user{number}@example.ch") for number in range(6)]
        bodies = ["link=" + link.split("link=")[1] for link in links]

        def press(number):
            method = ("POST", PROFILE, bodies[number % 6])
            if number % 3 == 0:
                return server.leave(links[number % 6])
            return server.leave(method[1], method[0], body=method[2])

        with Flood(press, rate=80):
            answers = watch(lambda _: server.ask(SIGNED), seconds=8)
        judge(answers, found)
        found.note("runs of the hook for 6 links in 8 s", site.runs)
        found.check("the hook is asked once in a while", site.runs <= 12)


def slow_signer(found):
    """A stranger asks for signed profiles of many addresses, from a signer that takes 0.2 s."""
    with Site(PROGRAM, delay=0.2) as site:
        server = site.serve()

        def ask(number):
            return server.ask(
                f"{PROFILE}?emailaddress=user{number}@example.ch", client="203.0.113.7", wait=5)

        with Flood(ask, rate=90, threads=100) as flood:
            time.sleep(1)
            answers = watch(lambda number: server.ask(
                f"{PROFILE}?emailaddress=anna+{number}@example.ch"))
        judge(answers, found)
        refused = sum(answer.status in (429, 503) for answer in flood.answers)
        found.note("the stranger asked, was refused", f"{len(flood.answers)}, {refused}")


def printing(found):
    """A stranger asks for every sheet as PDF, in every spelling that means the same."""
    names = sorted(name[:-5] for name in os.listdir("Templates/clients"))
    makers = sorted(name[:-5] for name in os.listdir("Templates/devices"))
    with Site(PROGRAM) as site:
        server = site.serve()

        def ask(number):
            name, maker = names[number % len(names)], makers[number // len(names) % len(makers)]
            return server.ask(
                f"/sheets/{name}.pdf?device={maker}", client="203.0.113.7", wait=5,
                fields={"Host": "example.ch"})

        with Flood(ask, rate=90, threads=60):
            time.sleep(1)
            answers = watch(lambda _: server.ask(SIGNED))
        judge(answers, found)
    with Site(PROGRAM) as site:
        server = site.serve()
        same = [f"/sheets/{name}.pdf?device=hp" for name in names[:12]]
        with Flood(lambda number: server.ask(
                same[number % 12] + ("&lang=en" if number % 2 else ""), client="203.0.113.7",
                wait=20, fields={"Host": "example.ch"}), rate=200, threads=24, most=24) as flood:
            most = 0
            for _ in range(60):
                most = max(most, children(server.process.pid))
                time.sleep(0.02)
        found.note("24 spellings of one sheet at once: most programs at work", most)
        found.check("identical sheets are one job", most <= 1)
        bodies = {answer.body for answer in flood.answers if answer.status == 200}
        found.check("everybody gets it", len(bodies) == 1 and len(flood.answers) == 24)


def children(process):
    try:
        with open(f"/proc/{process}/task/{process}/children", encoding="utf-8") as file:
            own = len(file.read().split())
        total = own
        for task in os.listdir(f"/proc/{process}/task"):
            if task != str(process):
                with open(f"/proc/{process}/task/{task}/children", encoding="utf-8") as file:
                    total += len(file.read().split())
        return total
    except OSError:
        return 0


def spin(end):
    while time.monotonic() < end:
        pass


def busy_machine(found):
    """Other programs want every processor: profiles, passwords and sheets come all the same."""
    hook = "cut -d' ' -f 41 /proc/self/stat >policy\n" + Site.REPLACE
    with Site(PROGRAM, hook=hook) as site:
        server, links = site.serve(), [site.link(f"u{number}@example.ch") for number in range(8)]
        end = time.monotonic() + 14
        busy = [multiprocessing.Process(target=spin, args=(end,))
                for _ in range(2 * (os.cpu_count() or 1))]
        for process in busy:
            process.start()
        try:
            time.sleep(0.5)
            answers = watch(lambda number: server.ask(
                f"{PROFILE}?emailaddress=u{number}@example.ch"), seconds=4)
            def taken(link):
                pressed = server.press(link)
                return pressed if pressed.status == 303 else server.ask(link)

            presses = [taken(link) for link in links]
            sheet = server.ask("/sheets/generic.pdf", fields={"Host": "example.ch"})
        finally:
            for process in busy:
                process.kill()
                process.join()
        judge(answers, found)
        found.note("slowest password", f"{slowest(presses) * 1000:.0f} ms")
        found.note("sheet as PDF", f"{sheet.seconds * 1000:.0f} ms, {sheet.status}")
        policy = site.read("policy").strip()
        found.note("scheduling class of the hook (0: ordinary, 5: idle)", policy)
        found.check("children are not in the idle class", policy == "0")
        found.check("passwords are made", all(answer.status in (200, 303) for answer in presses))
        found.check("none waits 5 s for one", slowest(presses) < 5)


def half_open(found):
    """2,300 connections that have sent half a request, from a dozen addresses."""
    with Site(PROGRAM) as site:
        server, wires = site.serve("--max-connections", "2048"), []
        try:
            for number in range(2300):
                wire = socket.socket()
                wire.settimeout(2)
                wire.bind((f"127.0.1.{number % 12 + 1}", 0))
                try:
                    wire.connect(("127.0.0.1", server.port))
                    wire.send(b"GET /mail/config-v1.1.xml HTTP/1.1\r\nHost: auto")
                except OSError:
                    pass
                wires.append(wire)
            answers = watch(lambda _: server.ask(
                "/mail/config-v1.1.xml?emailaddress=a@example.ch", wait=30), seconds=5)
        finally:
            for wire in wires:
                wire.close()
        judge(answers, found)


def descriptors(found):
    """A limit of 64 open files, 200 connections that stay, and profiles that need children."""
    with Site(PROGRAM, hook=Site.REPLACE, more="  singleUse: false\n") as site:
        server, wires = site.serve(descriptors=64), []
        links = [site.link(f"user{number}@example.ch") for number in range(4)]
        try:
            for number in range(200):
                wire = socket.socket()
                wire.settimeout(1)
                wire.bind((f"127.0.1.{number % 12 + 1}", 0))
                try:
                    wire.connect(("127.0.0.1", server.port))
                except OSError:
                    pass
                wires.append(wire)
            ready = server.metric("ready")
            during = server.ask("/mail/config-v1.1.xml?emailaddress=a@example.ch", wait=5)
        finally:
            for wire in wires:
                wire.close()
        time.sleep(1)
        found.note("with 200 connections open: look-up, metrics", f"{during.status}, {ready}")
        found.check("the operator is answered", ready == 1)
        answers = watch(lambda _: server.ask(
            "/mail/config-v1.1.xml?emailaddress=a@example.ch"), seconds=2)
        judge(answers, found)
        presses = [server.press(link) for link in links]
        found.check("passwords are made afterwards", all(
            answer.status == 303 for answer in presses))


class Found:
    """What an attack has shown."""

    def __init__(self):
        self.is_good = True

    def note(self, words, value):
        print(f"  {words}: {value}", flush=True)

    def check(self, words, is_good):
        self.is_good &= bool(is_good)
        print(f"  {'ok  ' if is_good else 'FAIL'} {words}", flush=True)


ATTACKS = [later_get, two_processes, hanging_hook, slow_signer, printing, busy_machine, half_open,
           descriptors]


def main():
    names = [name.replace("-", "_") for name in sys.argv[2:]]
    unknown = [name for name in names if name not in [attack.__name__ for attack in ATTACKS]]
    if unknown:
        known = ", ".join(attack.__name__.replace("_", "-") for attack in ATTACKS)
        sys.exit(f"no attack is called {unknown[0]}; there are {known}")
    failed = []
    for attack in ATTACKS:
        if names and attack.__name__ not in names:
            continue
        name = attack.__name__.replace("_", "-")
        print(f"{name}: {attack.__doc__.splitlines()[0]}", flush=True)
        found = Found()
        try:
            attack(found)
        except Exception as error:  # Another attack may still tell something.
            found.check(f"it runs to its end: {type(error).__name__}: {error}", False)
        if not found.is_good:
            failed.append(name)
    if failed:
        sys.exit("attacks that reached something: " + ", ".join(failed))


if __name__ == "__main__":
    main()
