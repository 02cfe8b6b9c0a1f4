// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import ProfileServer
import SettingsFile
import SetupSheets

/// What `mkprofile serve` was asked to do.
package struct ServeRequest {
  /// Addresses to listen on; empty for the inherited ones, else the default.
  package let listen: [String]
  /// Addresses for health and metrics.
  package let adminListen: [String]
  /// Networks whose forwarded headers are believed.
  package let trustedProxies: [String]
  /// Certificates with their keys, for https.
  package let certificates: [(certificate: String, key: String)]
  /// The file with the secret that session tickets are made with; nil for one of its own.
  package let ticketKey: String?
  /// Seconds for which browsers are told to use https alone; nil where they are told nothing.
  package let hstsSeconds: Int?
  /// The web root in which certificate authorities find what they ask for.
  package let acmeWebroot: String?
  /// The rights of Unix sockets.
  package let socketMode: UInt32
  /// The group of Unix sockets, by name or number; nil for that of the process.
  package let socketGroup: String?
  /// What strangers may do.
  package let limits: ServerLimits
  /// Threads for each address; nil for as many as there are processors.
  package let threads: Int?
  /// True where the log consists of JSON lines.
  package let logsJSON: Bool
  /// True where each request gets a line.
  package let logsRequests: Bool
  /// False where the log says nothing but errors.
  package let logsNotes: Bool
  /// True where a profile may be sent unsigned when signing fails.
  package let allowsUnsigned: Bool
  /// True where a warning counts as an error.
  package let isStrict: Bool
  /// The version of the program.
  package let version: String
  /// Where the settings come from.
  package let settings: SettingsSource
  /// The definitions that sheets are made from.
  package let sheets: SheetLibrary
  /// What was found in the settings file is said this way; false where it holds an error.
  package let report: ([Finding]) -> Bool
}

/// How serving ended.
package enum ServeOutcome {
  /// It was told to stop.
  case done
  /// The command line is wrong.
  case usage(String)
  /// A socket, certificate or key cannot be used.
  case cannotServe(String, fix: String? = nil)
  /// A file that was named is not there.
  case noSuchFile(String, fix: String? = nil)
  /// The settings are wrong or cannot be read.
  case settings(SettingsFailure)
}

extension CLI {
  /// The HTTP endpoint.
  var serveCommand: Command {
    Command(
      name: "serve",
      synopsis: ["[--listen ADDRESS] [--settings PATH | --provider NAME]\n[OPTIONS]"],
      summary: "Answer the look-ups of mail clients over HTTP.",
      details: [
        "Answers autoconfig, autodiscover, PACC and profiles for the domains of the settings, from"
          + " behind a reverse proxy or with TLS of its own. It takes sockets that systemd passes.",
        "Changed settings are read again by themselves and on SIGHUP; where they are wrong, the"
          + " old ones stay and the log says why. SIGTERM ends it after the requests in flight; a"
          + " second one ends it at once.",
        "With a certificate, all of its addresses but Unix sockets speak https; http: or https:"
          + " before an address decides for that one. :443, *:443, [::]:443 and 443 are every"
          + " address of the machine, IPv6 and IPv4.",
        "--acme-webroot FOLDER answers /.well-known/acme-challenge/TOKEN with the file of that name"
          + " in FOLDER/.well-known/acme-challenge/, where certbot --webroot and uacme put it."
          + " mkprofile names lists the hosts. A proxy that fetches certificates on demand asks"
          + " /tls-allowed?domain=HOST on the address of --admin-listen: 200 for hosts that are"
          + " served, 404 for others.",
        "The log on standard error names the route and the domain of each request, never its"
          + " address. How to run it as a service behind a proxy: mkprofile help deploy.",
      ],
      options: [.settings, .provider(providers.map(\.name)), .templates] + CommandOption.serving
        + CommandOption.reporting,
      examples: [
        ("mkprofile serve --provider infomaniak", "Answer for every domain, on port 8080."),
        (
          "mkprofile serve --listen unix:/run/mkprofile/http.sock",
          "Stand behind a proxy on the same machine."
        ),
        (
          "mkprofile serve --listen :443 --tls-certificate c.pem --tls-key k.pem",
          "Serve https without a proxy; --listen http:80 beside it for both."
        ),
      ],
      run: { invocation throws(Failure) in try invocation.serve() })
  }
}

