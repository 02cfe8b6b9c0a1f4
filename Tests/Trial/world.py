# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""What a new machine meets: names, a mail server that has been there for years, an authority that gives
certificates at the address of Let's Encrypt, and mail clients."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Lab"))
import authority  # noqa: E402
import stage  # noqa: E402

DOMAIN = stage.DOMAIN
FOUR, SIX = stage.FOUR, "2001:db8::1"
AUTHORITY = "acme-v02.api.letsencrypt.org"

REQUEST = f"""<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
<Request><EMailAddress>anna@{DOMAIN}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/\
exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"""


def look_ups():
    """URLs that clients ask, with what must be in the answer and what is sent along."""
    person = f"anna@{DOMAIN}"
    imap = f"<hostname>mail.{DOMAIN}</hostname>"
    for scheme in ("https", "http"):
        own = f"{scheme}://autoconfig.{DOMAIN}"
        yield f"{own}/mail/config-v1.1.xml?emailaddress=anna%40{DOMAIN}", imap, None
        yield f"{own}/mail/config-v1.1.xml?emailaddress={person}", imap, None
        yield f"{own}/mail/config-v1.1.xml", imap, None
        yield f"{own}/.well-known/autoconfig/mail/config-v1.1.xml", imap, None
        yield f"{own}/.well-known/mail-v1.xml", imap, None
        discover = f"{scheme}://autodiscover.{DOMAIN}"
        yield f"{discover}/autodiscover/autodiscover.xml", f"<Server>mail.{DOMAIN}</Server>", REQUEST
        yield f"{discover}/Autodiscover/Autodiscover.xml", f"<Server>mail.{DOMAIN}</Server>", REQUEST
        yield (f"{discover}/autodiscover/autodiscover.json?Email={person}&Protocol=AutodiscoverV1",
               "AutodiscoverV1", None)
        yield (f"{discover}/autodiscover/autodiscover.json/v1.0/{person}?Protocol=AutodiscoverV1",
               "AutodiscoverV1", None)
        yield (f"{scheme}://ua-auto-config.{DOMAIN}/.well-known/user-agent-configuration.json",
               f"mail.{DOMAIN}", None)
        setup = f"{scheme}://setup.{DOMAIN}"
        yield f"{setup}/setup", "<form", None
        yield f"{setup}/mail/profile.mobileconfig?emailaddress={person}", "PayloadContent", None
        yield f"{setup}/setup?lang=de", "<form", None


class World(stage.Stage):
    """Knot, unbound, Dovecot, Postfix and an authority, at one address."""

    def __init__(self, folder):
        super().__init__(folder, "")
        os.makedirs(f"{folder}/acme", exist_ok=True)

    def start(self):
        self.client = subprocess.Popen(["unshare", "-n", "sleep", "infinity"])
        time.sleep(0.2)
        stage.run("ip", "link", "set", "lo", "up")
        stage.run("ip", "link", "add", "lab0", "type", "veth", "peer", "name", "host0")
        stage.run("ip", "link", "set", "host0", "netns", str(self.client.pid))
        for words, name, four, six in [([], "lab0", FOUR, SIX),
                                       (self.outside(), "host0", "192.0.2.2", "2001:db8::2")]:
            stage.run(*words, "ip", "link", "set", "lo", "up")
            stage.run(*words, "ip", "address", "add", f"{four}/24", "dev", name)
            stage.run(*words, "ip", "address", "add", f"{six}/64", "dev", name, "nodad")
            stage.run(*words, "ip", "link", "set", name, "up")
        self.write("resolv.conf", f"nameserver {FOUR}\n")
        # The world has its names from the same place as the machine.
        stage.run("mount", "--bind", f"{self.folder}/resolv.conf", "/etc/resolv.conf")
        self.publish([])
        self.restart_dovecot()
        self.restart_postfix()
        self.start_authority()

    def publish(self, records):
        """Puts records into the zone beside those that have been there for years."""
        folder = f"{self.folder}/knot"
        mine = "".join(f"{name} 3600 IN A {FOUR}\n{name} 3600 IN AAAA {SIX}\n"
                       for name in ("ns1", "ns2", "mail"))
        self.write("knot/lab.zone", f"$ORIGIN {DOMAIN}.\n$TTL 3600\n@ IN SOA ns1 root 1 3600 600 86400 300\n"
                   "@ IN NS ns1\n@ IN NS ns2\n" + mine + "\n".join(records) + "\n")
        self.write("knot/root.zone", ". 3600 IN SOA a. b. 1 3600 600 86400 300\n. 3600 IN NS a.\n"
                   f"a. 3600 IN A 127.0.0.1\n{DOMAIN}. 3600 IN NS ns1.{DOMAIN}.\n"
                   f"ns1.{DOMAIN}. 3600 IN A 127.0.0.1\n"
                   f"{AUTHORITY}. 3600 IN A {FOUR}\n{AUTHORITY}. 3600 IN AAAA {SIX}\n")
        zones = "".join(
            f"  - domain: {name}\n    storage: \"{folder}\"\n    file: {file}\n    semantic-checks: off\n"
            for name, file in ((".", "root.zone"), (DOMAIN, "lab.zone")))
        self.write("knot/knot.conf", f"server:\n    rundir: \"{folder}\"\n    listen: 127.0.0.1@5300\n"
                   f"database:\n    storage: \"{folder}\"\nzone:\n{zones}")
        self.write("unbound/unbound.conf", f"""\
server:
    directory: "{self.folder}/unbound"
    chroot: ""
    username: ""
    pidfile: ""
    use-syslog: no
    interface: 127.0.0.1
    interface: {FOUR}
    access-control: 0.0.0.0/0 allow
    do-not-query-localhost: no
    module-config: "iterator"
    num-threads: 1
stub-zone:
    name: "{DOMAIN}"
    stub-addr: 127.0.0.1@5300
stub-zone:
    name: "."
    stub-addr: 127.0.0.1@5300
remote-control:
    control-enable: no
""")
        self.end("unbound")
        self.end("knot")
        self.spawn("knot", "/usr/sbin/knotd", "-c", f"{folder}/knot.conf")
        self.wait(5300)
        self.spawn("unbound", "/usr/sbin/unbound", "-d", "-c", f"{self.folder}/unbound/unbound.conf")
        self.wait(53)

    def start_authority(self):
        self.authority.sign("acme", "/CN=acme", "CA:FALSE", "between", f"DNS:{AUTHORITY}", "serverAuth")
        self.authority.chains["acme"] = self.authority.chain("acme", ["between"])
        self.letsencrypt = authority.Server(AUTHORITY, self.authority, f"{self.folder}/acme")

    def fetch(self, url, version, body=None):
        """Asks as a client does, and gives the status, the type and the body of the answer."""
        words = ["curl", "-s", "--noproxy", "*", "--max-time", "20", f"-{version}", "--cacert",
                 self.authority.root, "-w", "\n%{http_code} %{content_type}", url]
        if body:
            words += ["-H", "Content-Type: text/xml", "--data-binary", body]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        text, _, last = done.stdout.rpartition("\n")
        return f"{last} {text}"
