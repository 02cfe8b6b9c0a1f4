// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import SettingsFile
import Templates

/// A file that helps to run the server.
enum DeployFile: String, CaseIterable {
  case systemd
  case systemdSocket = "systemd-socket"
  case nginx
  case caddy

  fileprivate var template: [UInt8] {
    switch self {
    case .systemd: DeployTemplates.service
    case .systemdSocket: DeployTemplates.socket
    case .nginx: DeployTemplates.nginx
    case .caddy: DeployTemplates.caddy
    }
  }
}

extension CLI {
  /// Prints files for a service manager and for proxies.
  var deployCommand: Command {
    let names = DeployFile.allCases.map(\.rawValue)
    return Command(
      name: "deploy",
      synopsis: ["FILE [--settings PATH | --provider NAME] [DOMAIN ...]"],
      summary: "Print a file for running the server: systemd, systemd-socket, nginx or caddy.",
      details: Self.deployment,
      options: [.settings, .provider(providers.map(\.name))] + CommandOption.reporting,
      operands: names,
      examples: [
        (
          "mkprofile deploy nginx --settings /etc/mkprofile",
          "Server blocks for every domain of the settings."
        ),
        (
          "mkprofile deploy caddy --provider infomaniak example.ch",
          "A Caddyfile for one domain."
        ),
        (
          "mkprofile deploy systemd > /etc/systemd/system/mkprofile.service",
          "The hardened unit; systemd-socket prints the socket beside it."
        ),
      ],
      run: { invocation throws(Failure) in try invocation.deploy() })
  }

  private static let deployment = [
    "Clients ask three names of each mail domain D: autoconfig.D (Thunderbird, FairEmail, Delta"
      + " Chat, KDE, GNOME), autodiscover.D (Outlook) and ua-auto-config.D (PACC). Each needs an A"
      + " and AAAA record, or a CNAME, to this server, and a place in a certificate. The files name"
      + " them for every domain of the settings, or for those that are typed.",
    "Behind a proxy: nginx or Caddy ends TLS and passes requests on through a Unix socket. The"
      + " proxy must pass Host on and set X-Forwarded-For; over TCP, name it with --trusted-proxy,"
      + " or every client counts as one. Requests over plain http are answered and not redirected:"
      + " some clients ask in no other way, and what they get is public. Without a proxy, mkprofile"
      + " serve takes --tls-certificate and --tls-key itself and reads them again when they change.",
    "A wildcard such as *.customers.example stands in the files as far as the proxy knows such"
      + " names; its certificates need a DNS challenge, since a certificate's wildcard stands for"
      + " one label only. The default domain * has no names to print: type the domains.",
    "Under systemd: put the service and the socket into /etc/systemd/system. The server then runs"
      + " as a user of its own without rights, and takes its socket from systemd, so that a restart"
      + " refuses nobody. It says when it is ready, reloads with systemctl reload, and stops after"
      + " the requests in flight. Settings that do not read well keep the old ones in force: check"
      + " with journalctl -u mkprofile.",
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
    let text: [UInt8]
    switch file {
    case .systemdSocket, .systemd:
      if let domain = typed.first {
        throw .usage("\(name) is the same for every domain, such as \(domain.quoted)")
      }
      text = file.template.replacing("@SOURCE@", by: sourceOfService)
    case .nginx: text = try deployNames(typed).fill(file.template, separator: "\n    ", sites: [""])
    case .caddy:
      let sites = ["", "http://"]
      text = try deployNames(typed).fill(
        file.template, separator: ",\n", sites: sites, wildcards: false)
    }
    try io.write(text)
    return .done
  }

  /// The options that give the service its settings; a service has no current folder.
  private var sourceOfService: String {
    if let provider = arguments[.provider([])] { return "--provider \(provider)" }
    let path = arguments[.settings] ?? ""
    return "--settings \(path.hasPrefix("/") ? path.systemdQuoted : "/etc/mkprofile")"
  }

  private func deployNames(_ typed: [String]) throws(Failure) -> DeployNames {
    if !typed.isEmpty {
      var domains: [DomainName] = []
      for text in typed {
        do { domains.append(try DomainName(text)) } catch {
          throw .usage(error.message, fix: error.fix)
        }
      }
      return DeployNames(domains)
    }
    let catalog = try settings()
    let names = DeployNames(catalog)
    guard !names.named.isEmpty || names.wildcards.contains(where: { $0 != "*" }) else {
      throw .usage(
        "the settings name no domain",
        fix: "type the domains: mkprofile \(command.name) \(arguments.operands[0]) example.ch")
    }
    return names
  }
}

extension String {
  /// The text as one word of a command line in a unit (systemd.service(5)).
  fileprivate var systemdQuoted: String {
    "\"" + escaping(["\"", "\\"]).replacingPercents + "\""
  }

  private var replacingPercents: String {
    split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
  }
}
