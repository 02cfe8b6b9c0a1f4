// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// Fills the form of a mail program with the values of one server, or of the person.
struct FormTable {
  private let sheet: ClientSheet
  private let server: AccountServer?
  private let conditions: Set<Condition>

  init(_ sheet: ClientSheet, _ server: AccountServer?) {
    self.sheet = sheet
    self.server = server
    conditions = sheet.conditions(server)
  }

  private var wording: Wording { sheet.wording }
  private var spelling: Spelling { sheet.spelling }

  /// The lines of the form that have a value, in its order.
  func rows(_ form: [FormField]) -> [ValueTable.Row] {
    form.compactMap { field in
      guard conditions.isSuperset(of: field.conditions), let value = value(field) else {
        return nil
      }
      let (label, original) = label(field)
      var row = ValueTable.Row(label: label, original: original, lines: [value])
      if field.isOptional { row.lines.append([.standIn(wording[.optionalField])]) }
      if field.isLater { row.lines.append([.standIn(wording[.laterField])]) }
      return row
    }
  }

  /// The program's label in the reader's language, else the usual word and the English label.
  private func label(_ field: FormField) -> (String, String?) {
    guard let label = field.label else { return (wording[field.kind.phrase], nil) }
    guard label.speaks(wording.language) || field.kind == .on || field.kind == .off else {
      return wording.usual(field.kind.phrase, label)
    }
    return (wording.text(label), wording.original(label))
  }

  private func value(_ field: FormField) -> Line? {
    switch field.kind {
    case .name: return [spelling.name]
    case .address, .sender: return [spelling.address]
    case .description: return [.given(sheet.account.provider.shortName, nil)]
    case .on: return [.text(wording[.ticked])]
    case .off: return [.text(wording[.unticked])]
    case .password where server == nil:
      return conditions.contains(.password) ? [.standIn(wording[.mailboxPassword])] : nil
    default: return server.flatMap { value(field.kind, of: $0) }
    }
  }

  private func value(_ kind: FormField.Kind, of server: AccountServer) -> Line? {
    switch kind {
    case .protocol: return [.text(server.mailProtocol.displayName)]
    case .host: return [.typed(server.host.ascii)]
    case .port: return [.typed(server.port.description)]
    case .hostPort, .url: return [.typed(server.place(kind))]
    case .security: return [sheet.word(server.security)]
    case .authentication: return authentication(server)
    case .pathPrefix: return server.pathPrefix.map { [.typed($0.text)] }
    case .login: return server.needsLogin ? spelling.login(server.username) : nil
    case .password:
      let ways = sheet.client.authentication(for: server) ?? server.authentication
      return server.needsLogin ? spelling.password(ways) : nil
    case .name, .address, .sender, .description, .on, .off: return nil
    }
  }

  private func authentication(_ server: AccountServer) -> Line {
    let known = sheet.client.definition.authentication ?? [:]
    guard let ways = sheet.client.authentication(for: server), let first = ways.first,
      let words = known[first]
    else { return spelling.authentication(server.authentication) }
    return [.text(wording.text(words))]
  }
}

extension FormField.Kind {
  /// The usual label.
  var phrase: Phrase {
    switch self {
    case .name: .yourName
    case .address: .emailAddress
    case .description: .accountName
    case .protocol: .accountType
    case .host: .serverName
    case .port: .port
    case .hostPort, .url: .serverAndPort
    case .security: .security
    case .authentication: .authentication
    case .login: .userName
    case .password: .password
    case .sender: .senderAddress
    case .pathPrefix: .pathPrefix
    case .on, .off: .box
    }
  }
}

extension ClientSheet {
  /// What is so of the account and of a server.
  func conditions(_ server: AccountServer?) -> Set<Condition> {
    var conditions: Set<Condition> = []
    conditions.insert(takesPassword ? .password : .noPassword)
    conditions.formUnion(spelling.conditions)
    switch incoming?.mailProtocol {
    case .imap:
      conditions.insert(.imap)
      if incoming?.pathPrefix == nil { conditions.insert(.noPathPrefix) }
    case .pop3: conditions.insert(.pop3)
    case .smtp, nil: break
    }
    guard let server else { return conditions }
    conditions.formUnion(server.conditions)
    let way = client.authentication(for: server)?.first ?? server.authentication.first
    if way == .password { conditions.insert(.cleartext) }
    if way == .encryptedPassword { conditions.insert(.encrypted) }
    return conditions
  }

  /// True where the mailbox password is typed somewhere, or nothing is known about servers.
  var takesPassword: Bool {
    let used = servers.isEmpty ? account.incoming + account.outgoing : servers
    return used.contains { server in
      (client.authentication(for: server) ?? server.authentication)
        .contains(where: \.takesPassword)
    }
  }
}

extension AccountServer {
  /// Where the server is, as a line of a form that asks for the port wants it.
  func place(_ kind: FormField.Kind) -> String {
    let hostPort = "\(host.ascii):\(port)"
    switch kind {
    case .hostPort: return hostPort
    case .url: return "\(mailProtocol.rawValue)\(security == .tls ? "s" : "")://\(hostPort)"
    default: return port.description
    }
  }

  /// What is so of a server whatever the program.
  fileprivate var conditions: Set<Condition> {
    let login: Condition = needsLogin ? .login : .noLogin
    switch security {
    case .tls: return [login, .tls, .protected]
    case .starttls: return [login, .starttls, .protected]
    case .none: return [login, .unprotected]
    }
  }
}
