// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension RecordBuilder {
  /// The names that clients ask for their settings.
  mutating func addSetup() {
    let names = LookupLabel.setup.map(\.rawValue)
    guard let setup else {
      return gaps.warn(
        "dns.setup",
        "the names \(names.joined(separator: ", ")) are left out: it is not known"
          + " where the documents are served",
        fix: "set provider.publicURL, or dns.setup")
    }
    for name in names { add(setup, under: name, .setup) }
    let host: String =
      switch setup {
      case .host(let host): host.ascii
      case .addresses: LookupLabel.autodiscover.host(of: domain)
      }
    add("_autodiscover._tcp", .srv(priority: 0, weight: 0, port: 443, host: host), .setup)
    addPACC()
  }

  /// Where documents are served; nil where it is not known.
  var setup: DNSOptions.Setup? {
    options.setup ?? account.provider.publicURL.map { .host($0.host) }
  }

  /// A name that leads there.
  mutating func add(
    _ setup: DNSOptions.Setup, under name: String, _ purpose: DNSRecord.Purpose
  ) {
    switch setup {
    case .host(let host) where host.ascii == "\(name).\(domain)":
      gaps.warn(
        "dns.setup", "\(host) is where the documents are served: its addresses are not known",
        fix: "give them as dns.setup.addresses")
    case .host(let host): add(name, .cname(host.ascii), purpose)
    case .addresses(let addresses):
      for address in addresses { add(name, .address(address), purpose) }
    }
  }

  /// draft-ietf-mailmaint-pacc: the digest of the bytes that are served.
  private mutating func addPACC() {
    guard let document = try? PACC().render(account, RenderOptions()) else { return }
    let digest = Digest.sha256(document.bytes)
    add("_ua-auto-config", .txt("v=UAAC1; a=sha256; d=\(digest)"), .setup)
  }

  /// Service records; what is not offered is said, too, so that no client need guess.
  mutating func addServices() {
    for (type, tls, starttls) in [
      (MailProtocol.imap, "_imaps._tcp", "_imap._tcp"),
      (.pop3, "_pop3s._tcp", "_pop3._tcp"),
      (.smtp, "_submissions._tcp", "_submission._tcp"),
    ] {
      addServers(of: type, tls: tls, starttls: starttls)
    }
    addWeb(
      account.calendars.filter { $0.kind == .caldav }, "caldav",
      account.provider.calendars.enumerated().first { $0.element.kind == .caldav }
        .map { ("calendars[\($0.offset)]", $0.element.url) })
    addWeb(
      account.contacts, "carddav", account.provider.contacts.first.map { ("contacts[0]", $0.url) })
    if let jmap = account.jmap {
      add("_jmap._tcp", Self.service(jmap.url.host, jmap.url.port), .services)
    }
    if let sieve = account.manageSieve {
      if sieve.security == .starttls {
        add("_sieve._tcp", Self.service(sieve.host, sieve.port), .services)
      } else {
        gaps.warn(
          "manageSieve.security", "is left out: RFC 5804 knows STARTTLS only",
          fix: "offer STARTTLS on port 4190")
      }
    }
  }

  /// RFC 8314 section 5.1 wants TLS from the first byte before STARTTLS.
  private mutating func addServers(of type: MailProtocol, tls: String, starttls: String) {
    let servers = (account.incoming + account.outgoing).filter { $0.mailProtocol == type }
    for server in servers where !server.username.isPlaceholder {
      gaps.warn(
        "\(server.path).username",
        "service records cannot say it: clients try the whole address, then what stands before"
          + " the @ (RFC 6186 4)",
        fix: "let the server take one of the two as well")
    }
    for server in servers where server.security == .none {
      gaps.warn(
        "\(server.path).security", "is left out: service records cannot say that there is no TLS",
        fix: "offer TLS on port \(type.usualPort(.tls))")
    }
    let offered =
      servers.filter { $0.security == .tls } + servers.filter { $0.security == .starttls }
    var seen: Set<DNSData> = []
    for (name, security) in [(tls, Security.tls), (starttls, .starttls)] {
      let own = offered.enumerated().filter { $0.element.security == security }
      if own.isEmpty {
        add(name, .srv(priority: 0, weight: 0, port: 0, host: ""), .services)
      }
      for (rank, server) in own where seen.insert(Self.service(server.host, server.port)).inserted {
        add(name, Self.service(server.host, server.port, priority: rank * 10), .services)
      }
    }
  }

  /// RFC 6764: the host, and the path as a text of the same name.
  private mutating func addWeb<Kind>(
    _ services: [AccountService<Kind>], _ name: String, _ source: (path: String, url: URLPattern)?
  ) {
    guard let first = services.first else {
      if let source { addFixedPart(of: source.url, at: source.path, name) }
      return
    }
    for other in services.dropFirst() {
      gaps.note(other.path, "is left out: clients look up one \(name) service")
    }
    let (own, other) =
      first.url.isSecure ? ("_\(name)s._tcp", "_\(name)._tcp") : ("_\(name)._tcp", "_\(name)s._tcp")
    add(own, Self.service(first.url.host, first.url.port), .services)
    let path = first.url.rest.prefix { $0 != "?" && $0 != "#" }
    if path.count > 1 { add(own, .txt("path=\(path)"), .services) }
    add(other, .srv(priority: 0, weight: 0, port: 0, host: ""), .services)
  }

  /// A URL that depends on the address: the server is found, and sends everybody on to their own
  /// place (RFC 6764 section 6).
  private mutating func addFixedPart(of url: URLPattern, at path: String, _ name: String) {
    guard let fixed = account.fixedURL(url) else { return }
    gaps.drop("\(path).url")
    gaps.note(
      "\(path).url",
      "the record has no path, since it depends on the address: redirect"
        + " https://\(fixed.host)/.well-known/\(name) to \(fixed)")
    let (own, other) =
      fixed.isSecure ? ("_\(name)s._tcp", "_\(name)._tcp") : ("_\(name)._tcp", "_\(name)s._tcp")
    add(own, Self.service(fixed.host, fixed.port), .services)
    add(other, .srv(priority: 0, weight: 0, port: 0, host: ""), .services)
  }

  private static func service(_ host: DomainName, _ port: Port, priority: Int = 0) -> DNSData {
    .srv(priority: priority, weight: 0, port: Int(port.number), host: host.ascii)
  }
}
