# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""A provider on the loopback interface of a network namespace of its own: Knot DNS with a signed zone,
unbound that verifies it, Dovecot, Postfix, nginx, radicale, and `mkprofile serve`."""

import base64
import os
import signal
import socket
import subprocess
import sys
import time

DOMAIN = "lab.example"
ADDRESS = "anna@" + DOMAIN
PASSWORD = "correct horse"
FOUR, SIX = "192.0.2.1", "fd00::1"


class Failure(Exception):
    """The stage cannot be set."""


def run(*words, text=None, check=True, **more):
    done = subprocess.run(words, input=text, capture_output=True, text=True, **more)
    if check and done.returncode != 0:
        raise Failure(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


class Authority:
    """A root, an intermediate authority, and certificates of every kind."""

    def __init__(self, folder):
        self.folder = folder
        self.root = f"{folder}/root.pem"
        self.sign("root", "/CN=Lab root", "CA:TRUE", None, days=30)
        self.sign("between", "/CN=Lab authority", "CA:TRUE", "root", days=30)
        self.sign("stranger", "/CN=Somebody else", "CA:TRUE", None, days=30)
        hosts = ",".join(
            f"DNS:{name}{DOMAIN}"
            for name in ["mail.", "setup.", "dav.", "autoconfig.", "autodiscover.", "mta-sts.",
                         "ua-auto-config.", ""])
        leaf = "CA:FALSE"
        server = "serverAuth"
        self.sign("good", "/CN=lab", leaf, "between", hosts, server)
        self.sign("other", "/CN=lab", leaf, "between", "DNS:other.example", server)
        self.sign("subject", f"/CN=mail.{DOMAIN}", leaf, "between", None, server)
        self.sign("client", "/CN=lab", leaf, "between", hosts, "clientAuth")
        self.sign("purposeless", "/CN=lab", leaf, "between", hosts, None)
        self.sign("expired", "/CN=lab", leaf, "between", hosts, server, start=-90, days=-1)
        self.sign("tomorrow", "/CN=lab", leaf, "between", hosts, server, start=2, days=90)
        self.sign("soon", "/CN=lab", leaf, "between", hosts, server, start=-80, days=10)
        self.sign("days", "/CN=lab", leaf, "between", hosts, server, start=-80, days=3)
        self.sign("long", "/CN=lab", leaf, "between", hosts, server, days=3000)
        self.sign("weak", "/CN=lab", leaf, "between", hosts, server, key="rsa:1024")
        self.sign("unknown", "/CN=lab", leaf, "stranger", hosts, server)
        self.sign("self", "/CN=lab", leaf, None, hosts, server)
        self.chains = {}
        for name in ["good", "other", "subject", "client", "purposeless", "expired", "tomorrow",
                     "soon", "days", "long", "weak", "unknown", "self"]:
            issuer = {"unknown": "stranger", "self": None}.get(name, "between")
            self.chains[name] = self.chain(name, [issuer] if issuer else [])
        self.chains["leaf"] = self.chain("good", [], "leaf")

    def chain(self, name, more, target=None):
        target = f"{self.folder}/{target or name}-chain.pem"
        with open(target, "w") as out:
            for part in [name] + more:
                out.write(open(f"{self.folder}/{part}.pem").read())
        return target

    def key(self, kind):
        return f"{self.folder}/{'good' if kind == 'leaf' else kind}.key"

    def sign(self, name, subject, basic, issuer, names=None, purpose=None, start=0, days=60,
             key="ec"):
        folder = self.folder
        options = ["-newkey", key] + (["-pkeyopt", "ec_paramgen_curve:P-256"] if key == "ec" else [])
        run("openssl", "req", "-new", "-nodes", *options, "-keyout", f"{folder}/{name}.key",
            "-subj", subject, "-out", f"{folder}/{name}.csr")
        lines = [f"basicConstraints=critical,{basic}"]
        if basic == "CA:TRUE":
            lines.append("keyUsage=critical,keyCertSign,cRLSign")
        if names:
            lines.append(f"subjectAltName={names}")
        if purpose:
            lines.append(f"extendedKeyUsage={purpose}")
        with open(f"{folder}/{name}.ext", "w") as out:
            out.write("\n".join(lines) + "\n")
        signer = issuer or name
        with open(f"{folder}/{signer}.db", "a"):
            pass
        moment = time.time() - 3600
        stamp = lambda day: time.strftime("%Y%m%d%H%M%SZ", time.gmtime(moment + day * 86400))
        with open(f"{folder}/ca.cnf", "w") as out:
            out.write(
                f"[ca]\ndefault_ca=d\n[d]\ndatabase={folder}/{signer}.db\nnew_certs_dir={folder}\n"
                "rand_serial=yes\ndefault_md=sha256\nunique_subject=no\npolicy=p\n"
                "[p]\ncommonName=supplied\n")
        own = ["-selfsign", "-keyfile", f"{folder}/{name}.key"]
        other = ["-cert", f"{folder}/{issuer}.pem", "-keyfile", f"{folder}/{issuer}.key"]
        run("openssl", "ca", "-batch", "-notext", "-config", f"{folder}/ca.cnf",
            *(other if issuer else own), "-in", f"{folder}/{name}.csr", "-out",
            f"{folder}/{name}.pem", "-extfile", f"{folder}/{name}.ext", "-startdate", stamp(start),
            "-enddate", stamp(days))


class Stage:
    """All of the servers, and what can be changed about them."""

    def __init__(self, folder, programs, delay=0):
        """`delay` is the milliseconds that a packet takes each way between servers and client."""
        self.folder = folder
        self.programs = programs
        self.delay = delay
        self.processes = {}
        os.chmod(folder, 0o755)
        for part in ["ca", "knot", "unbound", "dovecot", "postfix", "nginx", "radicale"]:
            os.makedirs(f"{folder}/{part}", exist_ok=True)
        self.authority = Authority(f"{folder}/ca")
        self.defaults = {
            "dovecot.certificate": "good", "postfix.certificate": "good",
            "setup.certificate": "good", "dav.certificate": "good", "dovecot.tls": "TLSv1.2",
            "postfix.tls": ">=TLSv1.2", "setup.tls": "TLSv1.2 TLSv1.3", "dav.tls": "TLSv1.2 TLSv1.3",
            "dovecot.mechanisms": "plain login", "dovecot.plain": "yes", "dovecot.listen": "*, ::",
            "dovecot.protocols": "imap pop3 sieve", "dovecot.ssl": "required",
            "postfix.starttls": "may", "postfix.sasl": "yes", "postfix.plain": "yes",
            "postfix.services": "25 465 587", "postfix.mechanisms": "",
            "setup.pages": "", "dav.pages": "", "dav.wellknown": "", "serve": "good",
            "radicale": "yes", "nginx": "yes", "anchor": "good",
        }
        self.values = dict(self.defaults)

    def outside(self):
        """How a program runs as a client."""
        return ["nsenter", "-t", str(self.client.pid), "-n", "--"]

    # Names.

    def start(self):
        """Servers and their client live in two namespaces: what is said to a neighbour on the same
        machine is not what is said to the world."""
        self.client = subprocess.Popen(["unshare", "-n", "sleep", "infinity"])
        time.sleep(0.2)
        run("ip", "link", "set", "lo", "up")
        self.lay_cable()
        for words, name, four, six in [([], "lab0", FOUR, SIX),
                                       (self.outside(), "lab1", "192.0.2.2", "fd00::2")]:
            run(*words, "ip", "address", "add", f"{four}/24", "dev", name)
            run(*words, "ip", "address", "add", f"{six}/64", "dev", name, "nodad")
            run(*words, "ip", "link", "set", name, "up")
        for last in [66, 67, 68]:
            run(*self.outside(), "ip", "route", "add", "unreachable", f"192.0.2.{last}")
        self.write_settings()
        self.start_names()
        for part in ["dovecot", "postfix", "serve", "radicale", "nginx"]:
            self.restart(part)

    def lay_cable(self):
        """Joins the two namespaces."""
        client = str(self.client.pid)
        if self.delay == 0:
            run("ip", "link", "add", "lab0", "type", "veth", "peer", "name", "lab1")
            run("ip", "link", "set", "lab1", "netns", client)
            return
        slow = os.path.join(os.path.dirname(os.path.abspath(__file__)), "slow.py")
        cable = subprocess.Popen(
            [sys.executable, slow, "lab0", "lab1", client, str(self.delay)],
            stdout=subprocess.PIPE, text=True)
        self.processes["cable"] = cable
        if cable.stdout.readline() != "ready\n":
            raise Failure("there is no slow cable: is /dev/net/tun there?")

    def write(self, path, text):
        with open(f"{self.folder}/{path}", "w") as out:
            out.write(text)

    def write_settings(self):
        key = run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
        public = run("openssl", "pkey", "-pubout", "-outform", "PEM", text=key)
        digits = "".join(public.split("\n")[1:-2])
        text = f"""\
