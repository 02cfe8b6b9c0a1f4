# SPDX-FileCopyrightText: The mkprofile contributors
# SPDX-License-Identifier: Apache-2.0
"""Links to one person's profile in headless Chromium, as on a phone: page, button, download, and the
second press, in six languages.

Run by `./dev test --browser`. Arguments: the program mkprofile-serve; a folder for screenshots
may follow.
"""

import os
import plistlib
import re
import shutil
import sys
import unittest

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Attack"))
from server import Site  # noqa: E402

PROGRAM = sys.argv.pop(1)
PICTURES = sys.argv.pop(1) if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]) else None
PHONE = {"width": 390, "height": 844}
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)
FIREFOX = SAFARI.replace("Version/18.6", "FxiOS/140.0")
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
BUTTONS = {
    "de": "Profil laden", "de-CH": "Profil laden", "en": "Download the profile",
    "es": "Descargar el perfil", "fr": "Télécharger le profil", "it": "Scarica il profilo"}


class LinkPages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Site(os.path.abspath(PROGRAM), hook=Site.REPLACE)
        cls.server = cls.site.serve("--trusted-proxy", "127.0.0.1")
        cls.many = Site(
            os.path.abspath(PROGRAM), hook=Site.REPLACE, more="  singleUse: false\n")
        cls.often = cls.many.serve("--trusted-proxy", "127.0.0.1")
        cls.playwright = sync_playwright().start()
        path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
        cls.browser = cls.playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.site.close()
        cls.many.close()

    def open(self, server, link, agent=SAFARI, colours="light", language="en"):
        # What a proxy says that speaks https: without it no password is given.
        context = self.browser.new_context(
            viewport=PHONE, user_agent=agent, locale=language, accept_downloads=True,
            color_scheme=colours, device_scale_factor=2, is_mobile=True, has_touch=True,
            extra_http_headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.1"})
        self.addCleanup(context.close)
        page = context.new_page()
        self.problems = []
        page.on("console", lambda note: note.type == "error" and self.problems.append(note.text))
        self.answer = page.goto(f"http://127.0.0.1:{server.port}{link}")
        return page

    def check(self, page, name):
        self.assertLessEqual(
            page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0, name)
        found = Axe().run(page, options={"runOnly": [
            "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
        text = [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
                for rule in found.response["violations"]]
        self.assertEqual(text, [], name)
        self.assertEqual(page.locator("script").count(), 0)
        if PICTURES:
            page.screenshot(path=os.path.join(PICTURES, f"link-{name}.png"), full_page=True)

    def press(self, page):
        """Taps the button: what the browser downloads for it."""
        with page.expect_download() as waiting:
            page.tap("main form button")
        return waiting.value

    def profile(self, download):
        with open(download.path(), "rb") as file:
            signed = file.read()
        body = re.search(rb"<\?xml.*</plist>", signed, re.S)[0]
        mail = [part for part in plistlib.loads(body)["PayloadContent"]
                if part["PayloadType"] == "com.apple.mail.managed"]
        return mail[0]

    def test_page_button_download_and_second_press_in_every_language(self):
        for number, (language, button) in enumerate(BUTTONS.items()):
            colours = ["light", "dark"][number % 2]
            with self.subTest(language=language):
                link = self.site.link(f"anna.muster{number}@example.ch", "--lang", language)
                page = self.open(self.server, link, colours=colours)
                self.assertEqual(page.get_attribute("html", "lang"), language)
                self.assertEqual(page.inner_text("main form button"), button)
                self.check(page, f"{language}-1-page")
                self.assertGreater(page.locator("main ol li").count(), 1)
                if language == "en":
                    self.assertNotIn("mailbox password", page.inner_text("main"))
                runs = self.site.runs
                page.reload()
                self.assertEqual(self.site.runs, runs, "looking changes nothing")
                download = self.press(page)
                self.assertTrue(download.suggested_filename.endswith(".mobileconfig"))
                password = self.profile(download)["IncomingPassword"]
                self.assertEqual(password, self.site.read("current"))
                with page.expect_navigation() as waiting:
                    page.tap("main form button")
                self.assertEqual(waiting.value.status, 410)
                self.check(page, f"{language}-2-used")
                with page.expect_download() as again:
                    page.tap("main a.button")
                self.assertEqual(self.profile(again.value)["IncomingPassword"], password)
                self.assertEqual(self.site.runs, runs + 1)
                other = self.open(self.server, link, colours=colours)
                self.assertEqual(other.locator("main a.button, main button").count(), 0)

    def test_many_uses_ask_before_a_password_ends(self):
        for language in BUTTONS:
            with self.subTest(language=language):
                link = self.many.link(f"eva.{language}@example.ch", "--lang", language)
                page = self.open(self.often, link)
                first = self.profile(self.press(page))["IncomingPassword"]
                with page.expect_navigation() as waiting:
                    page.tap("main form button")
                self.assertEqual(waiting.value.status, 200)
                self.check(page, f"{language}-3-again")
                second = self.profile(self.press(page))["IncomingPassword"]
                self.assertNotEqual(first, second)
                self.assertEqual(second, self.many.read("current"))

    def test_language_can_be_changed(self):
        page = self.open(self.server, self.site.link("lea@example.ch", "--lang", "de"))
        page.tap("nav summary")
        page.tap("a[data-lang=fr]")
        page.wait_for_selector("html[lang=fr]")
        self.assertEqual(page.inner_text("main form button"), BUTTONS["fr"])
        self.press(page)

    def test_other_machines_are_told(self):
        link = self.site.link("max@example.ch")
        for agent, name, word in (
            (WINDOWS, "computer", "iPhone, iPad"), (FIREFOX, "firefox", "Safari")
        ):
            page = self.open(self.server, link, agent=agent)
            told = page.locator("main .notice, main .problem")
            self.assertEqual(told.count(), 1, name)
            self.assertIn(word, told.inner_text())
            self.assertEqual(page.locator("main ol").count(), 0, "no steps that lead nowhere")
            self.check(page, name)

    def test_links_that_lead_nowhere(self):
        good = self.site.link("tim@example.ch")
        for name, link, status in (("unknown", good[:-4], 403),):
            page = self.open(self.server, link, language="fr")
            self.assertEqual(self.answer.status, status)
            self.check(page, name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
