// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

/// The autoconfig document of Thunderbird and many others, in the shape of
/// draft-ietf-mailmaint-autoconfig-06 that every known client reads.
///
/// IMAP stands before POP3, since FairEmail (2026-08-22) reads no IMAP server after another kind;
/// in a server the elements keep one order, since FairEmail wants the socket type after the port;
/// text elements have no attributes, which Thunderbird 153 takes for objects.
public struct Autoconfig: SeveralAccountsRenderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "autoconfig"
  /// One sentence of help.
  public let summary = "Autoconfig XML for Thunderbird, FairEmail, Delta Chat, KMail and Evolution."
  /// As servers send it.
  public let mediaType = "text/xml; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "autoconfig.xml"

  /// What can be chosen.
  public let options = [Self.database]

  /// The form of the database of providers that Thunderbird asks.
  static let database = FormatOption(
    flag: "ispdb",
    summary: "In the form of Thunderbird's database of providers, to contribute it there.")

  /// Several domains in one document: that of the database, or one for all that have the same
  /// servers.
  public func render(
    together accounts: [AccountSettings], _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    if options.has(Self.database) { return try ProviderDatabase.document(accounts) }
    if let only = accounts.first, accounts.count == 1 { return try render(only, options) }
    return try sharedDocument(accounts)
  }

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    if options.has(Self.database) { return try ProviderDatabase.document([account]) }
    return try document(account, naming: [account.domain])
  }

  /// The document of an account that names these domains.
  func document(
    _ account: AccountSettings, naming domains: [DomainName]
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account)
    let servers = AutoconfigServers(account, &gaps)
    try gaps.check()
    let extras = AutoconfigExtras(account, beside: servers, &gaps)
    Self.warnOfMisreadNames(account.provider, &gaps)
    Self.noteLanguages(account.provider, &gaps)

    var xml = XMLWriter()
    xml.element("clientConfig", [("version", "1.2")]) { xml in
      xml.element("emailProvider", [("id", account.provider.id.ascii)]) { xml in
        for domain in domains { xml.element("domain", text: domain.ascii) }
        xml.element("displayName", text: account.provider.name.text)
        xml.element("displayShortName", text: account.provider.shortName.text)
        for server in servers.incoming { server.write("incomingServer", &xml) }
        extras.writeIncoming(&xml)
        for server in servers.outgoing { server.write("outgoingServer", &xml) }
        for page in account.provider.documentation { Self.write(page, &xml) }
      }
      extras.write(&xml)
    }
    return try gaps.document(xml.bytes)
  }

  /// One element for each address, with the texts in the language of that page; texts whose
  /// language has no page of its own stand with the first one.
  static func write(_ page: Documentation, _ xml: inout XMLWriter) {
    let languages = page.url.entries.compactMap(\.language)
    for (index, entry) in page.url.entries.enumerated() {
      let texts = (page.text?.entries ?? []).filter { text in
        languages.contains(text.language) ? text.language == entry.language : index == 0
      }
      let url: [(StaticString, String)] = [("url", entry.url.description)]
      guard !texts.isEmpty else {
        xml.emptyElement("documentation", url)
        continue
      }
      xml.element("documentation", url) { xml in
        for text in texts {
          xml.element("descr", [("lang", text.language.tag)], text: text.text.text)
        }
      }
    }
  }

  /// The language of a page is that of its text: without one, nothing says whom it is for.
  static func noteLanguages(_ provider: Provider, _ gaps: inout Gaps) {
    for (index, page) in provider.documentation.enumerated() {
      let texts = Set((page.text?.entries ?? []).map(\.language))
      guard page.url.entries.contains(where: { $0.language.map { !texts.contains($0) } ?? false })
      else { continue }
      gaps.note(
        "provider.documentation[\(index)].url",
        "the languages of its pages are left out: autoconfig has those of texts")
    }
  }

  /// Thunderbird 153 turns values that look like numbers or booleans into such, and replaces
  /// placeholders in display names.
  private static func warnOfMisreadNames(_ provider: Provider, _ gaps: inout Gaps) {
    if provider.name.text.isMisreadByThunderbird {
      gaps.warn(
        "provider.name", "Thunderbird shows \(provider.name.text.quoted) in another form",
        fix: "use a name that is not a number, 'true' or 'false' and has no %PLACEHOLDER%")
    }
  }
}