provider: {{id: {DOMAIN}, name: Lab, publicURL: "https://setup.{DOMAIN}"}}
domains: [{{name: {DOMAIN}}}]
incoming:
  - {{protocol: imap, host: mail.{DOMAIN}}}
  - {{protocol: imap, host: mail.{DOMAIN}, security: starttls}}
  - {{protocol: pop3, host: mail.{DOMAIN}}}
outgoing:
  - {{protocol: smtp, host: mail.{DOMAIN}}}
  - {{protocol: smtp, host: mail.{DOMAIN}, security: starttls}}
calendars: [{{protocol: caldav, url: "https://dav.{DOMAIN}/"}}]
contacts: [{{protocol: carddav, url: "https://dav.{DOMAIN}/"}}]
manageSieve: {{host: mail.{DOMAIN}}}
dns:
  mx: [{{host: mail.{DOMAIN}}}]
  spf: {{mx: true, all: "-all"}}
  dkim: [{{selector: lab, publicKey: "{digits}"}}]
  dmarc: {{policy: reject, rua: dmarc@{DOMAIN}}}
  mtaSTS: {{mode: enforce}}
  tlsReports: tls@{DOMAIN}
  tlsa: [{{host: mail.{DOMAIN}, port: 25, certificate: {self.folder}/ca/good.pem}}]
  caa: [ca.example]
