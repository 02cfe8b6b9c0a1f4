// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import MailSettings
import SettingsFile
import System

extension CLI {
  private static let host = CommandOption(
    name: "host", placeholder: "HOST", summary: "The mail server; mail.DOMAIN by default.")
  private static let imports = CommandOption(
    name: "import", summary: "Begin with what the domain publishes for mail clients already.")
  private static let address = CommandOption(
    name: "address", placeholder: "IP",
    summary: "An address of this machine for the DNS; those of its interfaces by default.",
    isRepeatable: true)
  private static let proxy = CommandOption(
    name: "proxy", placeholder: "NAME",
    summary: "What ends TLS on this machine; none is mkprofile.",
    values: DeployProxy.allCases.map(\.rawValue))
  private static let output = CommandOption(
    name: "output", placeholder: "FILE",
    summary: "The settings file; in /etc/mkprofile where that is writable, else mkprofile.yaml.",
    completion: .files)

  /// From nothing to a service: settings, and everything that is left to do.
  var quickstartCommand: Command {
    Command(
      name: "quickstart",
      synopsis: [
        "DOMAIN [--host HOST] [--import]\n[--proxy nginx|caddy|none] [--output FILE [--force]]"
      ],
      summary: "Write settings for a domain, and say what is left to do.",
      details: [
        "Writes settings for a mail domain, makes everything of them once to see that they are good,"
          + " and prints what is left to do in order, each with the commands for it: DNS records,"
          + " certificates, the proxy's file, the service, and the check that must end without an"
          + " error. Nothing is changed but the settings file, and one that is there already stays.",
        "On a terminal it asks for what is not given. With --import it looks up what the domain"
          + " publishes for mail clients, as mkprofile import does; else nothing is asked of the"
          + " network.",
      ],
      options: [
        Self.host, Self.imports, Self.proxy, Self.address, Self.output, .force,
      ] + CommandOption.network + CommandOption.reporting,
      examples: [
        ("mkprofile quickstart example.ch", "Asks on a terminal; takes the usual names elsewhere."),
        (
          "mkprofile quickstart example.ch --host mail.example.ch --proxy caddy",
          "For a server of one's own, behind Caddy."
        ),
        (
          "mkprofile quickstart example.ch --import",
          "For a domain whose mail programs find their settings today."
        ),
      ],
      run: { invocation throws(Failure) in
        try invocation.quickstart(
          QuickstartOptions(
            host: Self.host, imports: Self.imports, proxy: Self.proxy, address: Self.address,
            output: Self.output))
      })
  }
}

/// The options of `quickstart`.
private struct QuickstartOptions {
  let host: CommandOption
  let imports: CommandOption
  let proxy: CommandOption
  let address: CommandOption
  let output: CommandOption
}

extension Invocation {
  fileprivate func quickstart(_ options: QuickstartOptions) throws(Failure) -> ExitCode {
    guard arguments.operands.count < 2 else {
      throw .usage("quickstart is for one domain", fix: "add others to the settings afterwards")
    }
    let isAsking = io.inputIsTerminal && io.errorIsTerminal
    // Answers would be lost where another program goes on.
    if arguments.has(options.imports) || isAsking, cli.network == nil {
      let failure = cli.becomeProgram("mkprofile-check")
      if arguments.has(options.imports) { throw failure }
    }
    var dialogue = Dialogue(io, isAsking: isAsking)
    let domain = try quickstartDomain(&dialogue)
    let path = arguments[options.output] ?? usualOutput
    guard arguments.has(.force) || FileKind(path) == .missing else { throw .existing(path) }
    let (text, isImported) = try quickstartSettings(domain, options, &dialogue)
    let proxy = try proxy(options.proxy, &dialogue)
    let addresses = try addresses(options.address, &dialogue)
    try makeFolder(of: path)
    try write(text, toOwn: path)
    reporter.inform("wrote \(path)\(isImported ? ", from what \(domain) publishes" : "")")
    let catalog = try settings(drawsLogos: true, at: path)
    var trial = SettingsTrial(catalog, self)
    try trial.makeDocuments()
    let plan = QuickstartPlan(
      domain: domain, settings: FileSystem.absolute(path), proxy: proxy, addresses: addresses,
      catalog: catalog, installation: .here)
    try io.write(try plan.text())
    return trial.isGood ? .done : .errorsFound
  }

