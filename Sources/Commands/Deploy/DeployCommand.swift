// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import SettingsFile
import System

extension CommandOption {
  static let proxy = CommandOption(
    name: "proxy", placeholder: "NAME",
    summary: "The proxy that the socket or the certificates are for; nginx by default.",
    values: DeployProxy.allCases.map(\.rawValue))
  static let proxyGroup = CommandOption(
    name: "socket-group", placeholder: "GROUP",
    summary: "The group that may open the socket, instead of the proxy's usual one.")
  static let exported = CommandOption(
    name: "root", placeholder: "FOLDER",
    summary: "The folder that export wrote; /var/www/mkprofile by default.", completion: .folders)
  static let image = CommandOption(
    name: "image", placeholder: "IMAGE",
    summary: "The container's image for kubernetes; mkprofile:VERSION by default.")
}

extension CLI {
  /// Prints files for service managers, proxies, web servers and clusters.
  var deployCommand: Command {
    let names = DeployFile.allCases.map(\.rawValue)
    return Command(
      name: "deploy",
      synopsis: ["FILE [--settings PATH | --provider NAME] [DOMAIN ...]"],
      summary: "Print a file for running the server or serving what export wrote.",
      details: [
        "The files: "
          + DeployFile.allCases.map { "\($0.rawValue), \($0.summary)" }.joined(separator: "; ")
          + "."
      ] + Self.deployment,
      options: [
        .settings, .provider(providers.map(\.name)), .proxy, .proxyGroup, .exported, .image,
      ] + CommandOption.reporting,
      operands: names,
      examples: [
        (
          "mkprofile deploy systemd > /etc/systemd/system/mkprofile.service",
          "The hardened unit; systemd-socket prints the socket beside it."
        ),
        (
          "mkprofile deploy nginx --settings /etc/mkprofile",
          "Server blocks for every domain of the settings."
        ),
        (
          "mkprofile deploy certbot | sh -s -- --email you@example.ch",
          "A certificate for each domain."
        ),
        (
          "mkprofile deploy caddy --provider infomaniak example.ch",
          "A Caddyfile for one domain."
        ),
      ],
      run: { invocation throws(Failure) in try invocation.deploy() })
  }

  private static let deployment = [
    "Clients ask three names of each mail domain D: autoconfig.D (Thunderbird, FairEmail, Delta"
      + " Chat, KDE, GNOME), autodiscover.D (Outlook) and ua-auto-config.D (PACC). Each needs an A"
      + " and AAAA record, or a CNAME, to this server, and a place in a certificate. So do the host"
      + " of publicURL, where links and codes lead, and mta-sts.D where the settings have"
      + " dns.mtaSTS. The files name them for every domain of the settings, or for those that are"
      + " typed.",
    "Behind a proxy: nginx or Caddy ends TLS and passes requests on through a Unix socket. The"
      + " proxy must pass Host on and set X-Forwarded-For; over TCP, name it with --trusted-proxy,"
      + " or every client counts as one. Requests over plain http are answered and not redirected:"
      + " some clients ask in no other way, and what they get is public. Without a proxy (tls),"
      + " mkprofile serve takes --tls-certificate and --tls-key itself.",
    "Wildcards, the default domain * and more than \(DeployHosts.mostListed) domains are no list"
      + " for a proxy: caddy then gets its certificates when somebody first asks, after a question"
      + " to the server whether it serves the name. nginx needs names: type those of the default"
      + " domain.",
    "Under systemd: put the service and the socket into /etc/systemd/system. The server runs as a"
      + " user of its own without rights, and takes its socket from systemd, so that a restart"
      + " refuses nobody. Secrets, such as signing.key and delivery.linkKey, are"
      + " $CREDENTIALS_DIRECTORY/NAME in the settings; systemd reads them as root from"
      + " \(CredentialPath.usualFolder)/NAME. For a command by hand, as root, set the variable to"
      + " that folder. Settings that do not read well keep the old ones in force: check with"
      + " journalctl -u mkprofile.",
    "Served as files (static-nginx, static-apache, static-caddy): Outlook, Thunderbird and"
      + " FairEmail send POST to /autodiscover/, which these files answer. A host that only answers"
      + " GET, such as a page of GitHub or GitLab or a bucket, does not (405): there, classic"
      + " Outlook finds nothing, and Thunderbird and FairEmail rely on autoconfig alone.",
    "To watch: on the address of --admin-listen, /healthz says that the process lives, /readyz"
      + " that it wants requests (503 while it stops), and /metrics what Prometheus reads. Worth an"
      + " alarm: mkprofile_reload_failures_total grows; mkprofile_log_lines_dropped_total grows;"
      + " status 429 or 5xx in mkprofile_requests_total; mkprofile_domains falls. Keep that address"
      + " away from the Internet.",
  ]
}

extension Invocation {
  fileprivate func deploy() throws(Failure) -> ExitCode {
    let names = DeployFile.allCases.map(\.rawValue)
    let fix = "the files are \(names.joined(separator: ", "))"
    guard let name = arguments.operands.first else { throw .usage("no file is named", fix: fix) }
    guard let file = DeployFile(rawValue: name) else {
      throw .usage("unknown file \(name.quoted)\(name.suggestion(from: names))", fix: fix)
    }
    let typed = Array(arguments.operands.dropFirst())
    if !file.namesHosts, let domain = typed.first {
      throw .usage("\(name) is the same for every domain, such as \(domain.quoted)")
    }
    try io.write(try text(of: file, typed))
    return .done
  }

