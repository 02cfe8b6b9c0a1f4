// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What Thunderbird for Android reads from a QR code: accounts, as Thunderbird's "Export for
/// Mobile" writes it (qr-code-format.md, version 1 of 2025-02-06).
///
/// There is never a password in it: the app asks for one.
public struct ThunderbirdQR: SeveralAccountsRenderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "thunderbird-qr"
  /// One sentence of help.
  public let summary = "JSON for a QR code that Thunderbird for Android imports an account from."
  /// As servers send it.
  public let mediaType = "application/json"
  /// Without the dot in front.
  public let fileExtension = "thunderbird.json"

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    try render(together: [account], options)
  }

  /// Several accounts in one document; refused where they do not fit into one code.
  public func render(
    together accounts: [AccountSettings], _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let documents = try documents(together: accounts)
    guard let first = documents.first, documents.count == 1 else {
      throw RenderFailure([
        Finding(
          .error, at: "", "the accounts need \(documents.count) codes",
          fix: "make all of them: mkprofile qr --what thunderbird --output FILE.png ADDRESS ...")
      ])
    }
    return first
  }

  /// Bytes of a code that phones still read from a screen; one account may need more.
  static let comfortable = 700

  /// The documents of as many codes as several accounts need, in the order of their sequence.
  package func documents(
    together accounts: [AccountSettings]
  ) throws(RenderFailure) -> [Document] {
    var gaps = Gaps()
    var codes: [[JSON]] = []
    var size = 0
    for account in accounts {
      gaps.add(account, about: ["incoming", "outgoing"])
      guard let parts = Self.account(account, &gaps) else { continue }
      let bytes = parts.reduce(0) { $0 + $1.encoded(pretty: false).count + 1 }
      if codes.isEmpty || size + bytes > Self.comfortable {
        codes.append(parts)
        size = bytes
      } else {
        codes[codes.count - 1] += parts
        size += bytes
      }
    }
    try gaps.check()
    return codes.enumerated().map { index, parts in
      let sequence = JSON.array([.integer(index + 1), .integer(codes.count)])
      let code = JSON.array([.integer(1), sequence] + parts)
      return Document(code.encoded(pretty: false), findings: gaps.findings)
    }
  }

  /// The two elements of one account; nil with an error.
  private static func account(_ account: AccountSettings, _ gaps: inout Gaps) -> [JSON]? {
    let address = address(account, &gaps)
    let incoming = choose(
      "incoming",
      account.incoming.filter { $0.mailProtocol == .imap }
        + account.incoming.filter { $0.mailProtocol != .imap }, &gaps)
    let outgoing = choose("outgoing", account.outgoing, &gaps)
    noteRest(account, &gaps)
    guard let address, let incoming, let outgoing else { return nil }
    // The app takes an empty text where the format allows null, and no null (bd0f018).
    let name = account.person.name?.text ?? ""
    return [
      .array(incoming),
      .array([.array([.array(outgoing), .array([.string(address.description), .string(name)])])]),
    ]
  }

  /// The app takes ASCII only, and no local part in quotes.
  private static func address(_ account: AccountSettings, _ gaps: inout Gaps) -> MailAddress? {
    guard let address = account.address else {
      gaps.refuse(
        "", "a code for Thunderbird is for one person", fix: "give an address, not a domain")
      return nil
    }
    if !address.isASCII || address.isQuoted {
      gaps.refuse(
        "", "Thunderbird for Android imports no address like \(address)",
        fix: "use an address of plain ASCII letters, or a set-up sheet")
    }
    if account.person.name == nil {
      gaps.note("", "the person's name is not known: the app sends mail without one")
    }
    return address
  }

  /// One server in the format's numbers; nil, with an error, where there is none that it can say.
  private static func choose(
    _ group: String, _ servers: [AccountServer], _ gaps: inout Gaps
  ) -> [JSON]? {
    let usable = servers.filter { $0.way != nil }
    let chosen = usable.first { $0.security != .none } ?? usable.first
    guard let chosen, let way = chosen.way else {
      gaps.refuse(
        group, "there is no \(group) server that Thunderbird for Android can log in to",
        fix: "add one with password, encrypted-password or oauth2")
      return nil
    }
    if chosen.security == .none {
      gaps.warn(
        "\(chosen.path).security", "the password goes over the network unprotected",
        fix: "offer implicit TLS on port \(chosen.mailProtocol.usualPort(.tls))")
    }
    if way == .oauth2 {
      gaps.warn(
        "\(chosen.path).authentication",
        "Thunderbird for Android knows the OAuth2 servers of some large providers only",
        fix: "offer password, too")
    }
    for other in servers where other.index != chosen.index {
      gaps.note(other.path, "is left out: the code has one \(group) server, \(chosen.path)")
    }
    return [
      .integer(chosen.mailProtocol == .pop3 ? 1 : 0), .string(chosen.host.ascii),
      .integer(Int(chosen.port.number)), .integer(chosen.security.number),
      .integer(way.number), .string(chosen.needsLogin ? chosen.username.value ?? "" : ""),
    ]
  }

  private static func noteRest(_ account: AccountSettings, _ gaps: inout Gaps) {
    let rest = [
      ("calendars", !account.calendars.isEmpty), ("contacts", !account.contacts.isEmpty),
      ("directories", !account.directories.isEmpty), ("files", !account.files.isEmpty),
      ("activeSync", account.activeSync != nil), ("ews", account.ews != nil),
      ("jmap", account.jmap != nil),
      ("manageSieve", account.manageSieve != nil),
    ]
    for (path, isThere) in rest where isThere {
      gaps.note(path, "is left out: the code sets up mail only")
    }
  }
}

extension AccountServer {
  /// The way to log in that the code names: the first that the app can use with any provider.
  fileprivate var way: Authentication? {
    authentication.first { $0 == .password || $0 == .encryptedPassword || $0 == .none }
      ?? authentication.first { $0 == .oauth2 }
  }
}

extension Security {
  /// The number of `ConnectionSecurity`.
  fileprivate var number: Int {
    switch self {
    case .none: 0
    case .starttls: 2
    case .tls: 3
    }
  }
}

extension Authentication {
  /// The number of `AuthenticationType`.
  fileprivate var number: Int {
    switch self {
    case .none: 0
    case .password: 1
    case .encryptedPassword: 2
    case .kerberos: 3
    case .ntlm: 4
    case .clientCertificate: 5
    case .oauth2: 6
    }
  }
}