  private func quickstartDomain(_ dialogue: inout Dialogue) throws(Failure) -> DomainName {
    var typed = arguments.operands.first
    if typed == nil { typed = try dialogue.ask("Mail domain, such as example.ch") }
    guard let typed, !typed.isEmpty else {
      throw .usage("there is no domain", fix: "mkprofile quickstart example.ch")
    }
    let name = typed.utf8.contains(UInt8(ascii: "@")) ? typed.split(separator: "@").last : nil
    do throws(InvalidValue) { return try DomainName(name.map(String.init) ?? typed) } catch {
      throw .usage(error.message, fix: error.fix)
    }
  }

  /// What the settings say: from what is published, where that is wanted and there is something.
  private func quickstartSettings(
    _ domain: DomainName, _ options: QuickstartOptions, _ dialogue: inout Dialogue
  ) throws(Failure) -> (text: [UInt8], isImported: Bool) {
    var isWanted = arguments.has(options.imports)
    if !isWanted, cli.network != nil, !arguments.has(options.host) {
      isWanted = try dialogue.confirm("Look at what \(domain) publishes for mail clients already?")
    }
    if isWanted, let text = try published(by: domain) { return (text, true) }
    var typed = arguments[options.host]
    if typed == nil { typed = try dialogue.ask("Mail server", usual: "mail.\(domain.ascii)") }
    let host: DomainName
    do throws(InvalidValue) { host = try DomainName(typed ?? "mail.\(domain.ascii)") } catch {
      throw .usage("--host: \(error.message)", fix: error.fix)
    }
    return (QuickstartSettings.filled(cli.starter(domain, host), domain, host), false)
  }

  private func published(by domain: DomainName) throws(Failure) -> [UInt8]? {
    let source = DocumentSource(
      name: domain.ascii, origin: .domain(domain, nil), network: try networkOptions())
    let result = try imported(source, ImportOptions())
    guard let settings = result.settings else {
      let findings = result.findings.map { finding in
        var finding = finding
        finding.severity = min(finding.severity, .warning)
        finding.fix = nil
        return finding
      }
      reporter.report(findings, for: domain.ascii)
      return nil
    }
    reporter.report(result.findings, for: domain.ascii)
    return QuickstartSettings.imported(settings, domain)
  }

  private func proxy(
    _ option: CommandOption, _ dialogue: inout Dialogue
  ) throws(Failure) -> DeployProxy {
    let names = DeployProxy.allCases.map(\.rawValue)
    if let text = arguments[option] { return DeployProxy(rawValue: text) ?? .nginx }
    while let text = try dialogue.ask(
      "What ends TLS here: \(names.joined(separator: ", "))", usual: DeployProxy.nginx.rawValue)
    {
      if let proxy = DeployProxy(rawValue: text.lowercased()) { return proxy }
      dialogue.say("There is no \(text.quoted)\(text.suggestion(from: names))")
    }
    return .nginx
  }

  private func addresses(
    _ option: CommandOption, _ dialogue: inout Dialogue
  ) throws(Failure) -> [IPAddress] {
    var texts = arguments.all(option)
    var found: [IPAddress] = []
    if texts.isEmpty {
      found = HostAddresses.all().compactMap { try? IPAddress($0) }.filter(\.isOfInternet)
      let usual = found.isEmpty ? nil : found.map(\.description).joined(separator: " ")
      let answer = try dialogue.ask("Addresses of this machine for the DNS", usual: usual)
      guard let answer else { return found }
      texts = answer.split { $0 == " " || $0 == "," }.map(String.init)
    }
    do throws(InvalidValue) {
      return try texts.map { (text) throws(InvalidValue) in try IPAddress(text) }
    } catch { throw .usage("--address: \(error.message)", fix: error.fix) }
  }

  /// Where the service of a package looks, for whoever may write there.
  private var usualOutput: String {
    let folder = cli.usualSettings.last ?? ""
    guard FileKind(folder) == .folder, FileSystem.isWritable(folder) else {
      return cli.usualSettings.first ?? "mkprofile.yaml"
    }
    return FileSystem.join(folder, "mkprofile.yaml")
  }

  private func makeFolder(of path: String) throws(Failure) {
    guard let folder = FileSystem.parent(of: path) else { return }
    do throws(SystemError) { try FileSystem.makeFolder(folder) } catch {
      throw .cannotWrite(path, error)
    }
  }
}

extension IPAddress {
  /// False for addresses of private networks and of one link (RFC 1918, 3927, 4193, 6598).
  fileprivate var isOfInternet: Bool {
    let text = description
    guard version == .v4 else {
      return ["2", "3"].contains(text.first.map(String.init) ?? "")
    }
    let bytes = text.split(separator: ".").compactMap { Int($0) }
    guard bytes.count == 4 else { return false }
    switch (bytes[0], bytes[1]) {
    case (10, _), (127, _), (169, 254), (192, 168), (172, 16...31), (100, 64...127): return false
    default: return true
    }
  }
}