  private func text(of file: DeployFile, _ typed: [String]) throws(Failure) -> [UInt8] {
    let proxy = arguments[.proxy].flatMap(DeployProxy.init) ?? .nginx
    switch file {
    case .systemdSocket: return DeployUnits.socket(group: socketGroup(proxy))
    case .systemd: return try units().service
    case .tls:
      let hosts = try deployHosts(typed)
      return try units().tls(hosts.groups + hosts.wildcardGroups)
    case .certbot:
      return DeployCertbot(
        hosts: try deployHosts(typed), proxy: proxy,
        site: DeployProxies.firstSite(hasPath: cli.hasPath), program: cli.program.shellWord,
        source: try sourceOfService().map(\.shellWord).joined(separator: " ")
      ).script
    case .nginx: return try proxies(typed).nginx
    case .caddy: return try proxies(typed).caddy
    case .staticNginx: return try exported(typed).staticNginx
    case .staticApache: return try exported(typed).staticApache
    case .staticCaddy: return try exported(typed).staticCaddy
    case .container: return DeployCluster.container(version: CLI.version)
    case .kubernetes:
      var cluster = DeployCluster(
        image: arguments[.image] ?? "mkprofile:\(CLI.version)", provider: arguments[.provider([])])
      if cluster.source.option == "--settings" { cluster.take(try loadForService()?.files ?? []) }
      reporter.report(cluster.findings)
      return cluster.kubernetes
    }
  }

  private func exported(_ typed: [String]) throws(Failure) -> DeployProxies {
    let root = FileSystem.absolute(arguments[.exported] ?? "/var/www/mkprofile")
    guard root.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !"\"';{}$\\".utf8.contains($0) }) else {
      throw .usage(
        "\(root.quoted) cannot stand in a file of a web server",
        fix: "export to a folder whose name has letters, digits and hyphens")
    }
    return try proxies(typed, root: root)
  }

  private func proxies(_ typed: [String], root: String = "") throws(Failure) -> DeployProxies {
    DeployProxies(
      hosts: try deployHosts(typed), root: root,
      challenges: DeployProxies.firstSite(hasPath: cli.hasPath))
  }

  private func socketGroup(_ proxy: DeployProxy) -> String {
    if let group = arguments[.proxyGroup] { return group }
    if let group = proxy.groups.first(where: cli.hasGroup) { return group }
    if proxy != .none {
      reporter.report([
        Finding(
          .warning, at: "", "there is no group \(proxy.usualGroup.quoted) on this machine",
          fix: "install \(proxy.rawValue) first, or name its group with --socket-group")
      ])
    }
    return proxy.usualGroup
  }

  private func units() throws(Failure) -> DeployUnits {
    var units = DeployUnits(
      program: cli.program,
      source: try sourceOfService().map(\.systemdWord).joined(separator: " "))
    if let loaded = try loadForService() {
      let reading = DeployReading(loaded)
      reporter.report(reading.findings)
      units.credentials = reading.credentials
    }
    return units
  }

  /// The options that give the service its settings; a service has no current folder.
  private func sourceOfService() throws(Failure) -> [String] {
    if let provider = arguments[.provider([])] { return ["--provider", provider] }
    guard arguments[.settings] != "-" else {
      throw .usage("a service cannot read its settings from standard input")
    }
    return ["--settings", settingsPath.map(FileSystem.absolute) ?? "/etc/mkprofile"]
  }

  /// What the service will read; nil where nobody named settings and there are none yet.
  private func loadForService() throws(Failure) -> LoadedSettings? {
    if arguments[.provider([])] == nil, settingsPath == nil { return nil }
    let source = try settingsSource()
    do throws(SettingsFailure) {
      let loaded = try source.load()
      reporter.report(loaded.findings)
      return loaded
    } catch {
      throw Failure(error.cause == .invalid ? .badInput : .noSuchFile, findings: error.findings)
    }
  }

  private func deployHosts(_ typed: [String]) throws(Failure) -> DeployHosts {
    var domains: [DomainName] = []
    for text in typed {
      do { domains.append(try DomainName(text)) } catch {
        throw .usage(error.message, fix: error.fix)
      }
    }
    let catalog = try settings()
    let advice = DomainAdvice(catalog)
    let strangers = domains.filter { catalog.match($0) == nil }
    guard strangers.isEmpty else {
      throw Failure(.badInput, findings: strangers.map(advice.finding))
    }
    let hosts = typed.isEmpty ? DeployHosts(catalog) : DeployHosts(domains, in: catalog)
    let isForCaddy = arguments.operands.first == DeployFile.caddy.rawValue
    guard !hosts.groups.isEmpty || !hosts.wildcards.isEmpty || isForCaddy else {
      throw .usage(
        "the settings name no domain",
        fix: "type the domains: mkprofile \(command.name) \(arguments.operands[0]) example.ch")
    }
    return hosts
  }
}
