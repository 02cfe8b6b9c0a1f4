# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""How each program is given its file, and asked to send or to fetch one message."""

import os
import pty
import select
import shutil
import signal
import subprocess
import time

import stage as stages

BODY = "Hello.\n"
NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]


def call(words, home, text=None, seconds=20, **more):
    """Runs a program; what it said."""
    environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": f"{home}/.config",
                   "XDG_CACHE_HOME": f"{home}/.cache", "XDG_DATA_HOME": f"{home}/.share",
                   "TERM": "xterm", **more}
    try:
        done = subprocess.run(words, input=text, capture_output=True, text=True, env=environment,
                              cwd=home, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        return 1, f"took too long: {late.stdout}{late.stderr}"
    return done.returncode, done.stdout + done.stderr


def terminal(words, home, wanted, seconds=15, keys=(), **more):
    """Runs a program in a terminal until it shows a text or ends. `keys` are pairs: a text that it
    shows, and what is typed then."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(home)
        os.environ.update(HOME=home, XDG_CONFIG_HOME=f"{home}/.config", TERM="xterm",
                          XDG_CACHE_HOME=f"{home}/.cache", COLUMNS="120", LINES="40", **more)
        os.execvp(words[0], words)
    said, end, keys, seen = b"", time.monotonic() + seconds, list(keys), 0
    try:
        while time.monotonic() < end:
            if select.select([screen], [], [], 0.1)[0]:
                try:
                    said += os.read(screen, 65536)
                except OSError:
                    break
            if keys and keys[0][0] in said[seen:]:
                seen = len(said)
                os.write(screen, keys.pop(0)[1])
            elif any(word in said for word in wanted):
                break
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(screen)
    return said.decode(errors="replace")


def place(home, path, text, mode=0o600):
    path = f"{home}/{path}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as out:
        out.write(text)
    os.chmod(path, mode)
    return path


def netrc(stage, home, settings, address):
    host = "other" if settings.startswith("other") else "mail"
    user = address if address.startswith("anna") else f'"{address}"'
    password = open(stage.secret).read().rstrip("\n")
    place(home, ".netrc", f'machine {host}.{stages.DOMAIN} login {user} password "{password}"\n')


class Program:
    """A program with the name of its format; `kind` is the protocol that it fetches by."""

    sends = True
    keeps_sender = True
    securities = ["tls", "starttls"]
    kind = "imap"
    binary = None
    # Some fail without a word where nobody sits at a terminal.
    is_silent = False

    def __init__(self, name, **more):
        self.name = name
        for key, value in more.items():
            setattr(self, key, value)

    def path(self, stage):
        return shutil.which(self.binary or self.name, path=os.environ["PATH"] + ":/usr/sbin")

    def document(self, stage, settings, address, *words):
        return stage.document(self.name.split()[0], settings, address, *words)

    def secret(self, stage):
        return ["--secret-command", f"cat {stage.secret}"]

    def message(self, address, subject):
        return f"From: <{address}>\nTo: <anna@{stages.DOMAIN}>\nSubject: {subject}\n\n{BODY}"


class MSMTP(Program):
    def run(self, stage, home, settings, address, authority, subject):
        text = self.document(stage, settings, address, *self.secret(stage), "--ca-file", authority)
        path = place(home, ".msmtprc", text)
        return call(["msmtp", "-C", path, f"anna@{stages.DOMAIN}"], home,
                    self.message(address, subject))


class SNail(Program):
    def run(self, stage, home, settings, address, authority, subject):
        words = ["--ca-file", authority]
        if self.name.endswith("command"):
            words += self.secret(stage)
        else:
            netrc(stage, home, settings, address)
        path = place(home, ".mailrc", self.document(stage, settings, address, *words))
        # It takes the home of root from the list of users.
        stages.run("chown", "-R", "65534:65534", home)
        return call([*NOBODY, "s-nail", "-n", "-Ssendwait", "-s", subject, f"anna@{stages.DOMAIN}"], home,
                    BODY, MAILRC=path)


class NeoMutt(Program):
    def run(self, stage, home, settings, address, authority, subject):
        text = self.document(stage, settings, address, *self.secret(stage), "--ca-file", authority)
        path = place(home, ".neomuttrc", text)
        return call(["neomutt", "-n", "-F", path, "-e", "unset record", "-s", subject, "--",
                     f"anna@{stages.DOMAIN}"], home, BODY)


class Postfix(Program):
    binary = "postconf"

    def run(self, stage, home, settings, address, authority, subject):
        # A folder that the users of Postfix may enter.
        config = f"{home}/config"
        for part in ["config", "queue", "data"]:
            os.makedirs(f"{home}/{part}")
        stages.run("chown", "postfix", f"{home}/data")
        place(home, "config/main.cf", f"""\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = /dev/stdout
maillog_file_prefixes = /dev
myhostname = relay.example
myorigin = $myhostname
mydestination =
smtp_dns_support_level = disabled
smtp_host_lookup = native
inet_interfaces = loopback-only
allow_percent_hack = no
swap_bangpath = no
multi_instance_name = postfix-relay
alias_maps =
""", 0o644)
        common = [
            "pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup",
            "qmgr unix n - n 300 1 qmgr", "rewrite unix - - n - - trivial-rewrite",
            "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce",
            "trace unix - - n - 0 bounce", "tlsmgr unix - - n 1000? 1 tlsmgr",
            "postlog unix-dgram n - n - 1 postlogd", "error unix - - n - - error",
            "retry unix - - n - - error", "smtp unix - - n - - smtp",
            "proxymap unix - - n - - proxymap"]
        place(home, "config/master.cf", "\n".join(common) + "\n", 0o644)
        words = ["--ca-file", authority]
        if self.name.endswith("script"):
            script = place(home, "relay.sh", self.document(
                stage, settings, address, "--as", "script", *words), 0o755)
            code, said = call(["sh", script], home, MAIL_CONFIG=config,
                              MAIL_PASSWORD=open(stage.secret).read().rstrip("\n"))
            if code:
                return False, said
        else:
            with open(f"{config}/main.cf", "a") as out:
                out.write(self.document(stage, settings, address, *words))
            text = self.document(stage, settings, address, "--as", "sasl_passwd", *words)
            place(home, "config/sasl_passwd", text.rstrip("\n") + open(stage.secret).read())
            place(home, "config/tls_policy", self.document(
                stage, settings, address, "--as", "tls_policy", *words), 0o644)
        log = open(f"{home}/log", "w")
        master = subprocess.Popen(["postfix", "-c", config, "start-fg"], stdout=log, stderr=log,
                                  stdin=subprocess.DEVNULL)
        try:
            for _ in range(100):
                if os.path.exists(f"{home}/queue/public/pickup"):
                    break
                time.sleep(0.05)
            call(["sendmail", "-C", config, "-f", "root", f"anna@{stages.DOMAIN}"], home,
                 f"From: root\nTo: <anna@{stages.DOMAIN}>\nSubject: {subject}\n\n{BODY}",
                 MAIL_CONFIG=config)
            for _ in range(200):
                log.flush()
                said = open(f"{home}/log").read()
                if "status=" in said:
                    break
                time.sleep(0.05)
        finally:
            call(["postfix", "-c", config, "stop"], home)
            master.wait()
        return "status=sent" in said, said


class Exim(Program):
    def path(self, stage):
        return stage.exim if stage.exim and os.path.exists(stage.exim) else None

    def run(self, stage, home, settings, address, authority, subject):
        secret = place(home, "secret", open(stage.secret).read(), 0o644)
        text = self.document(stage, settings, address, "--ca-file", authority, "--secret-file",
                             secret)
        os.makedirs(f"{home}/spool")
        stages.run("chown", "65533:65533", f"{home}/spool")
        head = (f"spool_directory = {home}/spool\nlog_file_path = {home}/spool/%slog\n"
                f"exim_path = {stage.exim}\nkeep_environment =\n"
                "primary_hostname = relay.example\ndisable_ipv6\n")
        # Only here is the smarthost on the same machine.
        text = text.replace("  driver = manualroute\n", "  driver = manualroute\n  self = send\n")
        place(home, "exim.conf", head + text, 0o644)
        return self.send(stage, home, subject)

    def send(self, stage, home, subject):
        code, said = call([stage.exim, "-C", f"{home}/exim.conf", "-odf", "-f", "root@relay.example",
                           f"anna@{stages.DOMAIN}"], home,
                          f"From: root@relay.example\nTo: <anna@{stages.DOMAIN}>\n"
                          f"Subject: {subject}\n\n{BODY}")
        for name in ["mainlog", "paniclog"]:
            if os.path.exists(f"{home}/spool/{name}"):
                said += open(f"{home}/spool/{name}").read()
        return " => " in said, said


class DebianExim(Exim):
    """Debian's update-exim4.conf makes the configuration of what the document has for it. Its
    folders are those of the lab, since nothing of Exim is installed."""

    def run(self, stage, home, settings, address, authority, subject):
        text = self.document(stage, settings, address, "--as", "debian", "--ca-file", authority)
        root = os.path.dirname(os.path.dirname(os.path.dirname(stage.exim)))
        shutil.copytree(f"{root}/etc/exim4", f"{home}/etc/exim4")
        for path in ["var/lib", "spool"]:
            os.makedirs(f"{home}/{path}")
        parts = {}
        for line in text.split("\n"):
            if line.startswith("# /etc/"):
                path = line[2:].replace(",", ":").split(":")[0]
                parts[path] = []
            elif parts and line and not line.startswith("#"):
                parts[path].append(line)
        place(home, "etc/mailname", "relay.example\n", 0o644)
        settled = ["dc_other_hostnames='relay.example'", "dc_local_interfaces='127.0.0.1'",
                   "dc_use_split_config='false'", "CFILEMODE='644'"]
        for path, lines in parts.items():
            if path.endswith("passwd.client"):
                lines = [line + open(stage.secret).read().rstrip("\n") for line in lines]
            if path.endswith("update-exim4.conf.conf"):
                lines = settled + lines
            if path.endswith("localmacros"):
                # Only here is the smarthost on the same machine.
                lines = lines + [f"SPOOLDIR = {home}/spool", f"CONFDIR = {home}/etc/exim4",
                                 "MAIN_HARDCODE_PRIMARY_HOSTNAME = relay.example"]
            place(home, path[1:], "\n".join(lines) + "\n", 0o644)
        for path in ["etc/exim4/exim4.conf.template", "update"]:
            source = f"{root}/usr/sbin/update-exim4.conf" if path == "update" else f"{home}/{path}"
            script = open(source).read()
            for old, new in [("/etc/", f"{home}/etc/"), ("/var/lib/exim4", f"{home}/var/lib"),
                             ("/usr/sbin/exim4", stage.exim),
                             ("  same_domain_copy_routing", "  self = send\n  same_domain_copy_routing")]:
                script = script.replace(old, new)
            place(home, path, script, 0o755)
        code, said = call([f"{home}/update", "-o", f"{home}/exim.conf"], home)
        if code:
            return False, said
        stages.run("chown", "-R", "65533:65533", f"{home}/spool")
        log = f"log_file_path = {home}/spool/%slog\n"
        place(home, "exim.conf", log + open(f"{home}/exim.conf").read(), 0o644)
        return self.send(stage, home, subject)


class MBSync(Program):
    sends = False

    def run(self, stage, home, settings, address, authority, subject):
        text = self.document(stage, settings, address, *self.secret(stage), "--ca-file", authority)
        path = place(home, ".mbsyncrc", text)
        for line in text.split("\n"):
            if line.startswith('Path "~/'):
                os.makedirs(f"{home}/{line[8:-1]}")
        code, said = call(["mbsync", "-c", path, "-a"], home)
        return code == 0 and holds(f"{home}/Mail", subject), said


class Fetchmail(Program):
    sends = False
    binary = "fetchmail"

    def run(self, stage, home, settings, address, authority, subject):
        path = place(home, ".fetchmailrc", self.document(
            stage, settings, address, "--ca-file", authority))
        netrc(stage, home, settings, address)
        deliver = place(home, "deliver", "#!/bin/sh\ncat >> \"$HOME/got\"\n", 0o755)
        code, said = call(["fetchmail", "-f", path, "--nodetach", "--nosyslog", "-m", deliver,
                           "--sslcertpath", "/nonexistent"], home)
        return holds(home, subject, "got"), said


class Getmail(Program):
    sends = False
    securities = ["tls"]
    binary = "getmail"

    def run(self, stage, home, settings, address, authority, subject):
        text = self.document(stage, settings, address, *self.secret(stage), "--ca-file", authority)
        path = place(home, "getmail/getmailrc", text)
        for line in text.split("\n"):
            if line.startswith("path = ~/"):
                for part in ["cur", "new", "tmp"]:
                    os.makedirs(f"{home}/{line[9:]}{part}")
        # It will not deliver as root.
        stages.run("chown", "-R", "65534:65534", home)
        code, said = call([*NOBODY, "getmail", "--getmaildir", f"{home}/getmail", "--rcfile", path], home)
        return holds(f"{home}/Mail", subject), said


class Reader(Program):
    """A program with a screen, in a terminal of its own."""

    sends = False

    def run(self, stage, home, settings, address, authority, subject):
        words, more = getattr(self, "start_" + self.name.split()[0])(
            stage, home, settings, address, authority)
        said = terminal(words, home, [subject.encode(), b"ertificate", b"x509"], **more)
        return subject in said, said

    def start_neomutt(self, stage, home, settings, address, authority):
        text = self.document(stage, settings, address, *self.secret(stage), "--ca-file", authority)
        return ["neomutt", "-n", "-F", place(home, ".neomuttrc", text)], {}

    def start_aerc(self, stage, home, settings, address, authority):
        text = self.document(stage, settings, address, *self.secret(stage))
        place(home, ".config/aerc/accounts.conf", text)
        return ["aerc"], {"SSL_CERT_FILE": authority, "SSL_CERT_DIR": "/nonexistent"}


class Composer(Program):
    """aerc writes a message in its own screen and sends it. Its mail is a folder of the machine: what
    is tried is the outgoing server."""

    def run(self, stage, home, settings, address, authority, subject):
        text = self.document(stage, settings, address, *self.secret(stage))
        lines = [line for line in text.split("\n") if not line.startswith("source-cred-cmd")]
        for index, line in enumerate(lines):
            if line.startswith("source = "):
                lines[index] = f"source = maildir://{home}/Mail"
        for part in ["cur", "new", "tmp"]:
            os.makedirs(f"{home}/Mail/INBOX/{part}")
        place(home, ".config/aerc/accounts.conf", "\n".join(lines))
        editor = place(home, "editor", "#!/bin/sh\necho Hello. >> \"$1\"\n", 0o755)
        said = terminal(["aerc", f"mailto:anna@{stages.DOMAIN}?subject={subject}"], home,
                        [b"ertificate", b"x509", b"Message sent"], keys=[(b"Send this", b"y")],
                        EDITOR=editor, XDG_RUNTIME_DIR=home, SSL_CERT_FILE=authority, SSL_CERT_DIR="/nonexistent")
        return "Message sent" in said, said


def holds(folder, subject, name=None):
    """True where a file below the folder has the subject."""
    for place_, _, files in os.walk(folder):
        for file in files:
            if name in (None, file):
                text = open(os.path.join(place_, file), errors="replace").read()
                if f"Subject: {subject}" in text:
                    return True
    return False


SENDERS = [
    MSMTP("msmtp"), SNail("s-nail", binary="s-nail"), SNail("s-nail by command", binary="s-nail"),
    NeoMutt("neomutt", is_silent=True), Postfix("postfix-relay"), Postfix("postfix-relay by script"),
    Exim("exim-smarthost"), DebianExim("exim-smarthost as debian"),
    Composer("aerc that sends", binary="aerc"),
]
FETCHERS = [
    MBSync("mbsync"), Fetchmail("fetchmail"), Fetchmail("fetchmail by POP3", kind="pop3"),
    Getmail("getmail"), Getmail("getmail by POP3", kind="pop3"),
    Reader("neomutt that reads", binary="neomutt"), Reader("aerc that reads", binary="aerc"),
]
