# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""A certificate authority for programs that speak ACME (RFC 8555), by http-01 alone. It looks for the
answer to each challenge where Let's Encrypt does, and believes whoever signs requests."""

import base64
import hashlib
import http.server
import json
import os
import socket
import ssl
import subprocess
import threading
import urllib.request


def unpacked(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def packed(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def thumbprint(key):
    """RFC 7638."""
    names = {"EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n"), "OKP": ("crv", "kty", "x")}
    text = json.dumps({name: key[name] for name in names[key["kty"]]}, separators=(",", ":"))
    return packed(hashlib.sha256(text.encode()).digest())


class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
    daemon_threads = True

    def __init__(self, host, certificates, folder):
        super().__init__(("::", 443), Handler)
        self.base, self.folder, self.certificates = f"https://{host}", folder, certificates
        self.keys, self.orders = [], []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.chains["acme"], certificates.key("acme"))
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Clients that leave are nobody's fault."""

    def sign(self, number, request):
        """A certificate for the names of an order, with its issuer behind it."""
        name = f"{self.folder}/{number}"
        with open(f"{name}.csr", "wb") as out:
            out.write(request)
        names = ",".join(f"DNS:{host}" for host in self.orders[number]["hosts"])
        with open(f"{name}.ext", "w") as out:
            out.write("basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
                      f"extendedKeyUsage=serverAuth\nsubjectAltName={names}\n")
        issuer = f"{self.certificates.folder}/between"
        subprocess.run(
            ["openssl", "x509", "-req", "-inform", "DER", "-in", f"{name}.csr", "-CA", f"{issuer}.pem",
             "-CAkey", f"{issuer}.key", "-set_serial", f"0x{os.urandom(12).hex()}", "-days", "80",
             "-extfile", f"{name}.ext", "-out", f"{name}.pem"], check=True, capture_output=True)
        with open(f"{name}.pem") as leaf, open(f"{issuer}.pem") as between:
            return leaf.read() + between.read()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, value, place=None):
        body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Replay-Nonce", packed(os.urandom(16)))
        kind = "application/pem-certificate-chain" if isinstance(value, str) else "application/json"
        self.send_header("Content-Type", "application/problem+json" if status >= 400 else kind)
        self.send_header("Content-Length", str(len(body)))
        if self.path.startswith("/challenge/"):
            above = self.path.replace("challenge", "authorization")
            self.send_header("Link", f'<{self.server.base}{above}>;rel="up"')
        if place:
            self.send_header("Location", self.server.base + place)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        base = self.server.base
        if self.path != "/directory":
            self.answer(200, {})
            return
        self.answer(200, {
            "newNonce": f"{base}/nonce", "newAccount": f"{base}/account", "newOrder": f"{base}/order",
            "revokeCert": f"{base}/revoke", "keyChange": f"{base}/key",
            "meta": {"termsOfService": f"{base}/terms"}})

    do_HEAD = do_GET

    def do_POST(self):
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        head = json.loads(unpacked(text["protected"]))
        payload = json.loads(unpacked(text["payload"]) or b"{}")
        what, *numbers = self.path.strip("/").split("/")
        numbers = [int(number) for number in numbers]
        if what == "account":
            self.account(head, payload, numbers)
        elif what == "order" and not numbers:
            self.new_order(head, payload)
        elif what in ("order", "finalize", "authorization", "challenge", "certificate"):
            getattr(self, what)(payload, *numbers)
        else:
            self.answer(404, {"type": "urn:ietf:params:acme:error:malformed", "detail": "no such thing"})

    def account(self, head, payload, numbers):
        if numbers:
            self.answer(200, {"status": "valid"})
            return
        keys = self.server.keys
        is_new = head["jwk"] not in keys
        if is_new:
            keys.append(head["jwk"])
        self.answer(201 if is_new else 200, {"status": "valid", "contact": payload.get("contact", [])},
                    f"/account/{keys.index(head['jwk'])}")

    def new_order(self, head, payload):
        orders = self.server.orders
        key = self.server.keys[int(head["kid"].rsplit("/", 1)[1])]
        hosts = [name["value"] for name in payload["identifiers"]]
        orders.append({"hosts": hosts, "key": key, "certificate": None,
                       "tokens": [packed(os.urandom(24)) for _ in hosts],
                       "states": ["pending"] * len(hosts)})
        self.answer(201, self.view(len(orders) - 1), f"/order/{len(orders) - 1}")

    def view(self, number):
        order, base = self.server.orders[number], self.server.base
        states = order["states"]
        state = "invalid" if "invalid" in states else "ready" if set(states) == {"valid"} else "pending"
        view = {
            "status": "valid" if order["certificate"] else state,
            "identifiers": [{"type": "dns", "value": host} for host in order["hosts"]],
            "authorizations": [f"{base}/authorization/{number}/{index}" for index in range(len(states))],
            "finalize": f"{base}/finalize/{number}"}
        if order["certificate"]:
            view["certificate"] = f"{base}/certificate/{number}"
        return view

    def order(self, _, number):
        self.answer(200, self.view(number), f"/order/{number}")

    def authorization(self, _, number, index):
        order = self.server.orders[number]
        self.answer(200, {
            "status": order["states"][index],
            "identifier": {"type": "dns", "value": order["hosts"][index]},
            "challenges": [self.one_challenge(number, index)]})

    def one_challenge(self, number, index):
        order = self.server.orders[number]
        return {"type": "http-01", "url": f"{self.server.base}/challenge/{number}/{index}",
                "token": order["tokens"][index], "status": order["states"][index]}

    def challenge(self, _, number, index):
        order = self.server.orders[number]
        host, token = order["hosts"][index], order["tokens"][index]
        url = f"http://{host}/.well-known/acme-challenge/{token}"
        try:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            found = opener.open(url, timeout=10).read().decode().strip()
        except OSError as error:
            found = str(error)
        good = found == f"{token}.{thumbprint(order['key'])}"
        print(f"{host}: {'is answered' if good else found[:200]}", flush=True)
        order["states"][index] = "valid" if good else "invalid"
        self.answer(200, self.one_challenge(number, index))

    def finalize(self, payload, number):
        order = self.server.orders[number]
        if set(order["states"]) != {"valid"}:
            self.answer(403, {"type": "urn:ietf:params:acme:error:orderNotReady", "detail": "not yet"})
            return
        order["certificate"] = self.server.sign(number, unpacked(payload["csr"]))
        self.answer(200, self.view(number), f"/order/{number}")

    def certificate(self, _, number):
        self.answer(200, self.server.orders[number]["certificate"])
