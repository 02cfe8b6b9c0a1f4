// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Declarations of Apple's declarative device management, as a JSON array: accounts, who they are for,
/// and where the device fetches the credentials. Keys are those of apple/device-management,
/// `declarative/` (iOS 18.1, macOS 15.1).
public struct Declarations: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "declaration"
  /// One sentence of help.
  public let summary = "Declarations for managed iPhones, iPads and Macs, as JSON."
  /// As servers send it.
  public let mediaType = "application/json"
  /// Without the dot in front.
  public let fileExtension = "declarations.json"
  /// What can be chosen.
  public let options = [
    Self.parts, Self.credentials, Self.identity, ManagementSystem.option,
  ]

  /// What is declared.
  static let parts = FormatOption(
    "parts", values: DeclarationPart.allCases.map(\.rawValue), isList: true,
    onlyWhenAsked: [DeclarationPart.exchange.rawValue, DeclarationPart.activation.rawValue],
    summary: "What is declared, separated by commas; exchange and activation only when named.")
  /// Where credentials lie.
  static let credentials = FormatOption(
    text: "credential-url", placeholder: "URL",
    summary: "Where devices fetch user name and password, such as"
      + " https://mdm.example.ch/{login}.json; {address}, {local}, {domain} and {login} are filled in."
  )
  /// Where the person's certificate lies.
  static let identity = FormatOption(
    text: "identity-url", placeholder: "URL",
    summary: "Where devices fetch the person's S/MIME identity; the same is filled in.")

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let parts = options[Self.parts].compactMap(DeclarationPart.init)
    var gaps = Gaps(account, about: parts.flatMap(\.settings))
    let context = DeclarationContext(
      account, ManagementSystem.chosen(options, for: account, &gaps),
      credentials: options[Self.credentials].first, identity: options[Self.identity].first)
    if account.address == nil, context.placeholders == nil {
      gaps.refuse(
        "", "declarations are for one person", fix: "give an address, or choose --placeholders")
    }
    var list = DeclarationList(context)
    for part in DeclarationPart.allCases where parts.contains(part) && part != .activation {
      part.declare(context, &list, &gaps)
    }
    DeclarationPart.noteTheRest(context, parts, &gaps)
    try gaps.check()
    if list.configurations.isEmpty {
      gaps.refuse(
        "", "there is nothing to declare", fix: "add the service to the settings, or choose --parts"
      )
    }
    let all = list.assets + list.configurations
    let activation = parts.contains(.activation) ? [list.activation] : []
    return try gaps.document(JSON.array(all + activation).encoded(pretty: true))
  }
}

/// What a set of declarations is made of.
enum DeclarationPart: String, CaseIterable {
  case mail, calendar, contacts, directory, exchange, activation

  /// The parts of the settings that it comes from.
  var settings: [String] {
    switch self {
    case .mail: ["incoming", "outgoing"]
    case .calendar: ["calendars"]
    case .contacts: ["contacts"]
    case .directory: ["directories"]
    case .exchange: ["activeSync", "ews"]
    case .activation: []
    }
  }

  /// Adds its declarations.
  func declare(
    _ context: DeclarationContext, _ list: inout DeclarationList, _ gaps: inout Gaps
  ) {
    switch self {
    case .mail: MailDeclaration.add(context, &list, &gaps)
    case .calendar: ServiceDeclarations.calendars(context, &list, &gaps)
    case .contacts: ServiceDeclarations.contacts(context, &list, &gaps)
    case .directory: ServiceDeclarations.directories(context, &list, &gaps)
    case .exchange: ExchangeDeclaration.add(context, &list, &gaps)
    case .activation: break
    }
  }

  /// What no declaration says anything about.
  static func noteTheRest(
    _ context: DeclarationContext, _ parts: [DeclarationPart], _ gaps: inout Gaps
  ) {
    let account = context.account
    if !parts.contains(.exchange) {
      if account.activeSync != nil {
        gaps.note("activeSync", "is left out: --parts can name exchange")
      }
      if account.ews != nil { gaps.note("ews", "is left out: --parts can name exchange") }
    }
    if account.jmap != nil { gaps.note("jmap", "is left out: declarations know no JMAP") }
    if account.manageSieve != nil {
      gaps.note("manageSieve", "is left out: declarations know no mail filters")
    }
    for file in account.files { gaps.note(file.path, "is left out: declarations know no WebDAV") }
    if account.webmail != nil {
      gaps.note("webmail", "is left out: declarations know no web clips")
    }
    if !account.provider.apple.certificates.isEmpty {
      gaps.note("apple.certificates", "is left out: send them as a profile")
    }
    if account.person.identity != nil, context.identity == nil {
      gaps.note(
        "", "the personal certificate is left out: a declaration refers to it, by --identity-url")
    }
  }
}
