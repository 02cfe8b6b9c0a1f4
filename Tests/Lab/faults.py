# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Single faults of the lab: a name, what is changed, and what must be said of it."""

from dataclasses import dataclass, field

D = "lab.example"


@dataclass
class Fault:
    """One fault. `zone` has commands of nsupdate, `values` changes of servers."""

    name: str
    area: str
    grade: str
    message: str
    zone: list = field(default_factory=list)
    values: dict = field(default_factory=dict)


def text(owner, data):
    """The commands that replace a text."""
    return [f"update delete {owner} TXT", f'update add {owner} 3600 TXT "{data}"']


def gone(owner, kind):
    return [f"update delete {owner} {kind}"]


def swapped(owner, kind, *data):
    # An alias takes the place of another one by itself (RFC 2136 section 3.4.2.2).
    return ([] if kind == "CNAME" else [f"update delete {owner} {kind}"]) + [
        f"update add {owner} 3600 {kind} {item}" for item in data]


def records():
    """Faults of records."""
    dmarc, sts, tls, dkim = f"_dmarc.{D}", f"_mta-sts.{D}", f"_smtp._tls.{D}", f"lab._domainkey.{D}"
    tlsa, mail = f"_25._tcp.mail.{D}", f"mail.{D}"
    spf = lambda data: text(D, data)
    rua = f"rua=mailto:dmarc@{D}"
    yield Fault("MX missing", "mx", "warning|error", "there is no mail exchanger", gone(D, "MX"))
    yield Fault("MX elsewhere", "mx", "error", "mail goes elsewhere",
                swapped(D, "MX", "10 setup.lab.example."))
    yield Fault("MX one more", "mx", "error", "mail goes to other hosts, too",
                [f"update add {D} 3600 MX 20 setup.lab.example."])
    yield Fault("MX preference", "mx", "warning", "the preferences are not",
                swapped(D, "MX", f"77 {mail}."))
    yield Fault("MX null", "mx", "error", "the domain says that it takes no mail",
                swapped(D, "MX", "0 ."))
    yield Fault("SPF missing", "spf", "error", "there is no SPF record", gone(D, "TXT"))
    yield Fault("SPF twice", "spf", "error", "there are 2 SPF records",
                [f'update add {D} 3600 TXT "v=spf1 a -all"'])
    yield Fault("SPF refuses the servers", "spf", "error", "the record", spf("v=spf1 -all"))
    yield Fault("SPF everybody", "spf", "error", "it lets everybody send", spf("v=spf1 mx +all"))
    yield Fault("SPF syntax", "spf", "error", "", spf("v=spf1 mx ip4:192.0.2.300 -all"))
    yield Fault("SPF unknown term", "spf", "error", "", spf("v=spf1 mx ipv4:192.0.2.1 -all"))
    yield Fault("SPF empty include", "spf", "error", "'include:' names no domain",
                spf("v=spf1 mx include: -all"))
    yield Fault("SPF include of itself", "spf", "error", f"'{D}' includes itself",
                spf(f"v=spf1 mx include:{D} -all"))
    yield Fault("SPF include of nothing", "spf", "error", "", spf(f"v=spf1 mx include:no.{D} -all"))
    yield Fault("SPF old version", "spf", "error", "", spf("v=spf10 mx -all"))
    yield Fault("SPF behind all", "spf", "error", "the record", spf("v=spf1 -all mx"))
    yield Fault("SPF twice redirect", "spf", "error", "",
                spf(f"v=spf1 mx redirect={D} redirect={D}"))
    yield Fault("SPF prefix", "spf", "error", "", spf("v=spf1 mx a/33 -all"))
    yield Fault("DKIM missing", "dkim", "error", "there is no key", gone(dkim, "TXT"))
    yield Fault("DKIM other key", "dkim", "error", "the key is not that of the settings",
                text(dkim, "v=DKIM1; k=rsa; p=MIIB"))
    yield Fault("DKIM revoked", "dkim", "error", "", text(dkim, "v=DKIM1; p="))
    yield Fault("DKIM no key", "dkim", "error", "", text(dkim, "v=DKIM1; k=rsa"))
    yield Fault("DKIM two records", "dkim", "error", "",
                [f'update add {dkim} 3600 TXT "v=DKIM1; p="'])
    yield Fault("DMARC missing", "dmarc", "error|warning", "there is no", gone(dmarc, "TXT"))
    yield Fault("DMARC twice", "dmarc", "error", "there are 2 DMARC records",
                [f'update add {dmarc} 3600 TXT "v=DMARC1; p=none"'])
    yield Fault("DMARC none", "dmarc", "warning|error", "", text(dmarc, f"v=DMARC1; p=none; {rua}"))
    yield Fault("DMARC for test", "dmarc", "warning|error", "",
                text(dmarc, f"v=DMARC1; p=reject; t=y; {rua}"))
    yield Fault("DMARC no reports", "dmarc", "warning", "reports do not go to",
                text(dmarc, "v=DMARC1; p=reject"))
    yield Fault("DMARC unknown policy", "dmarc", "error|warning", "",
                text(dmarc, f"v=DMARC1; p=refuse; {rua}"))
    yield Fault("DMARC version", "dmarc", "error", "", text(dmarc, f"v=DMARC2; p=reject; {rua}"))
    yield Fault("DMARC order", "dmarc", "error", "", text(dmarc, f"p=reject; v=DMARC1; {rua}"))
    yield Fault("DMARC alignment", "dmarc", "error", "aspf is neither r nor s",
                text(dmarc, f"v=DMARC1; p=reject; aspf=x; {rua}"))
    yield Fault("MTA-STS missing", "mta-sts", "error", "the record is missing", gone(sts, "TXT"))
    yield Fault("MTA-STS id", "mta-sts", "error", "", text(sts, "v=STSv1; id=;"))
    yield Fault("MTA-STS other id", "mta-sts", "error", "the record is not that of the settings",
                text(sts, "v=STSv1; id=1;"))
    yield Fault("MTA-STS version", "mta-sts", "error", "", text(sts, "v=STSv2; id=1;"))
    yield Fault("MTA-STS twice", "mta-sts", "error", "",
                [f'update add {sts} 3600 TXT "v=STSv1; id=2;"'])
    yield Fault("MTA-STS host missing", "mta-sts", "error", "the policy cannot be fetched",
                gone(f"mta-sts.{D}", "CNAME"))
    yield Fault("TLS reports missing", "tls-rpt", "error", "the record is missing",
                gone(tls, "TXT"))
    yield Fault("TLS reports elsewhere", "tls-rpt", "error", "the record is not",
                text(tls, "v=TLSRPTv1; rua=mailto:a@b.example"))
    yield Fault("TLS reports twice", "tls-rpt", "error", "",
                [f'update add {tls} 3600 TXT "v=TLSRPTv1; rua=mailto:a@{D}"'])
    yield Fault("TLS reports without rua", "tls-rpt", "error", "", text(tls, "v=TLSRPTv1;"))
    yield Fault("TLSA missing", "dane", "error", "the record is missing", gone(tlsa, "TLSA"))
    yield Fault("TLSA of another key", "dane", "error", "", swapped(tlsa, "TLSA", "3 1 1 " + "ab" * 32))
    yield Fault("TLSA of an authority elsewhere", "dane", "error", "",
                swapped(tlsa, "TLSA", "2 0 1 " + "cd" * 32))
    yield Fault("CAA missing", "caa", "error", "the record is missing", gone(D, "CAA"))
    yield Fault("CAA of another", "caa", "error", "the record is not",
                swapped(D, "CAA", '0 issue "other.example"'))
    yield Fault("CAA nobody", "caa", "error", "the record is not", swapped(D, "CAA", '0 issue ";"'))
    for prefix in ["autoconfig", "autodiscover"]:
        yield Fault(f"{prefix} missing", "setup", "error", "the name has no address",
                    gone(f"{prefix}.{D}", "CNAME"))
    yield Fault("autodiscover at Microsoft", "setup", "error|warning", "is autodiscover.outlook.com.",
                swapped(f"autodiscover.{D}", "CNAME", "autodiscover.outlook.com."))
    yield Fault("msoid left over", "setup", "warning", "leads to Microsoft",
                [f"update add msoid.{D} 3600 CNAME clientconfig.microsoftonline-p.net."])
    yield Fault("PACC digest", "setup", "warning", "the digest is not that of the document",
                text(f"_ua-auto-config.{D}", "v=UAAC1; a=sha256; d=AAAA"))
    for label, port in [("_imaps", 993), ("_submissions", 465), ("_pop3s", 995), ("_imap", 143),
                        ("_submission", 587), ("_sieve", 4190)]:
        owner = f"{label}._tcp.{D}"
        yield Fault(f"{label} missing", "services", "error", "the record is missing",
                    gone(owner, "SRV"))
        yield Fault(f"{label} other port", "services", "error", "the record is not",
                    swapped(owner, "SRV", f"0 1 {port + 1} {mail}."))
    for label in ["_caldavs", "_carddavs"]:
        owner = f"{label}._tcp.{D}"
        yield Fault(f"{label} missing", "services", "error", "the record is missing",
                    gone(owner, "SRV"))
        yield Fault(f"{label} elsewhere", "services", "error", "the record is not",
                    swapped(owner, "SRV", f"0 1 443 old.{D}."))
    yield Fault("dead IPv4 address of mail", "servers", "warning", "192.0.2.66 does not answer",
                [f"update add {mail} 3600 A 192.0.2.66"])
    yield Fault("dead address of set-up", "setup", "warning", "192.0.2.67 does not answer",
                [f"update add setup.{D} 3600 A 192.0.2.67"])
    yield Fault("dead address of calendars", "well-known", "warning", "192.0.2.68 does not answer",
                [f"update add dav.{D} 3600 A 192.0.2.68"])


