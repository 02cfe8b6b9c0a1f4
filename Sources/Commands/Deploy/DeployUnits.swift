// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Templates

/// The units of systemd, filled in for one machine.
struct DeployUnits {
  /// The program as it is installed, an absolute path.
  let program: String
  /// Options that give the service its settings.
  let source: String
  /// What the settings need from the service manager.
  var credentials: [DeployCredential] = []

  /// The address of /healthz, /readyz, /metrics and /tls-allowed on the machine itself.
  static let adminAddress = "127.0.0.1:9180"

  /// What does not mend itself when it is tried again: wrong arguments, settings and missing files.
  static let lastingFailures: [ExitCode] = [.usage, .badInput, .noSuchFile]

  /// Where the proxy finds the server.
  static let socket = "/run/mkprofile/http.sock"

  /// The service behind a proxy.
  var service: [UInt8] { fill(DeployTemplates.service, credentials) }

  /// The service with TLS of its own, for names in groups that have a certificate each.
  func tls(_ groups: [DeployHosts.Group]) -> [UInt8] {
    var loaded = credentials
    var options = ""
    for (index, group) in groups.enumerated() {
      let folder = "/etc/letsencrypt/live/\(group.certificate)"
      let number = groups.count == 1 ? "" : "-\(index + 1)"
      loaded.append(DeployCredential(name: "tls\(number).crt", path: "\(folder)/fullchain.pem"))
      loaded.append(DeployCredential(name: "tls\(number).key", path: "\(folder)/privkey.pem"))
      options +=
        " \\\n  --tls-certificate ${CREDENTIALS_DIRECTORY}/tls\(number).crt"
        + " --tls-key ${CREDENTIALS_DIRECTORY}/tls\(number).key"
    }
    var template = DeployTemplate(fill(DeployTemplates.tlsService, loaded))
    template.fill("CERTIFICATES", options)
    template.fill("ACME", DeployCertbot.folder)
    return template.bytes
  }

  private func fill(_ text: [UInt8], _ credentials: [DeployCredential]) -> [UInt8] {
    var template = DeployTemplate(text)
    template.fill("SANDBOX", lines: Self.sandbox)
    template.fill("PROGRAM", program.systemdWord)
    template.fill("SOURCE", source)
    template.fill("ADMIN", Self.adminAddress)
    template.fill("FINAL", Self.lastingFailures.map { "\($0.rawValue)" }.joined(separator: " "))
    template.fill(
      "CREDENTIALS",
      lines: credentials.map { "LoadCredential=\($0.name.systemdValue):\($0.path.systemdValue)" })
    return template.bytes
  }

  /// What both services do without, one setting a line.
  private static var sandbox: [String] {
    String(decoding: DeployTemplates.sandbox, as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  /// The socket, for a proxy that runs in a group.
  static func socket(group: String) -> [UInt8] {
    var template = DeployTemplate(DeployTemplates.socket)
    template.fill("SOCKET", socket)
    template.fill("GROUP", group)
    return template.bytes
  }
}

extension String {
  /// The text as the value of a setting in a unit, where only specifiers mean something.
  fileprivate var systemdValue: String {
    split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
  }
}
