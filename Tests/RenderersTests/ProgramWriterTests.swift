// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import Renderers

/// Names that the syntaxes of programs find special. `./dev programs-lab` has the programs read them.
@Suite struct ProgramWriterTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let why: String
    let quote: @Sendable (String) -> String?
    let text: String
    let expected: String?

    init(
      _ why: String, _ quote: @escaping @Sendable (String) -> String?, _ text: String,
      _ expected: String?
    ) {
      self.why = why
      self.quote = quote
      self.text = text
      self.expected = expected
    }

    var testDescription: String { "\(why): \(text)" }
  }

  private static let rows: [Row] = [
    Row("a plain word", ShellText.word, "anna@example.ch", "anna@example.ch"),
    Row("an apostrophe", ShellText.word, "o'neil $x `y`", #"'o'\''neil $x `y`'"#),
    Row("nothing", ShellText.word, "", "''"),
    Row("msmtp takes the rest of the line", MSMTPText.value, "a \"b\" #c \\", "a \"b\" #c \\"),
    Row("msmtp takes quotes at the ends off", MSMTPText.value, "\"a\"", "\"\"a\"\""),
    Row("msmtp replaces %H", MSMTPText.from, "50%Hans@example.ch", nil),
    Row("msmtp leaves other signs", MSMTPText.from, "50%x@example.ch", "50%x@example.ch"),
    Row("a parameter of Postfix", PostfixText.value, "$x", "$$x"),
    Row("an element of an inline table", PostfixText.element, "o'neil$@a.ch", "o'neil$$@a.ch"),
    Row("a separator of inline tables", PostfixText.element, "a,b@a.ch", nil),
    Row("a brace of inline tables", PostfixText.element, "{a}@a.ch", nil),
    Row("a colon before the password", PostfixText.user, "a:b", nil),
    Row("what Exim expands", EximText.literal, "a$b\\c", "a\\$b\\\\c"),
    Row("what Exim's PLAIN finds special", EximText.sent, "a^b;c$", "a^^b;;c\\$"),
    Row("an address that Exim rewrites to", EximText.address, "\"a\"$", "\"\\\"a\\\"\\\\$\""),
    Row("a rule of Exim's transport", EximText.rule, "a$", "\"a\\\\$\""),
    Row("a colon between such rules", EximText.rule, "a:b", nil),
    Row("braces inside Exim's braces", EximText.braced, "{a$}", "\\{a\\$\\}"),
    Row("a pipe that Exim would redirect to", EximText.recipient, "|a@example.ch", nil),
    Row("a file that Exim would redirect to", EximText.redirection, "/a@example.ch", nil),
    Row("an address that Exim redirects to", EximText.redirection, "a$@a.ch", "a\\$@a.ch"),
    Row("the same in /etc/aliases", EximText.recipient, "a$@a.ch", "a$@a.ch"),
    Row("a colon in passwd.client", EximText.field, "a:b", nil),
    Row("mbsync", QuotedText.mbsync, "a\"b\\c #d", #""a\"b\\c #d""#),
    Row("fetchmail", QuotedText.fetchmail, "a\"b\\n", #""a\"b\\n""#),
    Row("NeoMutt", QuotedText.neomutt, "a$b`c\"\\", #""a\$b\`c\"\\""#),
    Row("a command of NeoMutt", QuotedText.neomuttOutput, "cat 'a b'", "\"`cat 'a b'`\""),
    Row("a backquote in one", QuotedText.neomuttOutput, "echo `x`", nil),
    Row("Python", QuotedText.python, "a\"b\\", #""a\"b\\""#),
    Row("TOML", QuotedText.toml, "a\"b\\", #""a\"b\\""#),
    Row("a value of getmail", INIText.python, "a;b#c%d", "a;b#c%d"),
    Row("blanks at its ends", INIText.python, " a", nil),
    Row("aerc, plain", INIText.go, "a b", "a b"),
    Row("aerc, a comment", INIText.go, "a;b#c", "`a;b#c`"),
    Row("aerc, a backquote", INIText.go, "a`b;", "\"\"\"a`b;\"\"\""),
    Row("aerc, both", INIText.go, "a`b\";", nil),
    Row("aerc, a reference", INIText.go, "a%(b)s", nil),
    Row(".env, plain", DotenvText.value, "a@b.ch", "a@b.ch"),
    Row(".env, signs", DotenvText.value, "a $b #c", "'a $b #c'"),
    Row(".env, an apostrophe", DotenvText.value, "o'neil $x", #""o'neil \$x""#),
    Row(".netrc", NetrcText.word, "o'neil\"", #""o'neil\"""#),
  ]

  @Test(arguments: rows)
  func isQuoted(_ row: Row) {
    #expect(row.quote(row.text) == row.expected)
  }

  /// A line break would begin a line of its own, and NUL end the file for some programs.
  @Test(arguments: ["\n", "\r", "\0", "\u{1B}", "\u{7F}", "\u{2028}", "\u{85}"])
  func noWriterTakesControlCharacters(_ text: String) {
    for row in Self.rows { #expect(row.quote("a\(text)b") == nil, "\(row.why)") }
  }

  @Test func aNameInAHeaderIsQuoted() {
    #expect(QuotedText.mailbox("A \"B\" \\", "a@b.ch") == #""A \"B\" \\" <a@b.ch>"#)
    #expect(QuotedText.mailbox(nil, "a@b.ch") == "a@b.ch")
  }
}

/// What files of programs say, and refuse to say.
@Suite struct ProgramFormatTests {
  private static let senders: [any Renderer] = [
    MSMTPFile(), PostfixRelay(), EximSmarthost(), SNailFile(), Dotenv(), NeoMuttFile(), AercFile(),
    HimalayaFile(),
  ]
  private static let fetchers: [any Renderer] = [
    MBSyncFile(), FetchmailFile(), GetmailFile(), NeoMuttFile(), AercFile(), HimalayaFile(),
  ]

  @Test func aDomainHasNoUser() throws {
    for format in Self.senders + Self.fetchers {
      let refusals = format.refusals(try Sample.domain())
      #expect(refusals.contains { $0.fix?.hasPrefix("give an address") == true }, "\(format.name)")
    }
  }

  @Test func aServerWithoutLogInNeedsNoUser() throws {
    let provider = try Sample.provider(
      outgoing: [Sample.server(.smtp, .starttls, with: [.none])])
    for format: any Renderer in [
      MSMTPFile(), PostfixRelay(), EximSmarthost(), SNailFile(), Dotenv(),
    ] {
      let text = try format.document(Sample.domain(provider)).text
      #expect(!text.lowercased().contains("password") || format.name == "dotenv", "\(format.name)")
    }
  }

  @Test func debiansPasswordsHaveAFileOfTheirOwn() throws {
    for (layout, isLeftOut) in [("exim.conf", false), ("debian", true)] {
      var options = RenderOptions()
      try options.choose(EximSmarthost.layout, layout)
      try options.choose(EximSmarthost.secretFile, "/etc/secret")
      let document = try EximSmarthost().render(Sample.account(), options)
      #expect(document.text.contains("/etc/secret") != isLeftOut, "\(layout)")
      let said = document.findings.contains { $0.message.hasPrefix("--secret-file is left out") }
      #expect(said == isLeftOut, "\(layout)")
    }
  }

  @Test func aProtectedServerComesBeforeOneThatIsNot() throws {
    let provider = try Sample.provider(
      incoming: [
        Sample.server(.imap, .none, host: "plain.example.ch"),
        Sample.server(.imap, .tls, host: "safe.example.ch"),
      ],
      outgoing: [
        Sample.server(.smtp, .none, host: "plain.example.ch"),
        Sample.server(.smtp, .tls, host: "safe.example.ch"),
      ])
    for format in Self.senders + Self.fetchers {
      let text = try format.document(Sample.account(provider)).text
      #expect(text.contains("safe.example.ch") && !text.contains("plain.example"), "\(format.name)")
    }
  }

  @Test func whatAProgramCannotDoIsRefused() throws {
    let token = try Sample.provider(
      incoming: [Sample.server(.imap, with: [.oauth2])],
      outgoing: [Sample.server(.smtp, with: [.oauth2])])
    for format: any Renderer in [
      PostfixRelay(), EximSmarthost(), SNailFile(), Dotenv(), MBSyncFile(), FetchmailFile(),
      GetmailFile(),
      NeoMuttFile(), HimalayaFile(),
    ] {
      #expect(!format.refusals(try Sample.account(token)).isEmpty, "\(format.name)")
    }
    #expect(try MSMTPFile().document(Sample.account(token)).text.contains("auth oauthbearer"))
    #expect(try AercFile().document(Sample.account(token)).text.contains("imaps+oauthbearer://"))
    let starttls = try Sample.provider(incoming: [Sample.server(.imap, .starttls)])
    #expect(GetmailFile().refusals(try Sample.account(starttls)).paths(.error) == ["incoming"])
  }

  @Test func fetchedMailStaysUnlessTheSettingsSayOtherwise() throws {
    func provider(_ options: POP3Options?) throws -> Provider {
      var server = try Sample.server(.pop3)
      server.pop3 = options
      return try Sample.provider(incoming: [server])
    }
    for (options, keeps) in [
      (nil, true), (POP3Options(leaveOnServer: true, days: 7), true),
      (POP3Options(leaveOnServer: false), false),
    ] as [(POP3Options?, Bool)] {
      let account = try Sample.account(provider(options))
      let fetchmail = try FetchmailFile().document(account).text
      #expect(fetchmail.contains("\n  keep\n") == keeps)
      #expect(fetchmail.contains(" uidl") == keeps)
      let getmail = try GetmailFile().document(account).text
      #expect(getmail.contains("delete = \(!keeps)"))
      #expect(getmail.contains("delete_after = 7") == (options?.days == 7))
    }
  }

  @Test func himalayaExpandsUserNamesAsAShellDoes() throws {
    let provider = try Sample.provider()
    let text = try HimalayaFile().document(Sample.account(provider, "a$b@example.ch")).text
    #expect(text.contains("email = \"a$b@example.ch\""))
    #expect(text.contains("plain.username = \"a$$b@example.ch\""))
    #expect(QuotedText.expandedTOML("~/a") == nil)
    #expect(QuotedText.expandedTOML("~a\"$") == "\"~a\\\"$$\"")
    var options = RenderOptions()
    try options.choose(HimalayaFile.release, "1")
    let old = try HimalayaFile().render(Sample.account(provider, "a$b@example.ch"), options).text
    #expect(old.contains("email = \"a$$b@example.ch\""))
    // Version 1 cannot read a server without a log-in.
    let open = try Sample.provider(outgoing: [Sample.server(.smtp, .starttls, with: [.none])])
    #expect(throws: RenderFailure.self) {
      try HimalayaFile().render(Sample.account(open), options)
    }
    #expect(try !HimalayaFile().document(Sample.account(open)).text.contains("smtp.sasl"))
  }

  @Test func aercIsToldOfSTARTTLSInItsOwnWord() throws {
    let provider = try Sample.provider(outgoing: [Sample.server(.smtp, .starttls)])
    let text = try AercFile().document(Sample.account(provider)).text
    #expect(text.contains("\nsmtp-starttls = yes\n"))
  }

  @Test func theCommandIsTheOneThatIsChosen() throws {
    var options = RenderOptions()
    try options.choose(SecretSource.command, "cat '/run/my secret'")
    for (format, line) in [
      (MSMTPFile(), "passwordeval cat '/run/my secret'"),
      (MBSyncFile(), "PassCmd \"cat '/run/my secret'\""),
      (GetmailFile(), "(\"sh\", \"-c\", \"cat '/run/my secret'\")"),
      (NeoMuttFile(), "set imap_pass = \"`cat '/run/my secret'`\""),
      (AercFile(), "source-cred-cmd = `cat '/run/my secret'`"),
      (HimalayaFile(), "imap.sasl.plain.password.command = \"cat '/run/my secret'\""),
      (SNailFile(), "vput ! password printf %s \"$(cat '/run/my secret')\""),
    ] as [(any Renderer, String)] {
      let text = try format.render(Sample.account(), options).text
      #expect(text.contains(line), "\(text)")
    }
  }
}

/// The form of Thunderbird's database of providers.
@Suite struct ProviderDatabaseTests {
  private func options() throws -> RenderOptions {
    var options = RenderOptions()
    try options.choose(Autoconfig.database, "")
    return options
  }

  @Test func holdsEveryDomainAndNobodysValues() throws {
    let provider = try Sample.provider(
      incoming: [Sample.server(.imap), Sample.server(.imap, .none)]) {
        $0.calendars = [CalendarService(.caldav, url: try URLPattern("https://dav.example.ch/"))]
      }
    let document = try Autoconfig().render(
      together: [
        Sample.account(provider, "anna@example.ch"), Sample.domain(provider, "example.com"),
      ], options())
    let text = document.text
    #expect(text.contains("<clientConfig version=\"1.1\">"))
    #expect(text.texts(of: "domain") == ["example.ch", "example.com"])
    #expect(text.texts(of: "username") == ["%EMAILADDRESS%", "%EMAILADDRESS%"])
    #expect(text.texts(of: "socketType") == ["SSL", "SSL"])
    #expect(!text.contains("calendar") && !text.contains("anna"))
    #expect(document.findings.paths(.warning) == ["provider.documentation"])
  }

  @Test func whatTheFormHasNoPlaceForIsSaid() throws {
    let provider = try Sample.provider(
      incoming: [Sample.server(.imap), Sample.server(.pop3)]
    ) {
      $0.incoming[1].pop3 = POP3Options(leaveOnServer: true, days: 14)
      $0.webmail = try URLPattern("https://mail.example.ch/")
    }
    let document = try Autoconfig().render(Sample.domain(provider), options())
    #expect(document.text.texts(of: "leaveMessagesOnServer") == ["true"])
    #expect(document.text.texts(of: "daysToLeaveMessagesOnServer") == ["14"])
    #expect(document.findings.paths(.warning).contains("webmail"))
  }

  @Test func oneDomainAloneIsTheUsualDocument() throws {
    let account = try Sample.domain()
    let together = try Autoconfig().render(together: [account], RenderOptions())
    #expect(try together.bytes == Autoconfig().render(account, RenderOptions()).bytes)
  }

  @Test func otherServersShareNoDocument() throws {
    let other = try Sample.provider(incoming: [Sample.server(.imap, host: "imap.example.net")])
    for choice in [RenderOptions(), try options()] {
      #expect(throws: RenderFailure.self) {
        try Autoconfig().render(
          together: [Sample.domain(), Sample.domain(other, "example.net")], choice)
      }
    }
  }
}

/// Declarations, and profiles that a management system fills in.
@Suite struct DeclarationTests {
  private func options(_ placeholders: String? = nil) throws -> RenderOptions {
    var options = RenderOptions()
    try options.choose(Declarations.credentials, "https://mdm.example/{login}.json")
    if let placeholders { try options.choose(ManagementSystem.option, placeholders) }
    return options
  }

  @Test func mailNeedsAPlaceForCredentials() throws {
    #expect(Declarations().refusals(try Sample.account()).paths(.error) == ["incoming[0].username"])
  }

  @Test(arguments: ["http://mdm.example/{login}", "https://mdm.example/{user}", "https://a b/"])
  func aPatternThatGivesNoURLIsRefused(_ pattern: String) throws {
    var options = RenderOptions()
    try options.choose(Declarations.credentials, pattern)
    #expect(throws: RenderFailure.self) {
      try Declarations().render(Sample.account(), options)
    }
  }

  @Test func tokensFollowTheContentAndIdentifiersDoNot() throws {
    func lines(_ host: String, _ word: String) throws -> [String] {
      let provider = try Sample.provider(
        incoming: [Sample.server(.imap, host: host)], outgoing: [Sample.server(.smtp, host: host)])
      let text = try Declarations().render(Sample.account(provider), options()).text
      return text.split(separator: "\n").filter { $0.contains("\"\(word)\"") }.map(String.init)
    }
    let (old, new) = ("mail.example.ch", "new.example.ch")
    #expect(try lines(old, "Identifier") == lines(new, "Identifier"))
    #expect(try lines(old, "ServerToken") != lines(new, "ServerToken"))
    #expect(try lines(old, "ServerToken") == lines(old, "ServerToken"))
  }

  @Test(arguments: ManagementSystem.allCases.map(\.rawValue))
  func oneDocumentForEverybody(_ name: String) throws {
    let system = try #require(ManagementSystem(rawValue: name))
    let provider = try Sample.provider(
      incoming: [
        Sample.server(.imap, username: .pattern(Pattern("EXAMPLE\\{local}")))
      ])
    let profile = try MobileConfig().render(Sample.domain(provider), options(name)).text
    #expect(profile.contains("<string>\(system.address)</string>"))
    #expect(profile.contains("<string>EXAMPLE\\\(system.localPart)</string>"))
    #expect(profile.contains("<string>\(system.name)</string>"))
    // What these two know is a user name of their own.
    let warnings = try MobileConfig().render(Sample.domain(provider), options(name)).findings
      .filter { $0.severity == .warning && $0.message.hasPrefix(system.localPart) }
    #expect(warnings.count == (system == .jamf || system == .mosyle ? 1 : 0))
    let declarations = try Declarations().render(Sample.domain(provider), options(name)).text
    #expect(declarations.contains("\"EmailAddress\": \"\(system.address)\""))
    #expect(declarations.contains("https://mdm.example/\(system.address).json"))
    #expect(throws: RenderFailure.self) {
      try MobileConfig().render(Sample.account(provider), options(name))
    }
  }

  @Test(arguments: ManagementSystem.allCases)
  func addressesInURLsAreFilledIn(_ system: ManagementSystem) throws {
    let provider = try Sample.provider {
      $0.calendars = [
        CalendarService(.caldav, url: try URLPattern("https://dav.example.ch:8443/cal/{address}/")),
        CalendarService(.webcal, url: try URLPattern("https://dav.example.ch/{local}.ics")),
        CalendarService(.caldav, url: try URLPattern("https://{local}.example.ch/")),
        CalendarService(.caldav, url: try URLPattern("https://dav.example.ch/all/{domain}/")),
      ]
      $0.contacts = [ContactService(url: try URLPattern("https://dav.example.ch/~{local}/"))]
    }
    let domain = try Sample.domain(provider)
    let profile = try MobileConfig().render(domain, options(system.rawValue))
    #expect(profile.text.contains("<key>CalDAVPort</key>\n\t\t\t<integer>8443</integer>"))
    #expect(profile.text.contains("https://dav.example.ch/\(system.localPart).ics"))
    #expect(profile.text.contains("<key>CardDAVHostName</key>"))
    let declarations = try Declarations().render(domain, options(system.rawValue))
    let paths = ["/cal/\(system.address)/", "/all/example.ch/", "/~\(system.localPart)/"]
    for path in paths { #expect(declarations.text.contains("\"Path\": \"\(path)\""), "\(path)") }
    for document in [profile, declarations] {
      // Nobody else's host can be filled in.
      #expect(document.findings.paths(.warning).contains("calendars[2].url"))
      #expect(!document.findings.paths(.warning).contains("calendars[0].url"))
    }
    // Where nobody fills anything in, they are left out.
    #expect(try domain.calendars.count == 1 && Sample.account(provider).openCalendars.isEmpty)
  }
}
