# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Runs every program of Templates/hooks as mkprofile serve does, against stand-ins of the servers."""
import base64
import hashlib
import http.server
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

HOOKS = pathlib.Path(__file__).resolve().parents[2] / "Templates" / "hooks"
QUESTION = {
    "version": 1, "address": "anna@example.ch", "login": "anna@example.ch", "link": "9f2c61d03b7a55e1",
    "provider": "example.ch", "domain": "example.ch", "name": "Anna Muster", "parts": None,
    "device": None, "expires": 1795565350,
}


def ask(hook, *arguments, path=None, **changes):
    """Runs a hook with a question; gives how it ended and what it wrote."""
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    if path:
        environment["PATH"] = f"{path}:{environment['PATH']}"
    return subprocess.run(
        [sys.executable, HOOKS / hook, *arguments], input=json.dumps(QUESTION | changes) + "\n",
        text=True, capture_output=True, env=environment, check=False)


def matches(hashed, password):
    """True where a hash with salt is that of a password, as Dovecot and Stalwart read it."""
    raw = base64.b64decode(hashed.removeprefix("{SSHA512}"))
    return hashlib.sha512(password.encode() + raw[64:]).digest() == raw[:64]


class Server(http.server.BaseHTTPRequestHandler):
    """Answers from a function of the test, and remembers the requests."""

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        status, answer = self.server.answer(self.command, self.path, body)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    do_GET = do_POST = do_PATCH = handle_any

    def log_message(self, *_):
        pass


class HookTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def password(self, done):
        """The one line of a good answer."""
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"\A\S{20,128}\n\Z")
        return done.stdout.strip()

    def serve(self, answer):
        server = http.server.HTTPServer(("127.0.0.1", 0), Server)
        server.answer, server.asked = answer, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        (self.folder / "key").write_text("secret\n")
        return server, f"http://127.0.0.1:{server.server_port}"

    def script(self, name, text):
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)
        return path

    # Every hook says what is wrong with a question, and never makes a password for it.
    def test_questions(self):
        rows = [{"link": "a b"}, {"link": None}, {"login": "a:b@example.ch"},
                {"login": "a\nb@example.ch"}, {"address": None, "login": ""}, {"expires": "soon"}]
        for row in rows:
            done = ask("dovecot-passwd-file.py", str(self.folder), **row)
            self.assertEqual((done.returncode, done.stdout), (1, ""), row)
            self.assertTrue(done.stderr, row)

    def test_dovecot_files(self):
        run = lambda **changes: self.password(
            ask("dovecot-passwd-file.py", str(self.folder), "--devices", "2", **changes))
        run()
        again = run()
        other = run(link="b")
        run(login="ben@example.ch")
        rows = {}
        for name in ("1", "2"):
            for line in (self.folder / name).read_text().splitlines():
                fields = line.split(":")
                self.assertEqual(len(fields), 8)
                rows[fields[0], fields[4].split()[1]] = fields[1]
            self.assertEqual((self.folder / name).stat().st_mode & 0o777, 0o640)
        self.assertTrue(matches(rows["anna@example.ch", "link=9f2c61d03b7a55e1"], again))
        self.assertTrue(matches(rows["anna@example.ch", "link=b"], other))
        self.assertEqual(len(rows), 3)
        # A third device takes the place of the oldest.
        text = (self.folder / "1").read_text()
        (self.folder / "1").write_text(text.replace("made=1", "made=0"))
        run(link="c")
        lines = (self.folder / "1").read_text().splitlines()
        own = [line for line in lines if line.startswith("anna@")]
        self.assertEqual(len(own), 1)
        self.assertIn(" link=c ", own[0])
        self.assertIn("ben@example.ch", (self.folder / "1").read_text())

    def test_dovecot_finds_some_names_in_no_file(self):
        for login in ["o'neill@example.ch", 'a"b@example.ch', "EXAMPLE\\anna"]:
            done = ask("dovecot-passwd-file.py", str(self.folder), login=login)
            self.assertEqual((done.returncode, done.stdout), (1, ""), login)
            self.assertIn("finds no such name", done.stderr)
        self.assertFalse((self.folder / "1").exists())

    def test_dovecot_files_without_a_folder(self):
        done = ask("dovecot-passwd-file.py", str(self.folder / "none"))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("No such file", done.stderr)

    def test_dovecot_sql(self):
        for driver, program in (("postgresql", "psql"), ("mysql", "mysql")):
            self.script(program, f'echo "$@" >{self.folder}/words; cat >{self.folder}/sql\n')
            password = self.password(ask(
                "dovecot-sql.py", driver, "mail", "--option=--host=db", path=self.folder,
                login="o'neill@example.ch"))
            sql = (self.folder / "sql").read_text()
            self.assertIn(hashlib.sha256(password.encode()).hexdigest().encode().hex(), sql)
            self.assertIn("o'neill@example.ch".encode().hex(), sql)
            self.assertNotIn("o'neill", sql)
            self.assertNotIn(password, sql + (self.folder / "words").read_text())
            words = (self.folder / "words").read_text().split()
            self.assertIn("--host=db", words)
            # Files of defaults have to be named first.
            self.assertTrue(driver == "postgresql" or words[0] == "--host=db", words)
        self.script("psql", "echo 'relation does not exist' >&2; exit 3\n")
        done = ask("dovecot-sql.py", "postgresql", "mail", path=self.folder)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("relation does not exist", done.stderr)

    def test_nextcloud(self):
        tokens = '[{"id":7,"name":"mkprofile 9f2c61d03b7a55e1"},{"id":8,"name":"phone"}]'
        occ = self.script("occ", f"""echo "$@" >>{self.folder}/said
case "$*" in
  *auth-tokens:list*) echo '{tokens}' ;;
  *auth-tokens:add*) printf 'app password:\\nAbCdEfGhIjKlMnOpQrStUvWxYz\\n' ;;
esac
""")
        done = ask("nextcloud.py", "--user", "local", "--", str(occ))
        self.assertEqual(self.password(done), "AbCdEfGhIjKlMnOpQrStUvWxYz")
        said = (self.folder / "said").read_text().splitlines()
        self.assertEqual(said[1], "--no-interaction --no-ansi user:auth-tokens:delete anna 7")
        self.assertTrue(said[2].endswith(
            "user:auth-tokens:add --name=mkprofile 9f2c61d03b7a55e1 anna"), said)
        done = ask("nextcloud.py", "--parts", "calendar,contacts", "--", str(occ))
        self.assertEqual(set(json.loads(done.stdout)), {"calendar", "contacts"})
        broken = self.script("broken", "echo 'User not found' >&2; exit 1\n")
        done = ask("nextcloud.py", "--", str(broken))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("User not found", done.stderr)

    def test_mailcow(self):
        def answer(method, path, body):
            if path.startswith("/api/v1/get/app-passwd/all/"):
                return 200, [{"id": 4, "name": "mkprofile 9f2c61d03b7a55e1"}, {"id": 5, "name": "x"}]
            return 200, [{"type": "success", "msg": "ok"}]

        server, url = self.serve(answer)
        password = self.password(ask("mailcow.py", url + "/", str(self.folder / "key")))
        (_, _, headers, _), (_, path, _, added), (_, last, _, deleted) = server.asked
        self.assertEqual(headers["X-Api-Key"], "secret")
        self.assertEqual(path, "/api/v1/add/app-passwd")
        self.assertEqual((added["app_passwd"], added["app_passwd2"]), (password, password))
        self.assertIn("dav_access", added["protocols"])
        self.assertEqual((last, deleted), ("/api/v1/delete/app-passwd", ["4"]))
        server.answer = lambda *_: (200, [{"type": "danger", "msg": "access_denied"}])
        done = ask("mailcow.py", url, str(self.folder / "key"))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("access_denied", done.stderr)

    def test_stalwart(self):
        old = "$app$mkprofile 9f2c61d03b7a55e1$x"
        server, url = self.serve(
            lambda method, *_: (200, {"data": {"secrets": ["$6$own", old]} if method == "GET" else None}))
        password = self.password(ask("stalwart.py", url, str(self.folder / "key")))
        (_, path, headers, _), (method, _, _, changes) = server.asked
        self.assertEqual((path, method), ("/api/principal/anna@example.ch", "PATCH"))
        self.assertEqual(headers["Authorization"], "Bearer secret")
        self.assertEqual(changes[0], {"action": "removeItem", "field": "secrets", "value": old})
        prefix, hashed = changes[1]["value"].rsplit("$", 1)
        self.assertEqual(prefix, "$app$mkprofile 9f2c61d03b7a55e1")
        self.assertTrue(matches(hashed, password))
        server.answer = lambda *_: (403, {})
        done = ask("stalwart.py", url, str(self.folder / "key"))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("403", done.stderr)

    def test_ask(self):
        path = str(self.folder / "socket")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen()

            def answer():
                for text in (b"a-password-of-a-service\n", b""):
                    connection, _ = listener.accept()
                    with connection:
                        self.heard = connection.makefile().readline()
                        connection.sendall(text)

            threading.Thread(target=answer, daemon=True).start()
            self.assertEqual(self.password(ask("ask.py", path)), "a-password-of-a-service")
            self.assertEqual(json.loads(self.heard), QUESTION)
            done = ask("ask.py", path)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
        done = ask("ask.py", path + "-none")
        self.assertIn("No such file", done.stderr)


if __name__ == "__main__":
    unittest.main()
