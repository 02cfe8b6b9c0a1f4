// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A real proxy or web server with the configuration that `mkprofile deploy` prints, but for its
/// ports, its certificates, and the places of the socket and the log.
final class Proxy {
  enum Kind: String, CaseIterable, Sendable {
    case nginx, caddy
    case staticNginx = "static-nginx"
    case staticCaddy = "static-caddy"
    case staticApache = "static-apache"

    /// The program that reads the file.
    var program: String {
      switch self {
      case .nginx, .staticNginx: "nginx"
      case .caddy, .staticCaddy: "caddy"
      case .staticApache: "apache2"
      }
    }
  }

  let plainPort = Tool.freePort()
  let securePort = Tool.freePort()
  /// What the program itself logs.
  let log: String
  private let process = Process()

  /// Starts a proxy before a server, or a web server for files that were exported from its settings
  /// into a folder.
  init(_ kind: Kind, before server: ServerProcess, root: String? = nil) throws {
    let folder = server.folder.path
    log = "\(folder)/\(kind.rawValue).log"
    let printed = try Tool.run(
      ServerProcess.commands,
      ["deploy", kind.rawValue, "--settings", server.settingsFile.path]
        + (root.map { ["--root", $0] } ?? []))
    let text = printed.replacingOccurrences(of: "/run/mkprofile/", with: "\(folder)/")
    let file = "\(folder)/proxy.conf"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    switch kind.program {
    case "nginx":
      try nginx(text, folder).write(toFile: file, atomically: false, encoding: .utf8)
      process.arguments = ["-p", folder, "-c", file]
    case "caddy":
      let global =
        "\n{\n admin off\n local_certs\n skip_install_trust\n http_port \(plainPort)\n"
        + " https_port \(securePort)\n"
      let whole = text.replacingOccurrences(of: "\n{\n", with: global)
      try whole.write(toFile: file, atomically: false, encoding: .utf8)
      process.arguments = ["run", "--adapter", "caddyfile", "--config", file]
      process.environment = ["HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder]
    default:
      try apache(text, folder).write(toFile: file, atomically: false, encoding: .utf8)
      process.arguments = ["-X", "-f", file]
    }
    process.executableURL = URL(fileURLWithPath: Tool.path(kind.program) ?? "")
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: log)
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }

  private func certify(_ folder: String) throws {
    try Tool.certify(
      ["autoconfig.example.ch"], certificate: "\(folder)/fullchain.pem",
      key: "\(folder)/privkey.pem")
  }

  private func nginx(_ text: String, _ folder: String) throws -> String {
    try certify(folder)
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
    return user + "daemon off; pid \(folder)/pid; error_log \(log);\n"
      + "events {}\nhttp {\n"
      + ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "\($0)_temp_path \(folder)/\($0);\n" }.joined()
      + lines.joined(separator: "\n") + "\n}\n"
  }

  private func apache(_ text: String, _ folder: String) throws -> String {
    try certify(folder)
    let modules = "/usr/lib/apache2/modules"
    let loaded = [
      "mpm_event", "authz_core", "mime", "alias", "ssl", "socache_shmcb", "dir",
    ].map { "LoadModule \($0)_module \(modules)/mod_\($0).so\n" }.joined()
    let site = text.replacingOccurrences(of: "*:80", with: "*:\(plainPort)")
      .replacingOccurrences(of: "*:443", with: "*:\(securePort)")
      .split(separator: "\n").map { line in
        line.contains("/etc/letsencrypt")
          ? line.contains("KeyFile")
            ? "SSLCertificateKeyFile \(folder)/privkey.pem"
            : "SSLCertificateFile \(folder)/fullchain.pem"
          : String(line)
      }.joined(separator: "\n")
    return loaded + "ServerName localhost\nDefaultRuntimeDir \(folder)\nPidFile \(folder)/pid\n"
      + "ErrorLog \(log)\nListen 127.0.0.1:\(plainPort)\nListen 127.0.0.1:\(securePort)\n"
      + (getuid() == 0 ? "User www-data\nGroup www-data\n" : "")
      + "TypesConfig /etc/mime.types\n" + site + "\n"
  }

  /// What the proxy has logged.
  var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  /// What a client sees: status, media type and the target of a redirect, in one line; an empty
  /// text where nobody answers.
  func ask(
    _ url: String, from source: String = "127.0.0.1", arguments: [String] = []
  ) -> String {
    let port = url.hasPrefix("https:") ? securePort : plainPort
    do {
      return try Tool.run(
        "curl",
        [
          "-s", "-S", "-k", "-o", "/dev/null", "--interface", source, "-w",
          "%{http_code} %{content_type} %{redirect_url}", "--connect-to", "::127.0.0.1:\(port)",
        ] + arguments + [url])
    } catch {
      return "no answer: \(error)"
    }
  }
}
