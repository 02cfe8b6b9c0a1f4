// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The content of a sheet for a device that sends mail by itself.
struct DeviceSheet {
  let definition: DeviceDefinition
  let account: AccountSettings
  let wording: Wording
  let spelling: Spelling
  /// The servers to print: the best one for each kind of protection; else the first of all.
  let servers: [AccountServer]

  init(_ definition: DeviceDefinition, _ account: AccountSettings, _ wording: Wording) {
    self.definition = definition
    self.account = account
    self.wording = wording
    spelling = Spelling(account: account, wording: wording)
    let fit = [Security.tls, .starttls].compactMap { security in
      Self.best(account.outgoing.filter { $0.security == security && $0.suitsDevices })
    }
    servers = fit.isEmpty ? Array(account.outgoing.prefix(1)) : fit
  }

  /// Among servers with one kind of protection, the one on the port that devices know.
  private static func best(_ servers: [AccountServer]) -> AccountServer? {
    servers.first(where: \.hasUsualPort) ?? servers.first
  }

  /// The whole sheet: the rules that decide whether a device is suitable come first.
  var sheet: Sheet {
    Sheet(
      language: wording.language,
      title: wording.line(.deviceTitle, [.provider: [.given(account.provider.name, nil)]]),
      subject: spelling.subject,
      sections: [rules, values, steps, limits, codes, spelling.support()]
        .filter { !$0.blocks.isEmpty })
  }

  private var needsLogin: Bool { servers.contains(where: \.needsLogin) }

  private var rules: Section {
    let phrases: [Phrase] =
      (needsLogin ? [.ruleAuthentication] : []) + [.ruleName, .ruleMailbox, .ruleNoIncoming]
    return Section(
      rank: .main, heading: wording[.rulesHeading],
      blocks: [.list(phrases.map { wording.line($0) })])
  }

  private var values: Section {
    Section(
      rank: .main, heading: wording[.valuesHeading],
      blocks: [.values(common), .grid(ports)] + notices)
  }

  private var sameHost: Bool { Set(servers.map(\.host)).count == 1 }
  private var sameLogin: Bool { Set(servers.map(\.username)).count == 1 }

  /// What to type whatever the device's menu offers.
  private var common: ValueTable {
    let sender = account.address.map { Run.typed($0.description) }
    var rows = [row(.senderAddress, [sender ?? .standIn(wording[.deviceAddress])])]
    if let server = servers.first {
      if sameHost { rows.append(row(.smtpServer, [.typed(server.host.ascii)])) }
      let ways = servers.contains(where: \.suitsDevices) ? nil : server.authentication
      let on: Line = [.text(wording[.turnedOn])]
      rows.append(row(.smtpAuthentication, ways.map { spelling.authentication($0) } ?? on))
      if needsLogin {
        if sameLogin { rows.append(row(.userName, spelling.login(server.username))) }
        rows.append(row(.password, spelling.password(ways ?? [.password])))
      }
    }
    return ValueTable(caption: wording[.deviceCaption], rows: rows)
  }

  /// What depends on the word in the device's menu.
  private var ports: Grid {
    let hosts = !sameHost
    let logins = needsLogin && !sameLogin
    let columns: [Phrase] =
      [.menuWord, .port] + (hosts ? [.smtpServer] : []) + (logins ? [.userName] : [])
    let rows = servers.map { server -> [Line] in
      let word = definition.menuWords[server.security].map { wording[$0] }
      return [[.text(word ?? server.security.rawValue)], [.typed(server.port.description)]]
        + (hosts ? [[.typed(server.host.ascii)]] : [])
        + (logins ? [spelling.login(server.username)] : [])
    }
    return Grid(
      caption: wording[.portsCaption], headers: columns.map { wording[$0] }, rows: rows)
  }

  private var notices: [Block] {
    var lines: [Line] = []
    switch servers.map(\.security) {
    case [.tls]: lines.append(wording.line(.onlyTLS))
    case [.starttls]: lines.append(wording.line(.onlySTARTTLS))
    case [.none]: lines += servers.map { spelling.unprotected($0) }
    default: break
    }
    if let login = unlikeSender {
      lines.append(wording.line(.senderDiffers, [.login: [.typed(login)]]))
    }
    lines.append(wording.line(.opportunistic))
    return lines.map { .notice(wording[.important], $0) }
  }

  /// A user name that is an address, but not the sender's.
  var unlikeSender: String? {
    guard let address = account.address, let server = servers.first, server.needsLogin,
      let login = server.username.value, login.contains("@"), login != address.description
    else { return nil }
    return login
  }

  private func row(_ label: Phrase, _ line: Line) -> ValueTable.Row {
    ValueTable.Row(label: wording[label], lines: [line])
  }
}

extension AccountServer {
  /// True where a device can send through it: with a password, over TLS.
  var suitsDevices: Bool {
    let isTyped = authentication.contains(.password) || authentication.contains(.encryptedPassword)
    return isTyped && security != .none
  }

  /// True on 465 with implicit TLS and on 587 else: what devices know.
  var hasUsualPort: Bool { port == mailProtocol.usualPort(security) }
}
