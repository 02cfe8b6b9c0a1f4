// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Templates

/// The commands that get a certificate for each group of names and keep it fresh.
struct DeployCertbot {
  let hosts: DeployHosts
  let proxy: DeployProxy
  /// Where challenges lie for nginx.
  let site: String
  /// The program and the options that give it its settings, as words of a shell.
  let program: String
  let source: String

  /// Where challenges lie for the service without a proxy.
  static let folder = "/var/lib/mkprofile/acme"

  /// What certbot takes in one certificate (Let's Encrypt's limit).
  private static let mostNames = 100

  /// The commands as a script.
  var script: [UInt8] {
    let own = proxy == .none
    var template = DeployTemplate(own ? DeployTemplates.certbotAlone : DeployTemplates.certbot)
    let folder = own ? Self.folder : site
    let hook = own ? "systemctl try-restart mkprofile.service" : "systemctl reload nginx"
    template.fill(
      "COMMANDS", lines: hosts.groups.map { Self.command($0, folder: folder, hook: hook) })
    template.fill("NOTES", lines: notes)
    template.fill("FOLDER", folder)
    template.fill("PROGRAM", program)
    template.fill("SOURCE", source)
    return template.bytes
  }

  private static func command(_ group: DeployHosts.Group, folder: String, hook: String) -> String {
    var lines = [
      "certbot certonly --webroot -w \(folder) --cert-name \(group.certificate)",
      "  --non-interactive --agree-tos --renew-with-new-domains \"$@\"",
      "  --deploy-hook \(hook.shellQuoted)",
    ]
    lines += group.names.prefix(mostNames).map { "  -d \($0)" }
    return lines.joined(separator: " \\\n")
  }

  private var notes: [String] {
    var notes: [String] = []
    for wildcard in hosts.wildcards {
      notes.append(
        "# \(wildcard) needs a DNS challenge: certbot certonly --manual --preferred-challenges dns"
          + " -d '\(wildcard)'")
    }
    if hosts.servesEveryOther {
      notes.append("# The settings serve every other domain, too: type those that ask.")
    }
    return notes
  }
}
