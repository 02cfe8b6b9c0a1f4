# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""A running `mkprofile serve` under attack, and clients of it, on the loopback interface alone."""

import http.client
import os
import re
import resource
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

PROXY = "127.0.0.9"
PROFILE = "/mail/profile.mobileconfig"

SETTINGS = """
provider:
  id: example.ch
  name: Example Mail
  languages: [en]
  publicURL: https://setup.example.ch
domains: [{name: example.ch}]
incoming: [{protocol: imap, host: imap.example.ch}]
outgoing: [{protocol: smtp, host: smtp.example.ch}]
"""


class Site:
    """The settings, keys and programs of a provider, in a folder of their own.

    `hook` is a shell script that writes the new password to `current`; `signing` is yaml.
    """

    def __init__(self, program, hook=None, delay=None, more=""):
        self.program = program
        self.folder = tempfile.mkdtemp(prefix="mkprofile-attack-")
        self.servers = []
        self.certify()
        run([self.binary("mkprofile"), "link", "--new-key", self.path("link.key")])
        signing = "certificate: signer.pem, key: signer.key, chain: root.pem"
        if delay:
            self.write("sign", f"#!/bin/sh\nsleep {delay}\nexec openssl cms -sign -binary -nodetach"
                       f" -outform DER -signer {self.path('signer.pem')} -inkey"
                       f" {self.path('signer.key')} -certfile {self.path('root.pem')}\n")
            os.chmod(self.path("sign"), 0o700)
            signing = f"command: [{self.path('sign')}], timeout: 20"
        text = SETTINGS + f"signing: {{{signing}}}\ndelivery:\n  linkKey: link.key\n{more}"
        if hook:
            self.write("hook", "#!/bin/sh\ncd " + self.folder + "\n" + hook)
            os.chmod(self.path("hook"), 0o700)
            text += f"  passwordCommand: [{self.path('hook')}]\n  passwordTimeout: 5\n"
        self.write("mkprofile.yaml", text)

    # Each run is counted, and ends the password of the run before.
    REPLACE = 'cat >>runs\nhead -c 12 /dev/urandom | od -An -tx1 | tr -d " \\n" | tee current; echo\n'

    def binary(self, name):
        return os.path.join(os.path.dirname(self.program), name)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, name):
        if not os.path.exists(self.path(name)):
            return ""
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    @property
    def runs(self):
        """How often the program for passwords ran."""
        return len(self.read("runs").splitlines())

    def certify(self):
        new = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
               "-noenc", "-days", "90", "-x509"]
        run([*new, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Root", "-addext",
             "keyUsage=critical,keyCertSign"], self.folder)
        run([*new, "-keyout", "signer.key", "-out", "signer.pem", "-subj", "/CN=setup.example.ch",
             "-CA", "root.pem", "-CAkey", "root.key", "-addext",
             "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=critical,digitalSignature"],
            self.folder)

    def link(self, address="anna@example.ch", *options):
        """Path and query of a new link."""
        text = run([self.binary("mkprofile"), "link", "--settings", self.path("mkprofile.yaml"),
                    *options, address]).strip()
        return text[len("https://setup.example.ch"):]

    def serve(self, *options, descriptors=None):
        server = Server(self, options, descriptors)
        self.servers.append(server)
        return server

    def close(self):
        for server in self.servers:
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Server:
    def __init__(self, site, options, descriptors):
        def limit():
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

        self.process = subprocess.Popen(
            [site.program, "serve", "--settings", site.path("mkprofile.yaml"), "--listen",
             "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--trusted-proxy", PROXY, *options],
            stderr=subprocess.PIPE, text=True, preexec_fn=limit)
        self.lines, self.port, self.admin = [], None, None
        for line in self.process.stderr:
            self.lines.append(line)
            for name, words in (("port", "listening on"), ("admin", "health and metrics on")):
                if match := re.search(words + r" (?:http:)?127\.0\.0\.1:(\d+)", line):
                    setattr(self, name, int(match[1]))
            if self.port and self.admin:
                break
        if not self.port:
            raise RuntimeError("the server does not start:\n" + "".join(self.lines))
        threading.Thread(target=lambda: self.lines.extend(self.process.stderr), daemon=True).start()

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def ask(self, target, method="GET", client="198.51.100.1", body=None, fields=None, wait=20):
        """Asks through a proxy of the provider, which speaks https with the client."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=wait, source_address=(PROXY, 0))
        headers = {"Host": "setup.example.ch", "X-Forwarded-For": client,
                   "X-Forwarded-Proto": "https", "Connection": "close", **(fields or {})}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.monotonic()
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            return Answer(answer.status, dict(answer.getheaders()), text, time.monotonic() - start)
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, {}, str(error).encode(), time.monotonic() - start)
        finally:
            connection.close()

    def press(self, link, **more):
        """Presses the button on the page of a link."""
        token = link.split("link=")[1]
        fields = {"link": token, **more.pop("form", {})}
        return self.ask(PROFILE, "POST", body=urllib.parse.urlencode(fields), **more)

    def leave(self, target, method="GET", client="198.51.100.9", body=""):
        """Asks, and is gone before the answer."""
        with socket.create_connection(("127.0.0.1", self.port), source_address=(PROXY, 0)) as wire:
            wire.sendall(
                f"{method} {target} HTTP/1.1\r\nHost: setup.example.ch\r\n"
                f"X-Forwarded-For: {client}\r\nX-Forwarded-Proto: https\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
            time.sleep(0.02)

    def metric(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=5)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        match = re.search(rf"^mkprofile_{name} (\d+)", text, re.M)
        return int(match[1]) if match else None


class Answer:
    def __init__(self, status, fields, body, seconds):
        self.status, self.fields, self.body, self.seconds = status, fields, body, seconds

    @property
    def location(self):
        return self.fields.get("Location", "")

    @property
    def password(self):
        """The app password in a profile: nobody has to trust the signature for that."""
        match = re.search(rb"<key>IncomingPassword</key>\s*<string>([^<]*)</string>", self.body)
        return match[1].decode() if match else None


class Flood:
    """Threads that do something again and again until the block ends, at most so often a second."""

    def __init__(self, action, rate=100, threads=20, most=3000):
        self.action, self.pause, self.most = action, threads / rate, most
        self.answers, self.count, self.ends = [], 0, threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(threads)]

    def run(self):
        while not self.ends.is_set():
            with self.lock:
                self.count += 1
                number = self.count
            if number > self.most:
                return
            start = time.monotonic()
            try:
                self.answers.append(self.action(number))
            except OSError:
                pass
            self.ends.wait(max(0, self.pause - (time.monotonic() - start)))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        for thread in self.threads:
            thread.join(30)


def run(arguments, folder=None):
    return subprocess.run(
        arguments, check=True, cwd=folder, capture_output=True, text=True).stdout
