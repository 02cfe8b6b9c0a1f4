#!/usr/bin/env python3
# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""The programs for app passwords of Dovecot, tried with Dovecot, PostgreSQL and MariaDB themselves, by what
their pages say (./dev trial hooks). Needs root: each server has a user of its own."""

import glob
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from hooks import HOOKS, ask

READER = "CREATE USER dovecot; GRANT SELECT ON app_passwords TO dovecot;"
POSTGRES = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1:]


def run(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


def block(page, mark):
    """The block of a page that has a text in it."""
    blocks = re.findall(r"```\w*\n(.*?)```", (HOOKS / page).read_text(), re.DOTALL)
    return next(text for text in blocks if mark in text)


def password(hook, *words, **changes):
    done = ask(hook, *words, **changes)
    if done.returncode != 0:
        raise SystemExit(f"FAILED: {hook}: {done.stderr}")
    return done.stdout.strip()


class Trial:
    def __init__(self, folder):
        self.folder, self.processes, self.failed = pathlib.Path(folder), [], 0
        os.chmod(folder, 0o755)

    def start(self, *words):
        log = open(self.folder / "log", "a")
        self.processes.append(subprocess.Popen(words, stdout=log, stderr=log))

    def wait(self, *words):
        for _ in range(300):
            if subprocess.run(words, capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit(f"FAILED: {' '.join(words)}: {(self.folder / 'log').read_text()[-2000:]}")

    def place(self, name, owner, mode=0o755):
        path = self.folder / name
        path.mkdir(mode=mode)
        run("chown", owner, str(path))
        return path

    def postgres(self):
        data, sockets = self.place("pg", "postgres", 0o700), self.place("pgsocket", "postgres")
        own = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        run(*own, f"{POSTGRES[0]}/initdb", "-D", str(data), "--auth=trust", "--encoding=UTF8", cwd="/")
        self.start(*own, f"{POSTGRES[0]}/postgres", "-D", str(data), "-k", str(sockets),
                   "-c", "listen_addresses=")
        client = ["psql", "--host", str(sockets), "--username=postgres", "--set=ON_ERROR_STOP=1"]
        self.wait(*client, "--command=CREATE DATABASE mail")
        run(*client, "--dbname=mail", input=block("dovecot-sql.md", "CREATE TABLE"))
        run(*client, "--dbname=mail", f"--command={READER}")
        return sockets

    def mariadb(self):
        data = self.place("my", "mysql")
        run("mariadb-install-db", "--no-defaults", "--user=mysql", f"--datadir={data}",
            "--auth-root-authentication-method=normal")
        socket = f"{data}/socket"
        self.start("mariadbd", "--no-defaults", "--user=mysql", f"--datadir={data}", f"--socket={socket}",
                   "--skip-networking")
        client = ["mariadb", "--no-defaults", f"--socket={socket}", "--user=root"]
        self.wait(*client, "--execute=CREATE DATABASE mail")
        # A new MariaDB takes everybody on the machine for nobody.
        nobody = "DROP USER IF EXISTS ''@localhost;"
        run(*client, "mail", input=nobody + block("dovecot-sql.md", "CREATE TABLE") + READER)
        return socket

    def dovecot(self, name, passdb):
        """A Dovecot that knows people by something alone."""
        base = self.place(name, "root")
        (base / "conf").write_text(f"""\
protocols = none
base_dir = {base}/run
state_dir = {base}
log_path = {self.folder}/log
# As whoever has an O'Neill must have it: the usual ones are without the apostrophe.
auth_username_chars =
ssl = no
{passdb}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={base}
}}
""")
        self.start("dovecot", "-F", "-c", str(base / "conf"))
        self.wait("test", "-S", str(base / "run/auth-client"))
        return base / "conf"

    def expect(self, conf, name, word, is_good, login="anna@example.ch"):
        done = subprocess.run(["doveadm", "-c", str(conf), "auth", "test", login, word],
                              capture_output=True, text=True, check=False)
        good = (done.returncode == 0) == is_good
        self.failed += not good
        print(f"{'passed' if good else 'FAILED'}: {name}" + ("" if good else f": {done.stdout}{done.stderr}"))

    def try_hook(self, kind, conf, hook, *words, neighbour="o'neill@example.ch"):
        """A password works, a second one of the same link ends it, others stay."""
        first = password(hook, *words)
        self.expect(conf, f"{kind}: the password is taken", first, True)
        self.expect(conf, f"{kind}: another is not", first + "x", False)
        other = password(hook, *words, link="tablet")
        own = password(hook, *words, login=neighbour)
        again = password(hook, *words)
        self.expect(conf, f"{kind}: the same link again", again, True)
        self.expect(conf, f"{kind}: what it replaced is refused", first, False)
        self.expect(conf, f"{kind}: another device stays", other, True)
        self.expect(conf, f"{kind}: another person has one", own, True, neighbour)
        self.expect(conf, f"{kind}: and it is nobody else's", own, False)

    def run(self):
        files = self.place("app-passwords", "root:dovecot", 0o2750)
        passdbs = block("dovecot-passwd-file.md", "passdb {").replace("/etc/dovecot/app-passwords", str(files))
        entry = re.search(r"passdb \{.*?\n\}\n", passdbs, re.DOTALL).group()
        conf = self.dovecot("one", "".join(
            re.sub(r"/\d\n", f"/{number}\n", entry) for number in range(1, 6)))
        self.try_hook("files", conf, "dovecot-passwd-file.py", str(files),
                      neighbour="ben@example.ch")
        socket = self.postgres()
        self.try_hook("PostgreSQL", self.database("two", "pgsql", socket, lambda text: text),
                      "dovecot-sql.py", "postgresql", "mail", f"--option=--host={socket}",
                      "--option=--username=mkprofile")
        socket = self.mariadb()
        told = re.search(r"# MySQL and MariaDB: (AND hash = .*)", block("dovecot-sql.md", "password_query"))
        self.try_hook("MariaDB", self.database("three", "mysql", socket, lambda text: re.sub(
            r"AND hash = encode.*'hex'\)", told.group(1), text)),
                      "dovecot-sql.py", "mysql", "mail", "--option=--no-defaults",
                      f"--option=--socket={socket}", "--option=--user=mkprofile")

    def database(self, name, driver, socket, change):
        text = change(block("dovecot-sql.md", "password_query"))
        text = re.sub(r"driver = \w+", f"driver = {driver}", text)
        text = re.sub(r"host=\S+", f"host={socket}", text)
        file = self.folder / f"{name}.conf.ext"
        file.write_text(text)
        return self.dovecot(name, f"passdb {{\n  driver = sql\n  args = {file}\n}}")

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait()


def main():
    with tempfile.TemporaryDirectory(prefix="hooks-") as folder:
        trial = Trial(folder)
        try:
            trial.run()
        finally:
            trial.stop()
        return 1 if trial.failed else 0


if __name__ == "__main__":
    sys.exit(main())