"""
        self.write("lab.yaml", text)
        self.write("old.yaml", text.replace(f"imap, host: mail.{DOMAIN}", "imap, host: old.example"))
        self.write("names.yaml", text.replace(
            f"imap, host: mail.{DOMAIN}", f"imap, username: local-part, host: mail.{DOMAIN}"))

    def start_names(self):
        folder = f"{self.folder}/knot"
        records = run(f"{self.programs}/mkprofile", "--format", "dns", "--settings",
                      f"{self.folder}/lab.yaml", DOMAIN)
        hosts = "".join(
            f"{name} 3600 IN A {FOUR}\n{name} 3600 IN AAAA {SIX}\n"
            for name in ["ns1", "ns2", "mail", "setup", "dav", "@"])
        self.write("knot/lab.zone", f"$ORIGIN {DOMAIN}.\n$TTL 3600\n"
                   "@ IN SOA ns1 root 1 3600 600 86400 300\n@ IN NS ns1\n@ IN NS ns2\n"
                   + hosts + records)
        self.write("knot/root.zone", ". 3600 IN SOA a. b. 1 3600 600 86400 300\n. 3600 IN NS a.\n"
                   "a. 3600 IN A 127.0.0.1\n" f"{DOMAIN}. 3600 IN NS ns1.{DOMAIN}.\n"
                   f"ns1.{DOMAIN}. 3600 IN A 127.0.0.1\n"
                   f"autodiscover.outlook.com. 3600 IN A {FOUR}\n"
                   f"clientconfig.microsoftonline-p.net. 3600 IN A {FOUR}\n")
        self.write("knot/knot.conf", f"""\
server:
    rundir: "{folder}"
    listen: 127.0.0.1@5300
database:
    storage: "{folder}"
acl:
  - id: all
    address: 127.0.0.1
    action: [update, transfer]
policy:
  - id: lab
    algorithm: ecdsap256sha256
    single-type-signing: on
