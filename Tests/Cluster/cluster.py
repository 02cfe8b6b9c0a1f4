#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Three servers behind nginx with one PostgreSQL, on this machine alone: look-ups go on while one is
killed, one is restarted, the database is restarted and domains are added. Meanwhile links are pressed,
each at all servers at the same moment. Usage: cluster.py SERVER [SECONDS]

No look-up may fail or be answered wrongly; new domains are answered within two seconds; a link has one
password, whichever servers are asked. The time of an answer is compared between people who are there and
who are not, without deciding anything by it.
"""
import http.client
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVERS = ROOT / "Tests/DirectoryTests/Support/servers.sh"
TABLE = ROOT / "Templates/directories/postgresql-links.sql"
SETTINGS = """
provider: {{id: example.ch, name: Example, publicURL: "https://setup.example.ch"}}
delivery: {{linkKey: {folder}/link.key, passwordCommand: [{folder}/password-command], usedLinks: {folder}/used-{index}}}
signing: {{certificate: {folder}/server.pem, key: {folder}/server.key, chain: {folder}/ca.pem}}
incoming: [{{protocol: imap, host: mail.example.ch}}]
outgoing: [{{protocol: smtp, host: mail.example.ch}}]
directory:
  source: postgresql://mkprofile@localhost:{port}/postgres
  passwordFile: {folder}/password
  caFile: {folder}/ca.pem
  domains: "SELECT domain, primary_domain FROM domain"
  person: "SELECT login FROM mailbox WHERE address = $1"
  notify: mkprofile
"""
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  map $arg_link $mkprofile_link {{ default $arg_link; "" $remote_port; }}
  upstream mkprofile {{
    hash $mkprofile_link consistent;
    {servers}
    keepalive 16;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://mkprofile; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_next_upstream error timeout;
      proxy_connect_timeout 1s;
    }}
  }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.database = free_port()
        self.ports = [free_port() for _ in range(3)]
        self.front = free_port()
        self.servers = [None] * 3

    def postgres(self, action):
        subprocess.run(
            ["bash", str(SERVERS), "postgresql", action, str(self.folder), str(self.database)],
            check=True)

    def sql(self, text):
        subprocess.run(
            ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder / "pg"), "-p",
             str(self.database), "-U", "mkprofile", "postgres", "-c", text],
            check=True, env={**os.environ, "PGPASSWORD": "secret"})

    def serve(self, index):
        log = open(self.folder / f"server{index}.log", "ab")
        self.servers[index] = subprocess.Popen(
            [self.program, "serve", "--settings", str(self.settings(index)), "--listen",
             f"127.0.0.1:{self.ports[index]}", "--trusted-proxy", "127.0.0.1", "--rate", "0"],
            stdout=log, stderr=log)

    def wait(self, port):
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"nothing listens on port {port}")

    def start(self):
        self.postgres("start")
        self.sql("CREATE TABLE domain (domain text PRIMARY KEY, primary_domain text);"
                 "CREATE TABLE mailbox (address text PRIMARY KEY, login text);"
                 "INSERT INTO domain SELECT 'd' || i || '.example.ch' FROM generate_series(1, 1000) i;"
                 "INSERT INTO mailbox SELECT 'anna@d' || i || '.example.ch', 'u' || i"
                 " FROM generate_series(1, 1000) i")
        self.sql(TABLE.read_text())
        command = self.folder / "password-command"
        # Each has to be another one, and takes a while; each is noted.
        command.write_text("#!/bin/sh\nread -r line; sleep 0.2\n"
                           f"n=$(date +%s%N)-$$; echo x >> {self.folder}/made; echo word-$n\n")
        command.chmod(0o755)
        subprocess.run([self.mkprofile, "link", "--new-key", str(self.folder / "link.key")], check=True)
        for index in range(3):
            self.settings(index).write_text(
                SETTINGS.format(port=self.database, folder=self.folder, index=index))
        for index in range(3):
            self.serve(index)
        for port in self.ports:
            self.wait(port)
        servers = "\n    ".join(
            f"server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;" for port in self.ports)
        (self.folder / "nginx.conf").write_text(
            NGINX.format(folder=self.folder, port=self.front, servers=servers))
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.nginx = subprocess.Popen(
            [nginx, "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "nginx.log")])
        self.wait(self.front)

    def stop(self):
        for process in [*self.servers, getattr(self, "nginx", None)]:
            if process and process.poll() is None:
                process.terminate()
                process.wait()
        self.postgres("stop")

    def settings(self, index):
        return self.folder / f"settings{index}.yaml"

    @property
    def mkprofile(self):
        return str(pathlib.Path(self.program).with_name("mkprofile"))

    def links(self, people):
        """What stands after `link=` in a link for each of these people."""
        done = subprocess.run(
            [self.mkprofile, "link", "--settings", str(self.settings(0)), "--roster", "-"],
            input="email,name\n" + "".join(f"{person},\n" for person in people), check=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return re.findall(r"link=([A-Za-z0-9_-]+)", done.stdout)

    def request(self, port, method, target, body=None):
        """Status, headers and body, as a proxy with TLS would ask."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Host": "setup.example.ch", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    def press(self, link, ports, view="view"):
        """The password that each of these servers hands out; None where one does not."""
        passwords = [None] * len(ports)

        def one(index, port):
            try:
                status, headers, text = self.request(
                    port, "POST", f"/mail/profile.mobileconfig?link={link}",
                    urllib.parse.urlencode({"view": view}))
                target = headers.get("Location", "")
                if status != 303:
                    found = re.search(r"download=[A-Za-z0-9_-]+", text)
                    target = f"/mail/profile.mobileconfig?{found.group(0)}" if found else ""
                if target:
                    text = self.request(port, "GET", target)[2]
                    found = re.search(r"word-[0-9-]+", text)
                    passwords[index] = found.group(0) if found else None
            except OSError:
                pass

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(ports)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return passwords

    def look_up(self, connection, domain, person="info"):
        """The user name in the answer, or what went wrong."""
        connection.request("GET", f"/mail/config-v1.1.xml?emailaddress={person}@{domain}")
        answer = connection.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            return f"status {answer.status}"
        return body.split("<username>")[1].split("<")[0]