CERTIFICATES = {
    "other": ("error", "the certificate is not for "),
    "subject": ("error", "the certificate has no subjectAltName"),
    "client": ("error", "the certificate is not for servers"),
    "purposeless": ("warning", "the certificate does not say that it is for servers"),
    "expired": ("error", "the certificate has expired"),
    "tomorrow": ("error", "the certificate is not valid yet"),
    "soon": ("warning", "the certificate ends in "),
    "days": ("error", "the certificate ends in "),
    "long": ("warning", "the certificate is valid for "),
    "weak": ("error", "the certificate has an RSA key of 1024 bits"),
    "unknown": ("error", "the certificate is of no known authority"),
    "self": ("error", "the certificate is of no known authority"),
    "leaf": ("error", "the certificate is of no known authority, or its chain is not whole"),
}


def servers():
    """Faults of servers."""
    areas = {"dovecot": "servers", "postfix": "servers", "setup": "setup", "dav": "well-known"}
    for part, area in areas.items():
        for kind, (grade, message) in CERTIFICATES.items():
            yield Fault(f"{part}: certificate {kind}", area, grade, message,
                        values={f"{part}__certificate": kind})
    no = {"no": "no"}
    yield Fault("dovecot: TLS 1.1, too", "servers", "warning", "the server still speaks TLS1",
                values={"dovecot__tls": "TLSv1"})
    yield Fault("postfix: TLS 1.0 alone", "servers", "error", "the server speaks TLS1.0 at most",
                values={"postfix__tls": "TLSv1"})
    yield Fault("postfix: TLS 1.1, too", "servers", "warning", "the server still speaks TLS1",
                values={"postfix__tls": ">=TLSv1"})
    yield Fault("web: TLS 1.1 alone", "setup", "error", "the server speaks TLS1.1 at most",
                values={"setup__tls": "TLSv1.1", "dav__tls": "TLSv1.1"})
    yield Fault("dovecot: no POP3", "servers", "error", "nobody listens there",
                values={"dovecot__protocols": "imap sieve"})
    yield Fault("dovecot: no IMAP", "servers", "error", "nobody listens there",
                values={"dovecot__protocols": "pop3 sieve"})
    yield Fault("dovecot: no ManageSieve", "servers", "error", "nobody listens there",
                values={"dovecot__protocols": "imap pop3"})
    yield Fault("dovecot: IPv4 alone", "servers", "warning", "fd00::1 does not answer",
                values={"dovecot__listen": "*"})
    yield Fault("dovecot: IPv6 alone", "servers", "error", "192.0.2.1 does not answer",
                values={"dovecot__listen": "::"})
    yield Fault("dovecot: CRAM-MD5 alone", "servers", "error", "it does not offer password",
                values={"dovecot__mechanisms": "cram-md5"})
    yield Fault("dovecot: tokens alone", "servers", "error", "it does not offer password",
                values={"dovecot__mechanisms": "xoauth2"})
    yield Fault("dovecot: passwords without TLS", "servers", "warning", "it takes passwords before",
                values={"dovecot__plain": "no", "dovecot__ssl": "yes"})
    yield Fault("postfix: no submission", "servers", "error", "nobody listens there",
                values={"postfix__services": "25 465"})
    yield Fault("postfix: no submissions", "servers", "error", "nobody listens there",
                values={"postfix__services": "25 587"})
    yield Fault("postfix: no STARTTLS", "servers", "error", "STARTTLS is not offered",
                values={"postfix__starttls": "none"})
    yield Fault("postfix: no log-in", "servers", "error", "the server offers no way to log in",
                values={"postfix__sasl": "no"})
    yield Fault("postfix: passwords without TLS", "servers", "warning",
                "it takes passwords before", values={"postfix__plain": "no"})
    page = 'return 200 "<html><title>Shop</title></html>"; default_type text/html;'
    place = "location = /mail/config-v1.1.xml"
    yield Fault("web: page instead of settings", "setup", "warning", "it finds its settings this way",
                values={"setup__pages": f"{place} {{ {page} }}"})
    yield Fault("web: settings as text", "setup", "warning", "it finds its settings this", values={
        "setup__pages": f"{place} {{ proxy_pass http://127.0.0.1:8080; proxy_set_header Host $host;"
        " proxy_hide_header Content-Type; add_header Content-Type text/plain; }"})
    yield Fault("web: settings behind a password", "setup", "error", "finds no settings", values={
        "setup__pages": 'location ~ xml$ { auth_basic "x"; auth_basic_user_file htpasswd;'
        " proxy_pass http://127.0.0.1:8080; }"})
    yield Fault("web: circle", "setup", "error", "finds no settings", values={
        "setup__pages": "location ~ config-v1.1.xml$ { return 302 https://$host$uri; }"})
    yield Fault("web: old servers", "setup", "error", "sets up other servers than those",
                values={"serve": "old"})
    yield Fault("web: other user names", "setup", "error", "logs people in as 'anna'",
                values={"serve": "names"})
    yield Fault("web: nothing behind the proxy", "setup", "error", "finds no settings",
                values={"serve": "no"})
    yield Fault("web: stopped", "setup", "error", "finds no settings", values={"nginx": "no"})
    old = ("<clientConfig version=\\\"1.1\\\"><emailProvider id=\\\"a.example\\\"><domain>a.example"
           "</domain><displayName>A</displayName><displayShortName>A</displayShortName>"
           + "".join(f"<{way}Server type=\\\"{kind}\\\"><hostname>old.example</hostname><port>{port}"
                     "</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username>"
                     f"<authentication>password-cleartext</authentication></{way}Server>"
                     for way, kind, port in [("incoming", "imap", 993), ("outgoing", "smtp", 465)])
           + "</emailProvider></clientConfig>")
    yield Fault("web: old settings at the second place", "setup", "warning",
                "answers with other servers than the settings", values={
                    "setup__pages": "location = /.well-known/autoconfig/mail/config-v1.1.xml {"
                    f' default_type text/xml; return 200 "{old}"; }}'})
    yield Fault("web: policy gone", "mta-sts", "error", "the policy cannot be fetched", values={
        "setup__pages": "location = /.well-known/mta-sts.txt { return 404; }"})
    yield Fault("web: policy moved", "mta-sts", "error", "the policy cannot be fetched", values={
        "setup__pages": "location = /.well-known/mta-sts.txt { return 301 https://$host/p.txt; }"})
    yield Fault("web: policy for another host", "mta-sts", "error", "the mail exchanger", values={
        "setup__pages": "location = /.well-known/mta-sts.txt { return 200 \"version: STSv1\\n"
        "mode: enforce\\nmx: old.example\\nmax_age: 604800\\n\"; }"})
    yield Fault("web: public page gone", "setup", "error", "links and QR codes lead nowhere",
                values={"setup__pages": "location = / { return 404; }"})
    yield Fault("dav: well-known gone", "well-known", "error", "clients are not sent on",
                values={"dav__wellknown": "location = /.well-known/caldav { return 404; }\n"
                        "location = /.well-known/carddav { return 301 https://$host/; }"})
    yield Fault("dav: sent on to nothing", "well-known", "error", "sends clients on to", values={
        "dav__wellknown": "location ~ ^/.well-known/c { return 301 https://$host/gone/; }\n"
        "location /gone/ { return 404; }"})
    yield Fault("dav: sent on without TLS", "well-known", "error",
                "clients are sent on to a place without TLS", values={
                    "dav__wellknown":
                    "location ~ ^/.well-known/c { return 301 http://$host/; }"})
    yield Fault("dav: circle", "well-known", "error", "clients are sent on in a circle", values={
        "dav__wellknown": "location ~ ^/.well-known/c { return 301 https://$host$uri; }"})
    yield Fault("dav: page", "well-known", "error", "sends clients on to", values={
        "dav__pages": f"location / {{ {page} }}"})
    yield Fault("dav: stopped", "well-known", "error", "sends clients on to",
                values={"radicale": "no"})
    yield Fault("DNSSEC: another anchor", "dnssec", "error", "the signatures of the zone are wrong",
                values={"anchor": "other"})
