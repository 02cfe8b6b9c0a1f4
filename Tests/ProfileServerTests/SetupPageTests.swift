// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import SettingsFile
import SetupSheets
import TestSupport
import Testing

@testable import ProfileServer

/// The page for people, without a browser.
@Suite struct SetupPageTests {
  static let handler = Handlers.handler(
    """
    provider:
      id: example.ch
      name: Example Mail & Co
      publicURL: https://setup.example.ch
      languages: [de, en]
      color: "#ffdd00"
      support: {phone: "+41 44 000 00 00"}
    domains: [{name: example.ch}, {name: bücher.example}]
    incoming: [{protocol: imap, host: imap.example.ch}]
    outgoing: [{protocol: smtp, host: smtp.example.ch}]
    """)

  static let iPhone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
  static let safari = "\(iPhone) Version/18.0 Mobile/15E148 Safari/604.1"

  func post(
    _ body: String, to path: String = "/setup", _ headers: Headers = [:]
  ) throws -> Response {
    let form = ["Content-Type": "application/x-www-form-urlencoded"]
    return try #require(Self.handler).ask(
      "https://setup.example.ch\(path)", headers.merging(form) { given, _ in given },
      method: "POST", body: body)
  }

  /// The page without its document type, which readers of foreign XML refuse.
  func tree(_ page: Response) throws -> XMLTree {
    let first = try #require(page.body.firstIndex(of: 0x0A))
    return try XMLTree(Array(page.body[first...]))
  }

  @Test(
    "Every page is well-formed and names its language",
    arguments: ["en", "de", "de-CH", "fr", "it", "es", "es-419", "nl", "pt", "pl"])
  func languages(tag: String) throws {
    let asked = try #require(Self.handler).ask("https://setup.example.ch/?lang=\(tag)")
    let result = try post("address=anna%40example.ch&lang=\(tag)")
    for response in [asked, result] {
      #expect(response.status == 200)
      let tree = try tree(response)
      #expect(tree.attributes["lang"] == tag)
      #expect(!response.text.contains(/\bpage[A-Z.]/), "a sentence is missing")
    }
    // Every way of every machine, and two codes as drawings.
    #expect(asked.body.count + result.body.count < 70_000)
  }

  @Test(
    "Accept-Language chooses, the provider's language else",
    arguments: [
      ("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("de-CH", "de-CH"), ("sv, es;q=0.5", "es"),
      ("pt-BR, es;q=0.5", "pt"),
      ("en;q=0.1, it", "it"), ("sv", "de"), ("", "de"), ("fr;q=0, es;q=0.2", "es"),
    ])
  func negotiation(field: String, tag: String) throws {
    let page = try #require(Self.handler).ask(
      "https://setup.example.ch/", ["Accept-Language": field])
    #expect(page.text.contains("<html lang=\"\(tag)\""))
    #expect(page.fields.contains { $0.name == "Vary" && $0.value.contains("Accept-Language") })
  }

  @Test func anAddressIsNeverInAURL() throws {
    let text = try post("address=anna%2Bnews%40example.ch").text
    #expect(text.contains("value=\"anna+news@example.ch\""))
    for attribute in ["href", "action", "src"] {
      for part in text.split(separator: "\(attribute)=\"").dropFirst() {
        #expect(!part.prefix { $0 != "\"" }.contains("anna"))
      }
    }
  }

  @Test func theProfileComesByPost() throws {
    let profile = try post(
      "emailaddress=anna%40example.ch&device=iphone&lang=fr", to: "/mail/profile.mobileconfig")
    #expect(profile.status == 200)
    #expect(profile["Content-Type"] == "application/x-apple-aspen-config")
    #expect(profile["Cache-Control"] == "no-store")
    #expect(profile["Content-Disposition"] == "attachment; filename=\"example.ch.mobileconfig\"")
    let plist = try PlistValue(profile.body)
    #expect(plist["TargetDeviceType"] == .integer(1))
    #expect(profile.text.contains("<string>anna@example.ch</string>"))
  }

  @Test(
    "What is typed is escaped wherever it is shown",
    arguments: [
      "\"><script>alert(1)</script>", "<b>@x", "a\u{0}b@example.ch", "'&\"<>@exa mple.ch",
    ])
  func escaping(typed: String) throws {
    let encoded = typed.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let page = try post("address=\(encoded)")
    #expect(page.status == 400)
    #expect(!page.text.contains("<script>"))
    #expect(!page.text.contains("<b>@"))
    _ = try tree(page)
  }

  @Test func unknownDomainsAreToldKindly() throws {
    let page = try post("address=anna%40elsewhere.test")
    #expect(page.status == 404)
    #expect(page["Content-Type"] == "text/html; charset=utf-8")
    #expect(page.text.contains("<code translate=\"no\">elsewhere.test</code>"))
    #expect(page.text.contains("aria-invalid"))
    #expect(page.domain == nil)
  }

  @Test(
    "Whose page it is",
    arguments: [
      ("setup.example.ch", 200), ("example.ch", 200), ("autoconfig.example.ch", 200),
      ("mail.example.ch", 200), ("127.0.0.1:8080", 200), ("[::1]", 200), ("localhost", 200),
      ("elsewhere.test", 404), ("example.ch.elsewhere.test", 404),
    ])
  func hosts(host: String, status: Int) throws {
    let page = try #require(Self.handler).ask("https://\(host)/")
    #expect(page.status == status)
    #expect(page.text.contains("<form id=\"ask\""))
    #expect(page.text.contains("Example Mail &amp; Co") == (status == 200))
  }

  @Test func everyMailboxOfADomainGetsTheSamePage() throws {
    let one = try post("address=anna%40example.ch").text
    let other = try post("address=nobody%40example.ch").text
    #expect(
      one.replacing("anna", with: "x").replacing(#/<svg.*?<\/svg>/#, with: "")
        == other.replacing("nobody", with: "x").replacing(#/<svg.*?<\/svg>/#, with: ""))
  }

  @Test(
    "The device in hand comes first",
    arguments: [
      (SetupPageTests.safari, "iphone", false),
      ("\(SetupPageTests.iPhone) FxiOS/130 Safari/604.1", "iphone", true),
      ("\(SetupPageTests.iPhone) Mobile/15E148", "iphone", true),
      ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15", "mac", false),
      ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140", "android", false),
      ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140", "computer", false),
      ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140", "linux", false),
      ("", "computer", false),
    ])
  func devices(agent: String, machine: String, isBad: Bool) throws {
    let text = try post("address=anna%40example.ch&lang=en", ["User-Agent": agent]).text
    #expect(text.contains("<details id=\"\(machine)\" open=\"\" data-in-hand=\"\">"))
    #expect(text.split(separator: "open=\"\"").count == 2)
    #expect(text.contains("This browser cannot install a profile") == isBad)
    #expect(text.contains("Copy the link") == isBad)
    let hasCode = ["mac", "computer", "linux"].contains(machine)
    #expect(text.contains("Go on with your phone") == hasCode)
  }

  @Test func programsAndDevicesAreChosen() throws {
    let program = try post("address=anna%40example.ch&lang=en&client=thunderbird").text
    #expect(program.contains("<h3>Thunderbird</h3>"))
    #expect(program.contains("<details id=\"computer\" open=\"\""))
    let guide = try post("address=anna%40example.ch&lang=en&client=signature").text
    #expect(guide.contains("<details id=\"guides\" open=\"\">"))
    let device = try post("address=anna%40example.ch&lang=en&device=generic").text
    #expect(device.contains("<details id=\"printer\" open=\"\">"))
    #expect(device.contains("SMTP authentication"))
    let sheet = try post(
      "address=anna%40example.ch&lang=en&device=generic", to: "/sheets/generic.html")
    #expect(sheet.status == 200)
    #expect(sheet["Cache-Control"] == "no-store")
    #expect(sheet.text.contains("anna@example.ch"))
    #expect(try post("address=anna%40example.ch", to: "/sheets/none.html").status == 404)
  }

  @Test func everySheetCanBeReachedAndRetiredOnesSaySo() throws {
    let text = try post("address=anna%40example.ch&lang=en", ["User-Agent": Self.safari]).text
    for name in SheetLibrary.builtIn.clients {
      let isListed = text.contains("name=\"client\" value=\"\(name)\"")
      let isShown = text.contains("action=\"/sheets/\(name).html\"")
      #expect(isListed || isShown, Comment(rawValue: name))
    }
    #expect(text.contains(">Outlook 2013 (no longer supported)</button>"))
  }

  @Test func whatMustBeDoneBeforeStandsBeforeTheButton() throws {
    let text = try post("address=anna%40example.ch&lang=en", ["User-Agent": Self.safari]).text
    let old = try #require(text.firstRange(of: "must be deleted beforehand")?.lowerBound)
    let button = try #require(text.firstRange(of: "Download the profile</button>")?.lowerBound)
    let steps = try #require(text.firstRange(of: "Copy the mailbox password now")?.lowerBound)
    #expect(old < button && button < steps)
    #expect(text.contains("<a href=\"tel:+41440000000\">"))
    // The Mac is clicked on and has a password, no passcode.
    let mac =
      try #require(text.components(separatedBy: "<details id=\"mac\"").last)
      .components(separatedBy: "<details id=").first ?? ""
    #expect(mac.contains("Click the button above") && mac.contains("log in to the Mac"))
    #expect(!mac.contains("Tap ") && !mac.contains("passcode"))
  }

  @Test func theProfileHasThePartsThatAreTicked() throws {
    let handler = try #require(
      Handlers.handler(
        """
        provider: {id: example.ch, name: Example Mail}
        domains: [{name: example.ch}]
        incoming: [{protocol: imap, host: imap.example.ch}]
        outgoing: [{protocol: smtp, host: smtp.example.ch}]
        calendars: [{protocol: caldav, url: "https://dav.example.ch/"}]
        contacts: [{protocol: carddav, url: "https://dav.example.ch/"}]
        """))
    func types(_ parts: String) throws -> [Bool] {
      let profile = handler.ask(
        "https://example.ch/mail/profile.mobileconfig",
        ["Content-Type": "application/x-www-form-urlencoded"], method: "POST",
        body: "emailaddress=anna%40example.ch&device=iphone&parts=certificates%2Cidentity&\(parts)")
      #expect(profile.status == 200)
      return ["com.apple.mail.managed", "com.apple.caldav.account", "com.apple.carddav.account"]
        .map(profile.text.contains)
    }
    #expect(try types("parts=mail&parts=calendar&parts=contacts") == [true, true, true])
    #expect(try types("parts=calendar&parts=contacts") == [false, true, true])
    #expect(try types("parts=mail") == [true, false, false])
    let page = handler.ask(
      "https://example.ch/setup", ["Content-Type": "application/x-www-form-urlencoded"],
      method: "POST", body: "address=anna%40example.ch&lang=en"
    ).text
    #expect(page.contains("name=\"parts\" value=\"calendar\" checked=\"checked\""))
    #expect(page.contains("Mailbox password, 3 times, always the same one: for Email, Calendars"))
  }

  @Test func headersKeepThePageToItself() throws {
    let asked = try #require(Self.handler).ask("https://setup.example.ch/")
    let result = try post("address=anna%40example.ch")
    for response in [asked, result] {
      let policy = try #require(response["Content-Security-Policy"])
      #expect(!policy.contains("unsafe"))
      #expect(policy.contains("form-action 'self'") && policy.contains("frame-ancestors 'none'"))
      #expect(response["Referrer-Policy"] == "no-referrer")
      #expect(response["X-Content-Type-Options"] == "nosniff")
      #expect(response["Set-Cookie"] == nil)
      #expect(!response.text.contains("style=\"") && !response.text.contains(" onclick"))
    }
    #expect(result["Cache-Control"] == "no-store")
    #expect(asked["ETag"] != nil)
  }

  @Test func theScriptIsAFileOfItsOwn() throws {
    let handler = try #require(Self.handler)
    let script = handler.ask("https://setup.example.ch/setup.js")
    #expect(script["Content-Type"] == "text/javascript; charset=utf-8")
    let tag = try #require(script["ETag"])
    #expect(
      handler.ask("https://setup.example.ch/setup.js", ["If-None-Match": tag]).status == 304)
    #expect(handler.ask("https://setup.example.ch/setup.js", method: "POST").status == 405)
  }

  @Test func eachSystemHasItsOwnMenus() throws {
    let text = try post("address=anna%40example.ch&lang=en", ["User-Agent": Self.safari]).text
    let parts = text.split(separator: "<details id=")
    let iphone = try #require(parts.first { $0.hasPrefix("\"iphone\"") })
    let mac = try #require(parts.first { $0.hasPrefix("\"mac\"") })
    #expect(iphone.contains("VPN &amp; Device Management"))
    #expect(!iphone.contains("System Settings"))
    #expect(mac.contains("System Settings") && !mac.contains("VPN &amp; Device Management"))
  }

  @Test func theLogoIsThePictureOfTheProvider() throws {
    let page = try #require(Self.handler).ask("https://setup.example.ch/")
    #expect(!page.text.contains("<img"))
    #expect(try #require(Self.handler).ask("https://setup.example.ch/logo").status == 404)
    let folder = FileManager.default.temporaryDirectory.appending(path: "logo-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let picture = Data("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8)
    try picture.write(to: folder.appending(path: "logo.svg"))
    let text = """
      provider: {id: example.ch, name: A & B, logo: logo.svg}
      domains: [{name: example.ch}]
      incoming: [{protocol: imap, host: imap.example.ch}]
      outgoing: [{protocol: smtp, host: smtp.example.ch}]
      """
    let settings = folder.appending(path: "s.yaml")
    try Data(text.utf8).write(to: settings)
    let handler = RequestHandler(try SettingsLoader.load(path: settings.path).catalog) { 1 }
    let shown = handler.ask("https://example.ch/").text
    #expect(shown.contains("<p class=\"brand\"><img src=\"/logo\" alt=\"A &amp; B\"/></p>"))
    let logo = handler.ask("https://autoconfig.example.ch/logo")
    #expect(logo.body == Array(picture))
    #expect(logo["Content-Type"] == "image/svg+xml")
    #expect(logo["Content-Security-Policy"] == "default-src 'none'; sandbox")
    #expect(logo["ETag"] != nil)
    #expect(handler.ask("https://elsewhere.test/logo").status == 404)
  }

  @Test func providersThatShareAHostShowTheirOwnLogos() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "logos-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["a", "b"] {
      try Data("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"\(name)\"/>".utf8)
        .write(to: folder.appending(path: "\(name).svg"))
      let text = """
        provider: {id: \(name).ch, name: \(name), logo: \(name).svg, publicURL: "https://s.test"}
        domains: [{name: \(name).ch}]
        incoming: [{protocol: imap, host: imap.\(name).ch}]
        outgoing: [{protocol: smtp, host: smtp.\(name).ch}]
        """
      try Data(text.utf8).write(to: folder.appending(path: "\(name).yaml"))
    }
    let handler = RequestHandler(try SettingsLoader.load(path: folder.path).catalog) { 1 }
    for name in ["a", "b"] {
      let page = handler.ask(
        "https://s.test/setup", ["Content-Type": "application/x-www-form-urlencoded"],
        method: "POST", body: "address=x%40\(name).ch"
      ).text
      let path = "/logo?provider=\(name).ch"
      #expect(page.contains("<img src=\"\(path)\""))
      let logo = handler.ask("https://s.test\(path)")
      #expect(String(decoding: logo.body, as: UTF8.self).contains("id=\"\(name)\""))
    }
    #expect(handler.ask("https://s.test/logo?provider=c.ch").status == 404)
  }

  @Test func theColorIsPartOfTheStyleThatThePolicyAllows() throws {
    let page = try #require(Self.handler).ask("https://setup.example.ch/")
    let start = try #require(page.text.firstRange(of: "<style>")?.upperBound)
    let end = try #require(page.text.firstRange(of: "</style>")?.lowerBound)
    let style = String(page.text[start..<end])
    // The yellow is too light on white, and stays as it is on black.
    #expect(style.contains(":root { --accent: #7f6e00; --on-accent: #ffffff; }"))
    #expect(style.contains(":root { --accent: #ffdd00; --on-accent: #000000; }"))
    let digest = Digest.sha256(Array(style.utf8))
    let policy = try #require(page["Content-Security-Policy"])
    #expect(policy.contains("style-src 'sha256-\(digest)'"))
  }

  @Test func onlyFormsAreTaken() throws {
    for path in ["/setup", "/mail/profile.mobileconfig", "/sheets/generic.html"] {
      let refused = try post("{}", to: path, ["Content-Type": "application/json"])
      #expect(refused.status == 415)
    }
    let handler = try #require(Self.handler)
    #expect(
      handler.ask("https://setup.example.ch/", method: "DELETE")["Allow"]
        == "GET, HEAD, POST, OPTIONS")
  }
}