zone:
  - domain: .
    storage: "{folder}"
    file: root.zone
    acl: all
    semantic-checks: off
  - domain: {DOMAIN}
    storage: "{folder}"
    file: lab.zone
    acl: all
    dnssec-signing: on
    dnssec-policy: lab
    zonefile-sync: -1
    semantic-checks: off
""")
        self.spawn("knot", "/usr/sbin/knotd", "-c", f"{folder}/knot.conf")
        for _ in range(100):
            key = self.dig("DNSKEY", DOMAIN, server="127.0.0.1", port="5300")
            if key:
                break
            time.sleep(0.1)
        else:
            raise Failure("Knot does not answer")
        self.anchor = key[0]
        self.restart("unbound")
        ds = run("/usr/bin/dnssec-dsfromkey", "-2", "-f", "-", DOMAIN,
                 text=f"{DOMAIN}. 3600 IN DNSKEY {key[0]}\n").split(" DS ")[1].strip()
        self.update(f"zone .\nupdate add {DOMAIN}. 3600 DS {ds}\nsend\n")
        self.baseline = self.zone()

    def dig(self, kind, name, server="127.0.0.1", port="53"):
        out = run("dig", f"@{server}", "-p", port, "+short", "+time=2", "+tries=1", name, kind,
                  check=False)
        return [line for line in out.split("\n") if line and not line.startswith(";")]

    def update(self, commands):
        said = subprocess.run(["nsupdate"], input=f"server 127.0.0.1 5300\n{commands}",
                              capture_output=True, text=True)
        return (said.stdout + said.stderr).strip()

    def zone(self):
        """What is in the zone, without what the signer puts there."""
        out = run("dig", "@127.0.0.1", "-p", "5300", "+nocomments", "+noall", "+answer", "+onesoa",
                  DOMAIN, "AXFR")
        records = {}
        for line in out.split("\n"):
            words = line.split(None, 4)
            if len(words) < 5 or words[3] in (
                    "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "DNSKEY", "SOA", "CDS", "CDNSKEY"):
                continue
            records.setdefault((words[0].lower(), words[3]), set()).add(words[4])
        return records

    def restore_zone(self):
        commands = ""
        now = self.zone()
        # What cannot stand beside a CNAME goes first.
        for owner, kind in now:
            if now[owner, kind] != self.baseline.get((owner, kind)):
                commands += f"update delete {owner} {kind}\n"
        for (owner, kind), data in self.baseline.items():
            if now.get((owner, kind)) != data:
                commands += "".join(f"update add {owner} 3600 {kind} {text}\n" for text in data)
        if commands:
            said = self.update(f"zone {DOMAIN}.\n{commands}send\n")
            if said:
                raise Failure(said)

    # Servers.

    def set(self, **changes):
        """Changes values, written `part__name`, and restarts what they belong to."""
        parts = set()
        for name, value in changes.items():
            name = name.replace("__", ".")
            if self.values[name] == value:
                continue
            self.values[name] = value
            part = name.split(".")[0]
            parts.add({"setup": "nginx", "dav": "nginx", "anchor": "unbound"}.get(part, part))
        for part in sorted(parts):
            self.restart(part)

    def reset(self):
        self.set(**{name.replace(".", "__"): value for name, value in self.defaults.items()})

    def restart(self, part):
        getattr(self, f"restart_{part}")()

    def spawn(self, name, *words, **more):
        log = open(f"{self.folder}/{name}.log", "a")
        self.processes[name] = subprocess.Popen(
            words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **more)

    def end(self, name):
        process = self.processes.pop(name, None)
        if process:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @staticmethod
    def wait(*ports, host="127.0.0.1"):
        for port in ports:
            for _ in range(200):
                try:
                    socket.create_connection((host, port), 1).close()
                    break
                except OSError:
                    time.sleep(0.03)
            else:
                raise Failure(f"nobody listens on port {port}")

    def restart_unbound(self):
        self.end("unbound")
        anchor = self.anchor
        if self.values["anchor"] != "good":
            flags, protocol, algorithm, *digits = anchor.split()
            key = bytearray(base64.b64decode("".join(digits)))
            key[5] ^= 255
            anchor = f"{flags} {protocol} {algorithm} {base64.b64encode(key).decode()}"
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
    module-config: "validator iterator"
    trust-anchor: "{DOMAIN}. DNSKEY {anchor}"
    cache-max-ttl: 0
    cache-max-negative-ttl: 0
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
        self.spawn("unbound", "/usr/sbin/unbound", "-d", "-c", f"{self.folder}/unbound/unbound.conf")
        self.wait(53)

    def restart_dovecot(self):
        folder, kind = f"{self.folder}/dovecot", self.values["dovecot.certificate"]
        self.end("dovecot")
        self.write("dovecot/users", f"{ADDRESS}:{{PLAIN}}{PASSWORD}\n")
        mailboxes = f"{folder}/mail"
        os.makedirs(mailboxes, exist_ok=True)
        os.chown(mailboxes, 65534, 65534)
        is_old = self.values["dovecot.tls"] != "TLSv1.2" or kind == "weak"
        level = "ssl_cipher_list = ALL:@SECLEVEL=0\n" if is_old else ""
        self.write("dovecot/dovecot.conf", f"""\
