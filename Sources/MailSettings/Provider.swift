// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A mail service, described once: what every document is made from.
public struct Provider: Hashable, Sendable {
  /// Identifies the provider for ever; profile identifiers derive from it.
  public var id: DomainName
  /// The full name, at most 60 characters.
  public var name: DisplayText
  /// A short name, at most 20 characters, for narrow places.
  public var shortName: DisplayText
  /// The languages of its users, the default first; never empty.
  public var languages: [Language] = [.english]
  /// Pages that explain the service.
  public var documentation: [Documentation] = []
  /// Who helps.
  public var support: Support?
  /// A picture for sheets and the set-up page.
  public var logo: LogoImage?
  /// What stands out on the set-up page, such as buttons; made lighter or darker where it could
  /// not be read.
  public var color: Color?
  /// Where this service's set-up documents are served to users, where they are.
  public var publicURL: WebURL?

  /// Servers for reading mail, alternatives in order of preference.
  public var incoming: [Server] = []
  /// Servers for sending mail, alternatives in order of preference.
  public var outgoing: [Server] = []
  /// Calendars.
  public var calendars: [CalendarService] = []
  /// Address books.
  public var contacts: [ContactService] = []
  /// Directories of people.
  public var directories: [DirectoryService] = []
  /// File shares.
  public var files: [FileService] = []
  /// The host of an Exchange ActiveSync server.
  public var activeSync: HostPattern?
  /// How its user names look.
  public var activeSyncUsername: UsernameForm = .address
  /// Exchange Web Services.
  public var ews: EWSService?
  /// A JMAP server.
  public var jmap: JMAPService?
  /// A server for mail filters.
  public var manageSieve: SieveService?
  /// Mail in a browser.
  public var webmail: URLPattern?
  /// The authorization server for OAuth 2.0.
  public var oauth2: OAuth2?

  /// What is particular to Apple devices.
  public var apple = AppleOptions()
  /// What is particular to autoconfig documents.
  public var autoconfig = AutoconfigOptions()
  /// What is particular to autodiscover documents.
  public var autodiscover = AutodiscoverOptions()
  /// How profiles are signed.
  public var signing: SigningOptions?
  /// How profiles for one person are handed out.
  public var delivery = DeliveryOptions()
  /// What is particular to the DNS zone.
  public var dns: DNSOptions?

  /// A provider without servers yet; the short name comes from the name unless given.
  public init(id: DomainName, name: DisplayText, shortName: DisplayText? = nil) {
    self.id = id
    self.name = name
    self.shortName = shortName ?? ShortName.of(name, id)
  }
}

/// A page that explains something, with a sentence about it.
public struct Documentation: Hashable, Sendable {
  /// The page, or one for each language.
  public var url: LocalizedURL
  /// What it is about.
  public var text: LocalizedText?

  /// A page for everybody.
  public init(url: WebURL, text: LocalizedText? = nil) {
    self.init(url: LocalizedURL(url), text: text)
  }

  /// A page, or one for each language.
  public init(url: LocalizedURL, text: LocalizedText? = nil) {
    self.url = url
    self.text = text
  }
}

/// Where users find help.
public struct Support: Hashable, Sendable {
  /// A mail address.
  public var email: MailAddress?
  /// A telephone number as people write it.
  public var phone: DisplayText?
  /// A page.
  public var url: LocalizedURL?
  /// When somebody answers.
  public var hours: LocalizedText?
  /// Where users change the password of their mailbox, or have it reset.
  public var passwordURL: LocalizedURL?
  /// Where it says whether the service is disturbed.
  public var statusURL: LocalizedURL?
  /// Where users of two-step verification make a password for one program.
  public var appPasswordURL: LocalizedURL?
  /// Where users have mail copied from another provider.
  public var migrationURL: LocalizedURL?

  /// Nobody yet.
  public init() {}
}
