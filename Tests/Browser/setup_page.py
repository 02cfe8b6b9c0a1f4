# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""The set-up page in headless Chromium, against a running `mkprofile serve`.

Run by `./dev test --browser`. Arguments: the program mkprofile-serve; a folder for screenshots
may follow.
"""

import functools
import http.server
import os
import plistlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PROGRAM = sys.argv.pop(1)
PICTURES = sys.argv.pop(1) if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]) else None

SETTINGS = """
provider:
  id: example.ch
  name: Example Mail
  languages: [en, de]
  publicURL: https://setup.example.ch
  logo: logo.svg
  color: "#c2185b"
  support: {email: help@example.ch, phone: "+41 44 000 00 00", url: "https://help.example.ch/"}
domains: [{name: example.ch}]
incoming: [{protocol: imap, host: imap.example.ch}, {protocol: pop3, host: pop.example.ch}]
outgoing:
  - {protocol: smtp, host: smtp.example.ch}
  - {protocol: smtp, host: smtp.example.ch, security: starttls}
calendars: [{protocol: caldav, url: "https://dav.example.ch/"}]
contacts: [{protocol: carddav, url: "https://dav.example.ch/"}]
webmail: {url: "https://webmail.example.ch/"}
signing: {certificate: signer.pem, key: signer.key, chain: root.pem}
"""
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 32">
<path d="M4 6h32v20H4z" fill="none" stroke="#c2185b" stroke-width="3"/>
<path d="M4 6l16 12L36 6" fill="none" stroke="#c2185b" stroke-width="3"/>
<path d="M46 16h70" stroke="#333" stroke-width="8"/></svg>"""
LANGUAGES = ["de", "de-CH", "en", "es", "es-419", "fr", "it", "nl", "pl", "pt"]
ADDRESS = "anna.muster+news@example.ch"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
FIREFOX = SAFARI.replace("Version/18.6", "FxiOS/140.0")
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPAD = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.6 Safari/605.1.15"

SIZES = {"phone": (320, 640), "hand": (390, 844), "desktop": (1280, 900), "wide": (2560, 1300)}


