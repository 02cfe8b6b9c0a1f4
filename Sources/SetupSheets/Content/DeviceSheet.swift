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
    // Where the menu has one word for both, a table by that word would tell nothing.
    let words = Set(fit.compactMap { device.definition.security[$0.security]?.english })
    let chosen = words.count < fit.count ? Array(fit.suffix(1)) : fit
    servers = chosen.isEmpty ? Array(account.outgoing.prefix(1)) : chosen
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
      sections: (reasons.isEmpty
        ? [rules, values, steps, limits, trouble, codes] : [rules, instead])
        .filter { !$0.blocks.isEmpty } + [spelling.support()].filter { !$0.blocks.isEmpty })
  }

  private var title: Line {
    if let title = device.definition.title { return wording.line(title, fillings) }
    return wording.line(.deviceTitle, fillings)
  }

  private var needsLogin: Bool { servers.contains(where: \.needsLogin) }

  /// True on the sheet for whatever device it may be.
  var isAny: Bool { device.definition.id == SheetLibrary.generic }

  private var isProgram: Bool { device.kind == .application }

  private var rules: Section {
    // Whether it is suitable is known of devices that have a name.
    let phrases: [Phrase] =
      (isAny && needsLogin ? [.ruleAuthentication] : []) + [.ruleName]
      + (isAny ? [.ruleSuitable] : [])
      + [isProgram ? .ruleMailboxProgram : .ruleMailbox, .ruleNoIncoming]
    let retired = spelling.retirement(device.definition, successors)
    let unsuitable = reasons.map { Block.notice(wording[.warning], $0) }
    var notices = (retired.map { [.notice(wording[.warning], $0)] } ?? []) + unsuitable
    if reasons.isEmpty, needsLogin, servers.contains(where: \.suitsDevices) {
      let phrase: Phrase = account.webmail == nil ? .firstPassword : .firstWebmail
      notices.append(.notice(wording[.first], wording.line(phrase, fillings)))
    }
    let rules = reasons.isEmpty ? phrases.map { wording.line($0) } : []
    return Section(
      rank: .main, heading: wording[.rulesHeading],
      blocks: notices + (rules.isEmpty ? [] : [.list(rules)]))
  }

  private var values: Section {
    Section(
      rank: .main, heading: wording[.valuesHeading],
      blocks: [.values(common)] + (servers.count > 1 ? [.grid(ports)] : []) + notices)
  }

  private var sameHost: Bool { Set(servers.map(\.host)).count == 1 }
  private var sameLogin: Bool { Set(servers.map(\.username)).count == 1 }

  /// The line of the form that asks for the port, some for more with it.
  private var portKind: FormField.Kind {
    device.fields.map(\.kind).first { [.hostPort, .url].contains($0) } ?? .port
  }

  /// What to type whatever the device's menu offers, in the order of its form.
  private var common: ValueTable {
    // A program that has no line for how it logs in needs to be told nothing about it.
    let usual: [FormField.Kind] =
      [.sender] + (portKind == .port ? [.host] : []) + (isProgram ? [] : [.authentication])
      + [.login, .password]
    let own = device.fields.map(\.kind)
    let missing = usual.filter { !own.contains($0) }
    let single: [FormField.Kind] =
      servers.count == 1 ? [portKind, .security].filter { !own.contains($0) } : []
    let kinds = own + missing + single
    return ValueTable(
      caption: wording[.deviceCaption],
      rows: kinds.compactMap { kind in value(kind).map { row(kind, $0) } })
  }

  private func value(_ kind: FormField.Kind) -> Line? {
    guard let server = servers.first else { return nil }
    let ways = servers.contains(where: \.suitsDevices) ? nil : server.authentication
    switch kind {
    case .sender:
      let own = wording[isProgram ? .programAddress : .deviceAddress]
      return [account.address.map { .typed($0.description) } ?? .standIn(own)]
    case .name: return [spelling.name]
    case .host: return sameHost ? [.typed(server.host.ascii)] : nil
    case .authentication:
      return ways.map { spelling.authentication($0) } ?? [.text(wording[.turnedOn])]
    case .login: return needsLogin && sameLogin ? spelling.login(server.username) : nil
    case .password: return needsLogin ? spelling.password(ways ?? [.password]) : nil
    case portKind where servers.count == 1: return [.typed(server.place(kind))]
    case .security where servers.count == 1: return [word(server.security)]
    default: return nil
    }
  }

  /// What depends on the word in the device's menu.
  private var ports: Grid {
    let hosts = !sameHost && portKind == .port
    let logins = needsLogin && !sameLogin
    let columns =
      [header(.security, isProgram ? .security : .menuWord), header(portKind, portKind.phrase)]
      + (hosts ? [header(.host, .smtpServer)] : []) + (logins ? [header(.login, .userName)] : [])
    let rows = servers.map { server -> [Line] in
      [[word(server.security)], [.typed(server.place(portKind))]]
        + (hosts ? [[.typed(server.host.ascii)]] : [])
        + (logins ? [spelling.login(server.username)] : [])
    }
    let caption = wording[isProgram ? .portsChoice : .portsCaption]
    return Grid(caption: caption, headers: columns, rows: rows)
  }

  /// The device's word for a kind of protection.
  private func word(_ security: Security) -> Run {
    let words = device.definition.security[security]
    return .text(words.map { wording.text($0) } ?? wording[security.phrase])
  }

  private var notices: [Block] {
    var lines: [Line] = []
    switch servers.map(\.security) {
    case [.tls] where isAny: lines.append(wording.line(.onlyTLS))
    case [.starttls] where isAny: lines.append(wording.line(.onlySTARTTLS))
    case [.none]: lines += servers.map { spelling.unprotected($0) }
    default: break
    }
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

  /// The device's label in the reader's language, else the usual word and the English label.
  private func label(_ kind: FormField.Kind, _ usual: Phrase) -> (text: String, original: String?) {
    guard let label = device.fields.first(where: { $0.kind == kind })?.label else {
      return (wording[usual], nil)
    }
    let isOwn = !label.languages.isEmpty && label.speaks(wording.language)
    return isOwn || wording.language.base == .english
      ? (wording.text(label), wording.original(label)) : wording.usual(usual, label)
  }

  /// The same in one text, for the head of a table.
  private func header(_ kind: FormField.Kind, _ usual: Phrase) -> String {
    let label = label(kind, usual)
    return label.text + (label.original.map { " (\($0))" } ?? "")
  }

  private func row(_ kind: FormField.Kind, _ line: Line) -> ValueTable.Row {
    let label = label(kind, kind.devicePhrase)
    return ValueTable.Row(label: label.text, original: label.original, lines: [line])
  }
}

extension FormField.Kind {
  /// The usual label on a device.
  fileprivate var devicePhrase: Phrase {
    switch self {
    case .host: .smtpServer
    case .authentication: .smtpAuthentication
    default: phrase
    }
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
