#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""peer.py PROGRAMS: the records of Tests/Zones, judged by `mkprofile check` and by checkdmarc (PyPI), each
asked about the same zones in the same run: agreement, false alarms, missed, time. Runs in a network
namespace of its own, with the Python that has checkdmarc (./dev check-lab --peers)."""

import http.server
import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import time

import stage as stages

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Zones", "records")
AREAS = ["spf", "dmarc", "tls-rpt", "mta-sts", "bimi"]
FAIL, WARN, FINE = "error", "warn", "ok"


def rows():
    for area in AREAS:
        with open(f"{FOLDER}/{area}.json") as file:
            yield from json.load(file)


def quoted(piece):
    return '"' + "".join(
        chr(byte) if 32 <= byte < 127 and byte not in (34, 92) else f"\\{byte:03d}"
        for byte in piece) + '"'


def data(kind, value):
    if kind != "TXT":
        return value
    pieces = []
    for text in value if isinstance(value, list) else [value]:
        blob = text.encode()
        pieces += [blob[start:start + 255] for start in range(0, max(1, len(blob)), 255)]
    return " ".join(quoted(piece) for piece in pieces)


def zone_file(cases):
    lines = [". 3600 IN SOA a. b. 1 3600 600 86400 300", ". 3600 IN NS a."]
    for case in cases:
        for name, records in case["zone"].items():
            lines += [f"{name}. 3600 IN {kind} {data(kind, value)}" for kind, value in records
                      if kind != "SOA" or name]
    return "\n".join(dict.fromkeys(line for line in lines)) + "\n"


class Pages(http.server.BaseHTTPRequestHandler):
    pages = {}

    def do_GET(self):
        host = (self.headers.get("Host") or "").split(":")[0]
        page = self.pages.get((host, self.path.split("?")[0]))
        if page is None:
            return self.send_error(404)
        body = page.get("body", "")
        if page.get("repeat"):
            body += page["repeat"][0] * page["repeat"][1]
        body = (body + page.get("tail", "")).encode()
        self.send_response(page.get("status", 200))
        self.send_header("Content-Type", page.get("type", ""))
        for name, value in (page.get("headers") or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


def serve(authority, cases):
    """A web server with a certificate for each host that a case has."""
    contexts = {}
    for number, case in enumerate(cases):
        for page in case.get("web") or []:
            Pages.pages[page["host"], page["path"]] = page
            host = page["host"]
            if host in contexts:
                continue
            name = f"web{number}-{len(contexts)}"
            names = "DNS:other.example" if page.get("certificate") == "other" else f"DNS:{host}"
            authority.sign(name, "/CN=web", "CA:FALSE", "between", names, "serverAuth")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(authority.chain(name, ["between"]), authority.key(name))
            contexts[host] = context
    first = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    first.load_cert_chain(authority.chains["other"], authority.key("other"))

    def choose(socket, host, context):
        socket.context = contexts.get(host, first)

    first.sni_callback = choose
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 443), Pages)
    server.socket = first.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def own(programs, case, authority):
    area = case["area"]
    done = subprocess.run(
        [f"{programs}/mkprofile-check", "check", "--resolver", "127.0.0.1:53", "--ca-file",
         authority.root, "--json", "--only", area, case["domain"]], capture_output=True, text=True)
    try:
        items = json.loads(done.stdout)["items"]
    except (ValueError, KeyError):
        return FAIL
    if area == "bimi":
        items = [item for item in items
                 if not item["message"].startswith("there is no certificate: Gmail")]
    grades = {item["grade"] for item in items}
    if "error" in grades:
        return FAIL
    return WARN if grades - {"good"} else FINE


def other(case):
    from checkdmarc import bimi, dmarc, mta_sts, smtp_tls_reporting, spf
    ask = {"nameservers": ["127.0.0.1"], "timeout": 5.0}
    domain = case["domain"]
    try:
        result = {
            "spf": lambda: spf.check_spf(domain, **ask),
            "dmarc": lambda: dmarc.check_dmarc(domain, **ask),
            "tls-rpt": lambda: smtp_tls_reporting.check_smtp_tls_reporting(domain, **ask),
            "mta-sts": lambda: mta_sts.check_mta_sts(domain, **ask),
            "bimi": lambda: bimi.check_bimi(domain, **ask),
        }[case["area"]]()
    except Exception:  # Whatever it raises is its verdict.
        return FAIL
    if not result.get("valid", False):
        return FAIL
    return WARN if result.get("warnings") else FINE


def judged(expect, verdict):
    """True, or what a verdict is instead: a false alarm, or missed."""
    if expect in ("ok", "noerr"):
        return True if verdict != FAIL else "false alarm"
    if expect == "error":
        return True if verdict == FAIL else "missed"
    return True if verdict != FINE else "missed"


def main():
    programs = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="check-peers-") as folder:
        os.makedirs(f"{folder}/ca")
        authority = stages.Authority(f"{folder}/ca")
        os.environ["REQUESTS_CA_BUNDLE"] = authority.root
        os.environ["SSL_CERT_FILE"] = authority.root
        stages.run("ip", "link", "set", "lo", "up")
        cases = list(rows())
        with open(f"{folder}/root.zone", "w") as out:
            out.write(zone_file(cases))
        with open(f"{folder}/knot.conf", "w") as out:
            out.write(f'server:\n    rundir: "{folder}"\n    listen: [127.0.0.1@53]\n'
                      f'database:\n    storage: "{folder}"\nzone:\n  - domain: .\n'
                      f'    storage: "{folder}"\n    file: root.zone\n    semantic-checks: off\n')
        server = subprocess.Popen(["/usr/sbin/knotd", "-c", f"{folder}/knot.conf"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            stages.Stage.wait(53)
            serve(authority, cases)
            table = {}
            for case in cases:
                for name, judge in [("mkprofile", lambda: own(programs, case, authority)),
                                    ("checkdmarc", lambda: other(case))]:
                    begin = time.monotonic()
                    verdict = judge()
                    seconds = time.monotonic() - begin
                    line = table.setdefault((case["area"], name), [0, 0, 0, 0, 0.0])
                    found = judged(case["expect"], verdict)
                    line[0] += 1
                    line[1] += found is True
                    line[2] += found == "false alarm"
                    line[3] += found == "missed"
                    line[4] += seconds
                    if os.environ.get("VERBOSE") and found is not True:
                        print(name, case["area"], case["id"], found, verdict, case["why"])
            print(f"{'':8} {'':11} cases  right  false alarms  missed  ms a case")
            for area in AREAS:
                for name in ["mkprofile", "checkdmarc"]:
                    count, right, alarms, missed, seconds = table[area, name]
                    print(f"{area:8} {name:11} {count:5}  {right:5}  {alarms:12}  {missed:6}"
                          f"  {1000 * seconds / count:9.0f}")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