extension Invocation {
  fileprivate func serve() throws(Failure) -> ExitCode {
    try refuseOperands()
    let request = try serveRequest()
    guard let serve = cli.serve else { throw cli.becomeProgram("mkprofile-serve") }
    switch serve(request) {
    case .done: return .done
    case .usage(let message): throw .usage(message)
    case .cannotServe(let message, let fix): throw Failure(.unreachable, message, fix: fix)
    case .noSuchFile(let message, let fix): throw Failure(.noSuchFile, message, fix: fix)
    case .settings(let failure):
      throw Failure(failure.cause == .invalid ? .badInput : .noSuchFile, findings: failure.findings)
    }
  }

  private func serveRequest() throws(Failure) -> ServeRequest {
    let certificates = arguments.all(.tlsCertificate)
    let keys = arguments.all(.tlsKey)
    guard certificates.count == keys.count else {
      throw .usage(
        "there are \(certificates.count) --tls-certificate and \(keys.count) --tls-key",
        fix: "give both the same number of times, in the same order")
    }
    var limits = ServerLimits()
    for limit in ServeLimit.all {
      if let value = try number(limit.option, in: limit.range) {
        limits[keyPath: limit.limit] = value
      }
    }
    let chosen = arguments[.logFormat] ?? (arguments.has(.quiet) ? "none" : "auto")
    let isPlain = chosen == "text" || (chosen != "json" && io.errorIsTerminal)
    let source = try settingsSource(drawsLogos: true)
    guard arguments[.settings] != "-" else {
      throw .usage("serve cannot read its settings again from standard input")
    }
    return ServeRequest(
      listen: arguments.all(.listen), adminListen: arguments.all(.adminListen),
      trustedProxies: arguments.all(.trustedProxy),
      certificates: try zip(certificates, keys).map { pair throws(Failure) in
        (certificate: try secret(pair.0), key: try secret(pair.1))
      },
      ticketKey: try arguments[.tlsTicketKey].map { (name) throws(Failure) in try secret(name) },
      hstsSeconds: try number(.hsts, in: 0...63_072_000),
      acmeWebroot: arguments[.acmeWebroot], socketMode: try socketMode(),
      socketGroup: arguments[.socketGroup], limits: limits,
      threads: try number(.threads, in: 1...256),
      logsJSON: !isPlain, logsRequests: chosen != "none", logsNotes: !arguments.has(.quiet),
      allowsUnsigned: arguments.has(.allowUnsigned), isStrict: arguments.has(.strict),
      version: CLI.version, settings: source, sheets: cli.sheets,
      report: { [reporter] in reporter.report($0) })
  }

  /// Digits as chmod(1) takes them.
  private func socketMode() throws(Failure) -> UInt32 {
    guard let text = arguments[.socketMode] else { return 0o660 }
    guard (3...4).contains(text.utf8.count), let mode = UInt32(text, radix: 8), mode <= 0o777 else {
      throw .usage("\(text.quoted) is no mode", fix: "write 600, 660 or 666, as for chmod")
    }
    return mode
  }

  /// The place of a file that systemd may have put where only this program finds it.
  private func secret(_ name: String) throws(Failure) -> String {
    let file = CredentialPath(name)
    guard let path = file.path(in: environment[CredentialPath.environment]) else {
      throw .usage(file.missing.message, fix: file.missing.fix)
    }
    return path
  }

  private func number(
    _ option: CommandOption, in range: ClosedRange<Int>
  ) throws(Failure) -> Int? {
    guard let text = arguments[option] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw .usage(
        "\(text.quoted) is not a value of \(option.flag)",
        fix: "it takes \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
