// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import Formats
import MailSettings
import Renderers
import System
import Trees

/// What can be said to which client, worked out by rendering settings and letting the client read
/// the document.
package struct ClientTable: Sendable {
  /// What becomes of a choice.
  package enum Verdict: String, Sendable, CaseIterable {
    /// The client sets up what is meant.
    case works
    /// It does, but there is something to know.
    case warning = "works with a warning"
    /// The format cannot say it, or the client makes something else of it.
    case cannot = "cannot be said"

    /// One character for tables.
    package var mark: String {
      switch self {
      case .works: "✓"
      case .warning: "!"
      case .cannot: "–"
      }
    }
  }

  /// One client with one format.
  package struct Row: Sendable {
    /// The client's name.
    package let client: String
    /// The format that it reads.
    package let format: String
    fileprivate let read: @Sendable (Sample) -> Verdict

    /// What becomes of a server with these values.
    package func verdict(
      _ security: Security, _ authentication: Authentication, _ username: ClientTable.Username
    ) -> Verdict {
      guard let sample = Sample(security, authentication, username) else { return .cannot }
      return read(sample)
    }
  }

  /// How user names look in the table.
  package enum Username: String, Sendable, CaseIterable {
    /// The whole address.
    case address
    /// What stands before the `@`.
    case localPart = "local-part"
    /// Something put together.
    case pattern = "EXAMPLE\\{local}"
  }

  /// Every client with every format that it reads.
  package static let rows: [Row] = {
    let autoconfig = MailClients.autoconfig.map { row($0, Autoconfig()) }
    let autodiscover = MailClients.autodiscover.map { row($0, Autodiscover()) }
    let apple = Row(client: ClientProgram.appleMail.name, format: "mobileconfig") { sample in
      sample.verdict(MobileConfig(), .appleMail) { document in
        guard case .profile(let profile, _)? = try? DocumentReader.read(document, name: "profile")
        else { return nil }
        let remarks = AppleProfileCheck(profile).remarks.filter {
          $0.rule.id != "apple-mail/unsigned"
        }
        return (AppleProfileCheck.account(profile), remarks)
      }
    }
    let pacc = Row(client: ClientProgram.pacc.name, format: "pacc") { sample in
      sample.verdict(PACC(), .pacc) { document in
        guard case .pacc(let root)? = try? DocumentReader.read(document, name: "pacc") else {
          return nil
        }
        let source = SourceDocument(name: "pacc", bytes: document)
        let check = PACCCheck(root, source, address: Sample.address)
        return (check.account, check.remarks)
      }
    }
    return autoconfig + autodiscover + [apple, pacc]
  }()

  private static func row(_ client: any MailClient, _ format: any Renderer) -> Row {
    Row(client: client.program.name, format: format.name) { sample in
      sample.verdict(format, client.program) { document in
        guard let xml = try? XMLReader.read(document, name: format.name) else { return nil }
        var remarks: [Remark] = []
        guard let account = try? client.account(from: xml, for: Sample.address, &remarks) else {
          return nil
        }
        return (account, remarks)
      }
    }
  }
}

/// Settings with one IMAP and one SMTP server.
private struct Sample {
  static let address = "anna@example.com"
  private let account: AccountSettings

  init?(_ security: Security, _ method: Authentication, _ username: ClientTable.Username) {
    guard let id = try? DomainName("example.com"), let name = try? DisplayText("Example"),
      let host = try? HostPattern("mail.example.com"), let typed = try? MailAddress(Self.address),
      let pattern = try? Pattern("EXAMPLE\\{local}"),
      let url = try? WebURL("https://login.example.com/")
    else { return nil }
    let form: UsernameForm =
      switch username {
      case .address: .address
      case .localPart: .localPart
      case .pattern: .pattern(pattern)
      }
    var provider = Provider(id: id, name: name)
    provider.incoming = [
      Server(.imap, host: host, security: security, authentication: [method], username: form)
    ]
    provider.outgoing = [
      Server(.smtp, host: host, security: security, authentication: [method], username: form)
    ]
    if method == .oauth2, let issuer = try? DisplayText("login.example.com") {
      var details = OAuth2(issuer: issuer, authorizationURL: url, tokenURL: url)
      details.scopes = [try? DisplayText("mail")].compactMap { $0 }
      provider.oauth2 = details
    }
    account = AccountSettings(provider, address: typed)
  }

  /// Renders the sample and holds what a reader sets up against it.
  func verdict(
    _ format: any Renderer, _ program: ClientProgram,
    _ read: ([UInt8]) -> (ClientAccount, [Remark])?
  ) -> ClientTable.Verdict {
    guard let document = try? format.render(account, RenderOptions()),
      let (read, remarks) = read(document.bytes), isSame(read.incoming, account.incoming),
      isSame(read.outgoing, account.outgoing)
    else { return .cannot }
    let isWarned = document.findings.contains { finding in
      finding.severity >= .warning && Self.concerns(finding, program)
    }
    let asks = (read.incoming + read.outgoing).contains { $0.username == nil }
    return isWarned || asks || remarks.contains { $0.rule.severity >= .warning }
      ? .warning : .works
  }

  private func isSame(_ servers: [ClientServer], _ wanted: [AccountServer]) -> Bool {
    guard let server = servers.first, let wanted = wanted.first else { return false }
    let offered = wanted.authentication.map { LogIns($0) }
    return server.host == wanted.host.ascii && server.port == Int(wanted.port.number)
      && offered.contains { server.logIns.contains($0) }
      && (server.security ?? wanted.security) == wanted.security
      && (server.username == nil || !wanted.needsLogin
        || server.username == wanted.username.value)
  }

  /// True for a finding that names the client, or none at all.
  private static func concerns(_ finding: Finding, _ program: ClientProgram) -> Bool {
    func word(_ program: ClientProgram) -> String { String(program.name.prefix { $0 != " " }) }
    let named = Set(ClientProgram.all.filter { $0 != .draft }.map(word)).filter {
      finding.message.holds($0)
    }
    guard !named.isEmpty else { return true }
    let isAndroid = finding.message.holds("for Android")
    guard named.contains(word(program)) else { return false }
    return word(program) != "Thunderbird" || isAndroid == program.name.holds("Android")
  }
}