def tell_times(cluster):
    """How long the first and the second answer take, of those who are there and of those who are not."""
    connection = http.client.HTTPConnection("127.0.0.1", cluster.ports[2], timeout=10)
    cluster.sql("INSERT INTO mailbox SELECT 't' || i || '@d1.example.ch', 't' || i || '@d1.example.ch'"
                " FROM generate_series(1, 400) i")
    times = {(known, turn): [] for known in (True, False) for turn in (1, 2)}
    for number in range(1, 401):
        for known in random.sample((True, False), 2):
            for turn in (1, 2):
                begin = time.perf_counter()
                cluster.look_up(connection, "d1.example.ch", f"{'t' if known else 'x'}{number}")
                times[known, turn].append(time.perf_counter() - begin)
    for turn in (1, 2):
        parts = []
        for known in (True, False):
            values = statistics.quantiles(times[known, turn], n=4)
            parts.append(f"{'there' if known else 'not there'}: "
                         + "/".join(f"{value * 1000:.2f}" for value in values))
        print(f"quartiles of answer {turn} in ms: {'; '.join(parts)}")


def main():
    program = os.path.abspath(sys.argv[1])
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mkprofile-cluster-"))
    folder.chmod(0o755)
    cluster = Cluster(program, folder)
    counts = {"look-ups": 0, "failed": 0, "wrong": 0, "by the rule": 0, "links": 0, "passwords handed out": 0,
              "links with two passwords": 0, "links without one": 0}
    lock = threading.Lock()
    end = time.monotonic() + seconds
    database_is_away = threading.Event()
    complaints = []

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", cluster.front, timeout=10)
        while time.monotonic() < end:
            number = random.randint(1, 1000)
            known = random.random() < 0.5
            domain, person = f"d{number}.example.ch", "anna" if known else "info"
            away = database_is_away.is_set()
            try:
                got = cluster.look_up(connection, domain, person)
            except (OSError, http.client.HTTPException) as error:
                got = f"{type(error).__name__}"
                connection.close()
            rule = ("%EMAILADDRESS%", f"{person}@{domain}")
            with lock:
                counts["look-ups"] += 1
                if got.startswith("status") or got.endswith(("Error", "Disconnected")):
                    counts["failed"] += 1
                    complaints.append(f"{person}@{domain}: {got}")
                elif known and got in rule and (away or database_is_away.is_set()):
                    counts["by the rule"] += 1
                elif got not in ((f"u{number}",) if known else rule):
                    counts["wrong"] += 1
                    complaints.append(f"{person}@{domain}: {got}")

    def presser(links):
        """Presses each link at all servers that are there, then by the proxy."""
        for number, link in enumerate(links):
            if time.monotonic() >= end:
                return
            # Without the database each server knows its own alone.
            away = database_is_away.is_set()
            there = [port for port, server in zip(cluster.ports, cluster.servers)
                     if server and server.poll() is None and port not in restarting]
            found = cluster.press(link, there if number % 2 else there + [cluster.front])
            words = {word for word in found if word}
            with lock:
                if away or database_is_away.is_set():
                    continue
                counts["links"] += 1
                counts["passwords handed out"] += sum(1 for word in found if word)
                if len(words) > 1:
                    counts["links with two passwords"] += 1
                    complaints.append(f"link {number}: {sorted(words)}")
                elif not words:
                    counts["links without one"] += 1
                    complaints.append(f"link {number}: nobody hands out a password")
            time.sleep(0.2)

    restarting = set()
    try:
        cluster.start()
        links = cluster.links([f"p{i}@d{i}.example.ch" for i in range(1, min(1000, seconds * 4))])
        end = time.monotonic() + seconds
        clients = [threading.Thread(target=client) for _ in range(8)]
        clients.append(threading.Thread(target=presser, args=(links,)))
        for thread in clients:
            thread.start()
        pause = seconds / 6
        time.sleep(pause)
        print("one server is killed", flush=True)
        restarting.add(cluster.ports[0])
        cluster.servers[0].send_signal(signal.SIGKILL)
        cluster.servers[0].wait()
        time.sleep(pause)
        cluster.serve(0)
        cluster.wait(cluster.ports[0])
        restarting.clear()
        print("one server is restarted", flush=True)
        restarting.add(cluster.ports[1])
        cluster.servers[1].terminate()
        cluster.servers[1].wait()
        cluster.serve(1)
        cluster.wait(cluster.ports[1])
        restarting.clear()
        time.sleep(pause)
        print("the database is restarted", flush=True)
        database_is_away.set()
        cluster.postgres("stop")
        time.sleep(1)
        cluster.postgres("start")
        # Who has failed three times is not asked for some seconds.
        time.sleep(max(pause, 5))
        database_is_away.clear()
        print("10,000 domains are added", flush=True)
        cluster.sql("INSERT INTO domain SELECT 'n' || i || '.example.ch' FROM"
                    " generate_series(1, 10000) i; NOTIFY mkprofile")
        begin, learned = time.monotonic(), []
        for port in cluster.ports:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            while cluster.look_up(connection, "n9999.example.ch") == "status 404":
                if time.monotonic() - begin > 30:
                    raise SystemExit("the new domains are not answered")
                time.sleep(0.02)
            learned.append(time.monotonic() - begin)
        for thread in clients:
            thread.join()
        print(f"new domains are answered after {max(learned):.2f} s")
        tell_times(cluster)
    finally:
        cluster.stop()
        bad = [counts[name] for name in ("failed", "wrong", "links with two passwords", "links without one")]
        if not any(bad):
            shutil.rmtree(folder, ignore_errors=True)
    for name, count in counts.items():
        print(f"{count:8} {name}")
    for text in complaints[:10]:
        print(text)
    if any(bad) or not counts["links"]:
        print(f"logs: {folder}")
        raise SystemExit(1)


main()