protocols = {self.values["dovecot.protocols"] or "none"}
listen = {self.values["dovecot.listen"]}
base_dir = {folder}/run
state_dir = {folder}
log_path = {folder}/log
ssl = {self.values["dovecot.ssl"]}
ssl_cert = <{self.authority.chains[kind]}
ssl_key = <{self.authority.key(kind)}
ssl_min_protocol = {self.values["dovecot.tls"]}
{level}disable_plaintext_auth = {self.values["dovecot.plain"]}
auth_mechanisms = {self.values["dovecot.mechanisms"]}
mail_location = maildir:{mailboxes}/%u
mail_uid = 65534
mail_gid = 65534
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={mailboxes}/%u
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
service imap-login {{
  service_count = 0
}}
service pop3-login {{
  service_count = 0
}}
service managesieve-login {{
  service_count = 0
}}
""")
        os.chmod(folder, 0o755)
        self.spawn("dovecot", "/usr/sbin/dovecot", "-F", "-c", f"{folder}/dovecot.conf")
        protocols = self.values["dovecot.protocols"].split()
        ports = {"imap": [143, 993], "pop3": [995], "sieve": [4190]}
        if self.values["dovecot.listen"] != "::":
            self.wait(*[port for name in protocols for port in ports[name]])

    def restart_postfix(self):
        folder, kind = f"{self.folder}/postfix", self.values["postfix.certificate"]
        config = f"{folder}/config"
        is_running = os.path.exists(f"{config}/main.cf")
        for part in ["config", "queue", "data"]:
            os.makedirs(f"{folder}/{part}", exist_ok=True)
        run("chown", "postfix", f"{folder}/data")
        services = self.values["postfix.services"].split()
        sasl = self.values["postfix.sasl"]
        is_old = self.values["postfix.tls"] != ">=TLSv1.2" or kind == "weak"
        self.write("postfix/config/main.cf", f"""\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = /dev/stdout
