// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A real proxy with the configuration that `mkprofile deploy` prints, but for its ports, its
/// certificate and the place of the socket.
final class Proxy {
  enum Kind: String, CaseIterable, Sendable {
    case nginx, caddy
  }

  let plainPort = Tool.freePort()
  let securePort = Tool.freePort()
  private let process = Process()

  init(_ kind: Kind, before server: ServerProcess) throws {
    let folder = server.folder.path
    let printed = try Tool.run(
      ServerProcess.program?.path ?? "",
      ["deploy", kind.rawValue, "--settings", server.settingsFile.path])
    let text = printed.replacingOccurrences(of: "/run/mkprofile/", with: "\(folder)/")
    let file = "\(folder)/proxy.conf"
    switch kind {
    case .nginx:
      try nginx(text, folder).write(toFile: file, atomically: false, encoding: .utf8)
      process.arguments = ["-p", folder, "-c", file]
    case .caddy:
      let global =
        "{\n admin off\n local_certs\n skip_install_trust\n http_port \(plainPort)\n"
        + " https_port \(securePort)\n}\n"
      try (global + text).write(toFile: file, atomically: false, encoding: .utf8)
      process.arguments = ["run", "--adapter", "caddyfile", "--config", file]
      process.environment = ["HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder]
    }
    process.executableURL = URL(fileURLWithPath: Tool.path(kind.rawValue) ?? "")
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }

  private func nginx(_ text: String, _ folder: String) throws -> String {
    try Tool.certify(
      ["autoconfig.example.ch"], certificate: "\(folder)/fullchain.pem",
      key: "\(folder)/privkey.pem")
    let lines = text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      guard let name = words.first else { return String(line) }
      switch name {
      case "ssl_certificate": return "ssl_certificate \(folder)/fullchain.pem;"
      case "ssl_certificate_key": return "ssl_certificate_key \(folder)/privkey.pem;"
      case "listen" where words[1].hasPrefix("[::]"): return ""
      case "listen" where words.count > 2: return "listen 127.0.0.1:\(securePort) ssl;"
      case "listen": return "listen 127.0.0.1:\(plainPort);"
      default: return String(line)
      }
    }
    let user = getuid() == 0 ? "user root;\n" : ""
    return user + "daemon off; pid \(folder)/pid; error_log \(folder)/error;\n"
      + "events {}\nhttp {\n"
      + ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "\($0)_temp_path \(folder)/\($0);\n" }.joined()
      + lines.joined(separator: "\n") + "\n}\n"
  }

  /// What a client sees: status, media type and the target of a redirect, in one line; an empty
  /// text where nobody answers.
  func ask(
    _ url: String, from source: String = "127.0.0.1", arguments: [String] = []
  ) -> String {
    let port = url.hasPrefix("https:") ? securePort : plainPort
    return
      (try? Tool.run(
        "curl",
        [
          "-s", "-k", "-o", "/dev/null", "--interface", source, "-w",
          "%{http_code} %{content_type} %{redirect_url}", "--connect-to", "::127.0.0.1:\(port)",
        ] + arguments + [url])) ?? ""
  }
}
