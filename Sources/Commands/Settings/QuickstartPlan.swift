// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SettingsFile
import System

/// What is left to do for a service, in order, with the commands for each step.
struct QuickstartPlan {
  /// What this machine has already.
  struct Installation {
    /// How packages are installed.
    var installer: String?
    /// True where a package has brought the units, for settings in /etc/mkprofile.
    var hasUnits = false

    /// This machine.
    static var here: Installation {
      let installers = [
        ("/usr/bin/apt-get", "apt-get install -y"), ("/usr/bin/dnf", "dnf install -y"),
        ("/usr/bin/zypper", "zypper install"), ("/usr/bin/pacman", "pacman -S"),
        ("/sbin/apk", "apk add"),
      ]
      let units = [
        "/usr/lib/systemd/system", "/lib/systemd/system", "/usr/local/lib/systemd/system",
      ]
      return Installation(
        installer: installers.first { FileKind($0.0) == .file }?.1,
        hasUnits: units.contains { FileKind("\($0)/mkprofile.service") == .file })
    }
  }

  let domain: DomainName
  /// The settings file, an absolute path.
  let settings: String
  let proxy: DeployProxy
  let addresses: [IPAddress]
  let catalog: SettingsCatalog
  let installation: Installation

  private struct Step {
    let title: String
    let lines: [String]
  }

  /// Everything, for a terminal.
  func text() throws(Failure) -> String {
    let steps = [try records(), certificates, front, service, check]
    return steps.enumerated().map { number, step in
      "\(number + 1). \(step.title)\n"
        + step.lines.map { $0.isEmpty ? "\n" : "   \($0)\n" }.joined()
    }.joined(separator: "\n")
  }

  private var source: String { "--settings \(settings.shellWord)" }
  private var publicHost: DomainName? {
    catalog.account(forDomain: domain)?.provider.publicURL?.host
  }

  // MARK: Steps

  private func records() throws(Failure) -> Step {
    var lines: [String] = []
    if let host = publicHost {
      lines += addresses.map { address in
        "\(host.ascii). 3600 IN \(address.version == .v4 ? "A   " : "AAAA") \(address)"
      }
      if addresses.isEmpty {
        lines.append("\(host.ascii). 3600 IN A    ADDRESS   ; the address of this machine")
      }
      lines.append("")
    }
    guard let account = catalog.account(forDomain: domain) else {
      throw Failure(.bug, "the settings do not serve \(domain)")
    }
    do throws(RenderFailure) {
      let zone = try DNSZone().render(account, RenderOptions())
      lines += String(decoding: zone.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    } catch { throw Failure(.badInput, findings: error.findings) }
    return Step(
      title: "Add what is missing of these records to the zone of \(domain.unicode):", lines: lines)
  }

  private var certificates: Step {
    switch proxy {
    case .nginx:
      Step(
        title: "Get certificates, once the records are there:",
        lines: install("nginx", "certbot") + [
          "mkprofile deploy certbot \(source) | sh -s -- --email postmaster@\(domain.ascii)"
        ])
    case .caddy:
      Step(
        title: "Certificates: Caddy gets them by itself, once the records are there:",
        lines: install("caddy"))
    case .none:
      Step(
        title: "Get certificates, once the records are there:",
        lines: install("certbot") + [
          "mkprofile deploy certbot --proxy none \(source) | sh -s -- --email"
            + " postmaster@\(domain.ascii)"
        ])
    }
  }

  private var front: Step {
    switch proxy {
    case .nginx:
      Step(
        title: "Let nginx pass requests on:",
        lines: [
          "mkprofile deploy nginx \(source) > /etc/nginx/conf.d/mkprofile.conf",
          "nginx -t && systemctl reload nginx",
        ])
    case .caddy:
      Step(
        title: "Let Caddy pass requests on:",
        lines: [
          "mkprofile deploy caddy \(source) > /etc/caddy/mkprofile.caddy",
          "grep -q mkprofile.caddy /etc/caddy/Caddyfile || sed -i '1i import mkprofile.caddy'"
            + " /etc/caddy/Caddyfile",
          "caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy",
        ])
    case .none:
      Step(title: "No proxy: the service answers on ports 80 and 443 itself.", lines: [])
    }
  }

  private var service: Step {
    let folder = "/etc/systemd/system"
    let isOfPackage = installation.hasUnits && FileSystem.parent(of: settings) == "/etc/mkprofile"
    guard proxy != .none else {
      return Step(
        title: "Start the service:",
        lines: [
          "mkprofile deploy tls \(source) > \(folder)/mkprofile.service",
          "systemctl daemon-reload && systemctl enable mkprofile.service",
          "systemctl restart mkprofile.service",
        ])
    }
    var lines: [String] = []
    if !isOfPackage {
      lines.append("mkprofile deploy systemd \(source) > \(folder)/mkprofile.service")
    }
    lines += [
      "mkprofile deploy systemd-socket --proxy \(proxy.rawValue) > \(folder)/mkprofile.socket",
      "systemctl daemon-reload && systemctl enable mkprofile.socket mkprofile.service",
      "systemctl restart mkprofile.socket mkprofile.service",
    ]
    return Step(title: "Start the service:", lines: lines)
  }

  private var check: Step {
    Step(
      title: "Check that all is well; this must end without an error:",
      lines: ["mkprofile check \(source) \(domain.ascii)"])
  }

  private func install(_ packages: String...) -> [String] {
    installation.installer.map { ["\($0) \(packages.joined(separator: " "))"] }
      ?? ["# install \(packages.listed)"]
  }
}

extension String {
  /// The text as one word of a shell's command line, in quotes where it has to be.
  var shellWord: String { self == systemdWord ? self : shellQuoted }
}