maillog_file_prefixes = /dev
myhostname = mail.{DOMAIN}
mydestination = {DOMAIN}
local_recipient_maps =
local_transport = discard:
inet_protocols = all
inet_interfaces = all
smtpd_tls_security_level = {self.values["postfix.starttls"]}
smtpd_tls_chain_files = {self.authority.key(kind)}, {self.authority.chains[kind]}
smtpd_tls_protocols = {self.values["postfix.tls"]}
smtpd_tls_mandatory_protocols = {self.values["postfix.tls"]}
{"tls_high_cipherlist = ALL:@SECLEVEL=0" if is_old else ""}
{"tls_medium_cipherlist = ALL:@SECLEVEL=0" if is_old else ""}
smtpd_sasl_type = dovecot
smtpd_sasl_path = {self.folder}/dovecot/auth
smtpd_tls_auth_only = {self.values["postfix.plain"]}
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
alias_maps =
""")
        options = f" -o smtpd_sasl_auth_enable={sasl}"
        lines = {
            "25": "smtp inet n - n - - smtpd",
            "587": f"587 inet n - n - - smtpd{options}",
            "465": f"465 inet n - n - - smtpd -o smtpd_tls_wrappermode=yes{options}",
        }
        common = ["pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup",
                  "qmgr unix n - n 300 1 qmgr", "rewrite unix - - n - - trivial-rewrite",
                  "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce",
                  "trace unix - - n - 0 bounce", "discard unix - - n - - discard",
                  "tlsmgr unix - - n 1000? 1 tlsmgr", "anvil unix - - n - 1 anvil",
                  "proxymap unix - - n - - proxymap", "postlog unix-dgram n - n - 1 postlogd",
                  "error unix - - n - - error", "retry unix - - n - - error",
                  "smtp unix - - n - - smtp"]
        self.write("postfix/config/master.cf",
                   "\n".join([lines[name] for name in services] + common) + "\n")
        run("postfix", "-c", config, "reload" if is_running else "start")
        time.sleep(0.5)
        self.wait(*map(int, services))

    def restart_serve(self):
        self.end("serve")
        value = self.values["serve"]
        if value == "no":
            return
        settings = {"good": "lab", "old": "old", "names": "names"}[value]
        self.spawn("serve", f"{self.programs}/mkprofile-serve", "serve", "--settings",
                   f"{self.folder}/{settings}.yaml", "--listen", "127.0.0.1:8080",
                   "--trusted-proxy", "127.0.0.1")
        self.wait(8080)

    def restart_radicale(self):
        self.end("radicale")
        if self.values["radicale"] != "yes":
            return
        self.write("radicale/users", f"{ADDRESS}:{PASSWORD}\n")
        self.write("radicale/config", f"""\
[server]
hosts = 127.0.0.1:5232
[auth]
type = htpasswd
htpasswd_filename = {self.folder}/radicale/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {self.folder}/radicale/data
""")
        self.spawn("radicale", "/usr/bin/python3", "-m", "radicale", "--config",
                   f"{self.folder}/radicale/config")
        self.wait(5232)

    def restart_nginx(self):
        self.end("nginx")
        if self.values["nginx"] != "yes":
            return

        def server(part, names, pages):
            kind = self.values[f"{part}.certificate"]
            is_old = self.values[f"{part}.tls"] != "TLSv1.2 TLSv1.3" or kind == "weak"
            return f"""
  server {{
    listen 443 ssl; listen [::]:443 ssl; listen 80; listen [::]:80;
    server_name {names};
    ssl_certificate {self.authority.chains[kind]};
    ssl_certificate_key {self.authority.key(kind)};
    ssl_protocols {self.values[f"{part}.tls"]};
    {"ssl_ciphers ALL:@SECLEVEL=0;" if is_old else ""}
{pages}  }}
"""
        setup = self.values["setup.pages"] + """
    location / { proxy_pass http://127.0.0.1:8080; proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; }
"""
        known = self.values["dav.wellknown"] or """
    location = /.well-known/caldav { return 301 https://$host/; }
    location = /.well-known/carddav { return 301 https://$host/; }
"""
        dav = known + (self.values["dav.pages"] or """
    location / { proxy_pass http://127.0.0.1:5232; proxy_set_header Host $host; }
""")
        names = " ".join(f"{name}{DOMAIN}" for name in [
            "setup.", "autoconfig.", "autodiscover.", "mta-sts.", "ua-auto-config.", ""])
        self.write("nginx/htpasswd", "nobody:x\n")
        self.write("nginx/nginx.conf", f"""\
daemon off; user root; worker_processes 1; pid {self.folder}/nginx/pid;
error_log {self.folder}/nginx/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; default_type text/plain; server_names_hash_bucket_size 128;
{server("setup", names, setup)}{server("dav", "dav." + DOMAIN, dav)}}}
""")
        self.spawn("nginx", "/usr/sbin/nginx", "-p", f"{self.folder}/nginx", "-c",
                   f"{self.folder}/nginx/nginx.conf")
        self.wait(443, 80)

    def stop(self):
        run("postfix", "-c", f"{self.folder}/postfix/config", "stop", check=False)
        for name in list(self.processes):
            self.end(name)
        self.client.kill()
        self.client.wait()