class Server:
    """`mkprofile serve` on a port of its own, with a log that shows what was kept of requests."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="mkprofile-page-")
        path = os.path.join(self.folder, "mkprofile.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(SETTINGS)
        with open(os.path.join(self.folder, "logo.svg"), "w", encoding="utf-8") as file:
            file.write(LOGO)
        self.certify()
        self.log = []
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--settings", path, "--listen", "127.0.0.1:0", "--log-format", "text"],
            stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            self.log.append(line)
            match = re.search(r"listening on (?:http:)?127\.0\.0\.1:(\d+)", line)
            if match:
                self.url = f"http://127.0.0.1:{match[1]}"
                return
        raise RuntimeError("mkprofile-serve does not start: " + "".join(self.log))

    def certify(self):
        """A certificate that signs profiles, under a root of its own."""
        def openssl(*arguments):
            subprocess.run(
                ["openssl", *arguments], check=True, cwd=self.folder, capture_output=True)

        new = ["req", "-newkey", "rsa:2048", "-noenc", "-days", "90", "-x509"]
        openssl(
            *new, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Test Root",
            "-addext", "keyUsage=critical,keyCertSign")
        openssl(
            *new, "-keyout", "signer.key", "-out", "signer.pem", "-subj", "/CN=setup.example.ch",
            "-CA", "root.pem", "-CAkey", "root.key", "-addext", "basicConstraints=critical,CA:FALSE",
            "-addext", "keyUsage=critical,digitalSignature",
            "-addext", "subjectAltName=DNS:setup.example.ch")

    def verified(self, path):
        """What a signed profile holds, once its signature has been checked."""
        return subprocess.run(
            ["openssl", "cms", "-verify", "-inform", "DER", "-in", path, "-purpose", "any",
             "-CAfile", os.path.join(self.folder, "root.pem")],
            check=True, capture_output=True).stdout

    def export(self):
        """The exported files behind a plain web server; its URL, and what stops it."""
        program = os.path.join(os.path.dirname(PROGRAM), "mkprofile")
        target = os.path.join(self.folder, "www")
        subprocess.run(
            [program, "export", "--quiet", "--settings", os.path.join(self.folder, "mkprofile.yaml"),
             "--output", target], check=True)
        handler = functools.partial(QuietFiles, directory=os.path.join(target, "example.ch"))
        files = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=files.serve_forever, daemon=True).start()

        def stop():
            files.shutdown()
            files.server_close()

        return f"http://127.0.0.1:{files.server_port}", stop

    def stop(self):
        self.process.terminate()
        self.log += self.process.stderr.readlines()
        self.process.wait()
        self.process.stderr.close()
        shutil.rmtree(self.folder)


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class SetupPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.playwright = sync_playwright().start()
        path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
        cls.browser = cls.playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.server.stop()
        kept = "".join(cls.server.log)
        assert "anna" not in kept and "muster" not in kept, "the log keeps an address"

    def open(
            self, path="/", size="desktop", agent=WINDOWS, script=True, language="en", url=None,
            **options):
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, user_agent=agent,
            java_script_enabled=script, locale=language, accept_downloads=True,
            permissions=["clipboard-read", "clipboard-write"], **options)
        self.addCleanup(context.close)
        if agent == IPAD:
            context.add_init_script("Object.defineProperty(navigator, 'maxTouchPoints', {value: 5})")
        page = context.new_page()
        self.problems = []
        page.on("console", lambda note: note.type == "error" and self.problems.append(note.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto((url or self.server.url) + path)
        return page

    def result(self, **options):
        page = self.open(**options)
        page.fill("#address", ADDRESS)
        page.click("#ask button")
        page.wait_for_selector("#computer")
        return page

    def assert_fits(self, page):
        """Nothing is wider than the screen."""
        self.assertLessEqual(
            page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0)

    def assert_accessible(self, page, where):
        found = Axe().run(page, options={"runOnly": [
            "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
        text = [
            f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}"
            for rule in found.response["violations"]]
        self.assertEqual(text, [], where)

    def picture(self, page, name, **options):
        if PICTURES:
            page.screenshot(path=os.path.join(PICTURES, f"{name}.png"), **options)

    def test_every_language_size_and_colour_is_accessible_and_fits(self):
        for language in LANGUAGES:
            for size, colours in [("phone", "dark"), ("desktop", "light")]:
                with self.subTest(language=language, size=size):
                    page = self.open(language=language, size=size, color_scheme=colours)
                    self.assertEqual(page.get_attribute("html", "lang"), language)
                    self.assert_fits(page)
                    self.assert_accessible(page, "form")
                    page.fill("#address", ADDRESS)
                    page.click("#ask button")
                    page.wait_for_selector("#computer")
                    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                    self.assertEqual(page.get_attribute("html", "lang"), language)
                    self.assert_fits(page)
                    self.assert_accessible(page, "result")
                    self.picture(page, f"{language}-{size}", full_page=True)
                    self.assertEqual(self.problems, [])

    def test_logo_and_color_of_the_provider(self):
        page = self.open(color_scheme="light")
        self.assertEqual(page.get_attribute(".brand img", "alt"), "Example Mail")
        self.assertGreater(page.evaluate("document.querySelector('.brand img').naturalWidth"), 0)
        self.assertEqual(
            page.evaluate("getComputedStyle(document.querySelector('#ask button')).backgroundColor"),
            "rgb(194, 24, 91)")
        self.assertEqual(self.problems, [])

    def test_exported_page_fills_itself_in(self):
        url, stop = self.server.export()
        self.addCleanup(stop)
        for agent, part in [
                (WINDOWS, "computer"), (SAFARI, "iphone"), (ANDROID, "android"), (LINUX, "linux")]:
            with self.subTest(part=part):
                page = self.open("/setup/en.html", "phone", agent, url=url, color_scheme="dark")
                self.assertIsNotNone(page.get_attribute(f"#{part}", "open"))
                self.assertGreater(
                    page.evaluate("document.querySelector('.brand img').naturalWidth"), 0)
                page.fill("#address", "anna@elsewhere.test")
                page.click("#ask button")
                self.assertTrue(page.locator("#problem").is_visible())
                page.fill("#address", ADDRESS)
                page.click("#ask button")
                self.assertFalse(page.locator("#problem").is_visible())
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                self.assertIn(ADDRESS, page.inner_text("#computer"))
                self.assertNotIn("anna", page.url)
                self.assert_fits(page)
                self.assert_accessible(page, part)
                self.assertEqual(self.problems, [])
        page = self.open("/setup/de.html", url=url)
        page.click("#guides summary")
        page.click("#guides .ways a >> nth=0")
        page.wait_for_selector("html[lang=de] h1")
        page = self.open("/setup/index.html", url=url, script=False)
        self.assertIn("imap.example.ch", page.inner_text("#computer"))
        with page.expect_download() as waiting:
            page.click("#iphone summary")
            page.click("#iphone a.button")
        with open(waiting.value.path(), "rb") as file:
            profile = file.read()
            # The settings say how profiles are signed: the property list stands inside.
            start, end = profile.index(b"<?xml"), profile.index(b"</plist>") + len(b"</plist>")
            self.assertTrue(plistlib.loads(profile[start:end])["PayloadContent"])

    def test_wide_screens_and_both_colours(self):
        for colours in ["light", "dark"]:
            page = self.result(size="wide", color_scheme=colours)
            self.assert_fits(page)
            self.assert_accessible(page, colours)

    def test_profile_on_an_iphone_with_and_without_script(self):
        for script in [True, False]:
            with self.subTest(script=script):
                page = self.open(size="phone", agent=SAFARI, script=script, color_scheme="light")
                self.picture(page, "iphone-form")
                page.fill("#address", ADDRESS)
                page.click("#ask button")
                page.wait_for_selector("#iphone")
                self.assertTrue(page.get_attribute("#iphone", "open") is not None)
                self.picture(page, "iphone-result")
                self.assertNotIn("anna", page.url)
                with page.expect_download() as waiting:
                    page.click("#iphone form button")
                download = waiting.value
                self.assertNotIn("anna", download.url)
                self.assertTrue(download.suggested_filename.endswith(".mobileconfig"))
                profile = plistlib.loads(self.server.verified(download.path()))
                mail = [p for p in profile["PayloadContent"] if p["PayloadType"] == "com.apple.mail.managed"]
                self.assertEqual(mail[0]["EmailAddress"], ADDRESS)
                self.assertNotIn("IncomingPassword", mail[0])

    def test_values_are_copied(self):
        page = self.result()
        button = page.locator("#computer .values button.copy").first
        self.assertTrue(button.is_visible())
        self.assertRegex(button.get_attribute("aria-label"), "^Copy: .+")
        host = page.locator("#computer button[aria-label='Copy: IMAP Incoming Server']").first
        host.focus()
        page.keyboard.press("Enter")
        self.assertEqual(page.evaluate("navigator.clipboard.readText()"), "imap.example.ch")
        self.assertEqual(page.inner_text("#status"), "Copied")

    def test_nothing_is_lost_without_script(self):
        page = self.result(script=False)
        self.assertFalse(page.locator("button.copy").first.is_visible())
        self.assertIn("imap.example.ch", page.inner_text("#computer"))
        page.click("#computer .ways button[value=thunderbird]")
        page.wait_for_selector("#computer >> text=Get Thunderbird")
        self.assertIsNotNone(page.get_attribute("#computer", "open"))
        page.click("nav summary")
        page.locator("nav button[value=fr]").click()
        page.wait_for_selector("html[lang=fr]")
        self.assertIn(ADDRESS, page.inner_text("h1"))

    def test_all_values_of_a_table_are_copied(self):
        page = self.result()
        page.locator("#computer button.all").first.click()
        text = page.evaluate("navigator.clipboard.readText()")
        self.assertTrue(text.startswith("Incoming server (IMAP)\n"), text)
        self.assertIn(": imap.example.ch\n", text)
        self.assertNotIn("Copy", text)

    def test_browser_that_cannot_install_gets_the_link(self):
        page = self.result(agent=FIREFOX, size="hand")
        page.click("#iphone button:has-text('Copy the link')")
        self.assertEqual(
            page.evaluate("navigator.clipboard.readText()"),
            "https://setup.example.ch/setup#anna.muster%2Bnews@example.ch")

    def test_the_button_that_matters_is_in_the_first_view(self):
        for agent, button in [(SAFARI, "#iphone form button"), (ANDROID, "#android a.button >> nth=0")]:
            for language in LANGUAGES:
                with self.subTest(language=language, button=button):
                    page = self.result(agent=agent, size="hand", language=language)
                    box = page.locator(button).first.bounding_box()
                    self.assertLessEqual(box["y"] + box["height"], 844)

    def test_page_of_a_computer_is_short(self):
        for agent in [WINDOWS, LINUX]:
            for language in LANGUAGES:
                with self.subTest(language=language, agent=agent):
                    page = self.result(agent=agent, language=language)
                    self.assertLess(page.evaluate("document.documentElement.scrollHeight"), 2_000)

    def test_parts_are_chosen_and_nothing_moves_where_that_is_not_wanted(self):
        page = self.result(agent=SAFARI, size="hand", reduced_motion="reduce")
        page.uncheck("#iphone input[value=calendar]")
        with page.expect_download() as waiting:
            page.click("#iphone form button")
        profile = plistlib.loads(self.server.verified(waiting.value.path()))
        types = {part["PayloadType"] for part in profile["PayloadContent"]}
        self.assertIn("com.apple.carddav.account", types)
        self.assertNotIn("com.apple.caldav.account", types)
        self.assertIn("prefers-reduced-motion", page.content())

    def test_address_in_the_fragment_is_filled_in_and_forgotten(self):
        page = self.open("/setup#" + ADDRESS.replace("+", "%2B"))
        page.wait_for_selector("#computer")
        self.assertIn(ADDRESS, page.inner_text("h1"))
        self.assertNotIn("anna", page.evaluate("document.referrer + location.href"))
        page.go_back()
        self.assertNotIn("anna", page.url)

    def test_language_is_remembered(self):
        page = self.open()
        page.click("nav summary")
        page.click("a[data-lang=it]")
        page.wait_for_selector("html[lang=it]")
        page.goto(self.server.url + "/")
        page.wait_for_selector("html[lang=it]")
        self.assertEqual(page.context.cookies(), [])

    def test_ipad_that_calls_itself_a_mac(self):
        page = self.result(agent=IPAD)
        self.assertIsNotNone(page.get_attribute("#iphone", "open"))
        self.assertIsNone(page.get_attribute("#mac", "open"))

    def test_android_and_printer(self):
        page = self.result(agent=ANDROID, size="phone")
        self.assertTrue(page.get_attribute("#android", "open") is not None)
        page.click("#printer summary")
        page.locator("#printer form button").first.click()
        page.wait_for_selector("#printer[open]")
        self.assertIn("smtp.example.ch", page.inner_text("#printer"))
        page.locator("#printer form[action^='/sheets/'] button").click()
        page.wait_for_selector("h1")
        self.assertIn("smtp.example.ch", page.inner_text("main"))
        self.assertEqual(self.problems, [])

    def test_keyboard_alone(self):
        page = self.open()
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "address":
                break
        page.keyboard.type(ADDRESS)
        page.keyboard.press("Enter")
        page.wait_for_selector("#computer")
        self.assertEqual(self.problems, [])

    def test_mistakes_are_told_beside_the_field(self):
        for typed, status in [("anna", 400), ("anna@elsewhere.test", 404), ("<b>@x.\u05d0\u05d1.test", 0)]:
            page = self.open(size="phone")
            page.fill("#address", typed)
            with page.expect_navigation() as waiting:
                page.click("#ask button")
            if status:
                self.assertEqual(waiting.value.status, status)
            self.assertEqual(page.input_value("#address"), typed)
            self.assertEqual(page.get_attribute("#address", "aria-describedby"), "problem")
            self.assert_fits(page)
            self.assert_accessible(page, typed)

    def test_all_of_it_is_small(self):
        page = self.open()
        bodies = [page.request.get(self.server.url + path).body() for path in ["/", "/setup.js"]]
        answer = page.request.post(self.server.url + "/setup", form={"address": ADDRESS}).body()
        # Every way of every machine, and two codes as drawings.
        self.assertLess(sum(map(len, bodies)) + len(answer), 80_000)


if __name__ == "__main__":
    unittest.main(verbosity=2)
