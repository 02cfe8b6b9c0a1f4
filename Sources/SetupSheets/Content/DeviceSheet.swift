// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The content of a sheet for a device that sends mail by itself.
struct DeviceSheet {
  let device: DeviceDefinition
  let account: AccountSettings
  let wording: Wording
  let spelling: Spelling
  /// The servers to print: the best one for each kind of protection; else the first of all.
  let servers: [AccountServer]
  /// The values that sentences leave open.
  let fillings: [Gap: Line]
  /// What programs that have been given up are replaced by.
  let successors: [Words]

  init(
    _ device: DeviceDefinition, _ account: AccountSettings, _ wording: Wording,
    successors: [Words] = []
  ) {
    self.device = device
    self.account = account
    self.wording = wording
    self.successors = successors
    spelling = Spelling(account: account, wording: wording)
    let fit = [Security.tls, .starttls].filter { device.definition.security[$0] != nil }
      .compactMap { security in
        Self.best(account.outgoing.filter { $0.security == security && $0.suitsDevices })
      }
    servers = fit.isEmpty ? Array(account.outgoing.prefix(1)) : fit
    fillings = spelling.fillings(device.definition, servers.first)
  }

  /// Among servers with one kind of protection, the one on the port that devices know.
  private static func best(_ servers: [AccountServer]) -> AccountServer? {
    servers.first(where: \.hasUsualPort) ?? servers.first
  }

  /// The whole sheet: the rules that decide whether a device is suitable come first.
  var sheet: Sheet {
    Sheet(
      language: wording.language, title: title, subject: spelling.subject,
      sections: [rules, values, steps, limits, codes, spelling.support()]
        .filter { !$0.blocks.isEmpty })
  }

  private var title: Line {
    if let title = device.definition.title { return wording.line(title, fillings) }
    return wording.line(.deviceTitle, fillings)
  }

  private var needsLogin: Bool { servers.contains(where: \.needsLogin) }

  private var rules: Section {
    let phrases: [Phrase] =
      (needsLogin ? [.ruleAuthentication] : []) + [.ruleName, .ruleMailbox, .ruleNoIncoming]
    let retired = spelling.retirement(device.definition, successors)
    let unsuitable = reasons.map { Block.notice(wording[.warning], $0) }
    return Section(
      rank: .main, heading: wording[.rulesHeading],
      blocks: (retired.map { [.notice(wording[.warning], $0)] } ?? []) + unsuitable
        + [.list(phrases.map { wording.line($0) })])
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
    var rows = [row(.sender, .senderAddress, [sender ?? .standIn(wording[.deviceAddress])])]
    if let server = servers.first {
      if sameHost { rows.append(row(.host, .smtpServer, [.typed(server.host.ascii)])) }
      let ways = servers.contains(where: \.suitsDevices) ? nil : server.authentication
      let on: Line = [.text(wording[.turnedOn])]
      rows.append(
        row(
          .authentication, .smtpAuthentication, ways.map { spelling.authentication($0) } ?? on))
      if needsLogin {
        if sameLogin { rows.append(row(.login, .userName, spelling.login(server.username))) }
        rows.append(row(.password, .password, spelling.password(ways ?? [.password])))
      }
    }
    return ValueTable(caption: wording[.deviceCaption], rows: rows)
  }

  /// What depends on the word in the device's menu.
  private var ports: Grid {
    let hosts = !sameHost
    let logins = needsLogin && !sameLogin
    let columns =
      [label(.security, .menuWord), label(.port, .port)]
      + (hosts ? [label(.host, .smtpServer)] : []) + (logins ? [label(.login, .userName)] : [])
    let rows = servers.map { server -> [Line] in
      [[word(server.security)], [.typed(server.port.description)]]
        + (hosts ? [[.typed(server.host.ascii)]] : [])
        + (logins ? [spelling.login(server.username)] : [])
    }
    return Grid(caption: wording[.portsCaption], headers: columns, rows: rows)
  }

  /// The device's word for a kind of protection.
  private func word(_ security: Security) -> Run {
    let words = device.definition.security[security]
    return .text(words.map { wording.text($0) } ?? wording[security.phrase])
  }

  private var notices: [Block] {
    var lines: [Line] = []
    switch servers.map(\.security) {
    case [.tls]: lines.append(wording.line(.onlyTLS))
    case [.starttls]: lines.append(wording.line(.onlySTARTTLS))
    case [.none]: lines += servers.map { spelling.unprotected($0) }
    default: break
    }
    if device.definition.security.count < 3, servers.count == 1 { lines.removeAll() }
    if let login = unlikeSender {
      lines.append(wording.line(.senderDiffers, [.login: [.typed(login)]]))
    }
    lines += warnings
    return lines.map { .notice(wording[.important], $0) }
  }

  /// A user name that is an address, but not the sender's.
  var unlikeSender: String? {
    guard let address = account.address, let server = servers.first, server.needsLogin,
      let login = server.username.value, login.contains("@"), login != address.description
    else { return nil }
    return login
  }

  /// The device's label for a value, else the usual one.
  private func label(_ kind: FormField.Kind, _ usual: Phrase) -> String {
    field(kind)?.label.map { wording.text($0) } ?? wording[usual]
  }

  private func field(_ kind: FormField.Kind) -> FormField? {
    device.fields.first { $0.kind == kind }
  }

  private func row(_ kind: FormField.Kind, _ usual: Phrase, _ line: Line) -> ValueTable.Row {
    ValueTable.Row(
      label: label(kind, usual), original: field(kind)?.label.flatMap { wording.original($0) },
      lines: [line])
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
