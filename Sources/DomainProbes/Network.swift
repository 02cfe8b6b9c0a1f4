// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings
import System

/// The real network: a resolver, web servers, mail servers.
package struct Network: Sendable {
  let deadline: Deadline
  /// A file of certificate authorities in PEM instead of the system's.
  let authorities: String?
  /// How many times as long as a client each answer is waited for.
  let patience: Int
  /// True where a redirect from the Internet must not lead to this machine or its network: who
  /// fetches what a stranger publishes would carry requests there.
  package var refusesPrivateRedirects = false
  private let resolver: Resolver
  /// Whom else is asked about zones that a name server does not have; nil for nobody.
  private let elsewhere: Elsewhere
  private let trust: Guarded<TrustedAuthorities?>
  private let certificates: Guarded<[String: Task<ServerAnswer, Never>]>
  private let connectTo: [ConnectTo]
  /// True where a name has to be in the DNS, as it has to be for clients.
  private var asksNames = true

  /// The same network for documents that are looked at before their server has a name: a place that
  /// was given, `localhost` and the names of `/etc/hosts` need no DNS.
  package var forDocuments: any World {
    var network = self
    network.asksNames = false
    return network
  }

  /// Connections to one place that go to another one, as curl's option of this name has them.
  package struct ConnectTo: Sendable {
    let host: String
    let port: Int?
    let address: String
    let targetPort: Int

    /// Reads `HOST:PORT:ADDRESS:PORT`, where the first host or port may be empty for any and an
    /// IPv6 address stands in brackets.
    package init?(_ text: String) {
      let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        .map(String.init)
      guard parts.count == 3, parts[1].isEmpty || Int(parts[1]) != nil,
        let colon = parts[2].lastIndex(of: ":"), let port = Int(parts[2][colon...].dropFirst()),
        (1...65_535).contains(port)
      else { return nil }
      let place = parts[2][..<colon]
      let isBracketed = place.hasPrefix("[") && place.hasSuffix("]")
      address = String(isBracketed ? place.dropFirst().dropLast() : place)
      guard (try? IPAddress(address)) != nil, address.contains(":") == isBracketed else {
        return nil
      }
      host = parts[0].lowercased()
      self.port = Int(parts[1])
      targetPort = port
    }

    func matches(_ host: String, _ port: Int) -> Bool {
      (self.host.isEmpty || self.host == host) && (self.port == nil || self.port == port)
    }
  }

  /// Where a connection goes.
  struct Route: Sendable {
    let addresses: [String]
    let port: Int
    let isFixed: Bool

    /// For libcurl, in its words for either case.
    func entries(_ host: String, _ port: Int) -> [String] {
      let list = addresses.map { $0.contains(":") ? "[\($0)]" : $0 }.joined(separator: ",")
      if isFixed { return ["\(host):\(port):\(list):\(self.port)"] }
      return ["\(host):\(port):\(list)"]
    }
  }

  /// A network that is asked through a resolver (`HOST:PORT`, or nil for the system's); nil where
  /// there is no such resolver. On a busy machine `patience` tells a slow answer from none.
  /// `elsewhere` is asked where the given one is a name server that does not have the zone.
  package init?(
    resolver: String?, milliseconds: Int, authorities: String? = nil, connectTo: [ConnectTo] = [],
    patience: Int = 1, elsewhere: Elsewhere.Server = .nobody
  ) {
    deadline = Deadline(milliseconds: milliseconds)
    guard let resolver = Resolver(server: resolver, deadline: deadline, patience: patience)
    else { return nil }
    self.resolver = resolver
    self.elsewhere = Elsewhere(elsewhere, deadline)
    trust = Guarded(nil)
    certificates = Guarded([:])
    self.authorities = authorities
    self.patience = patience
    self.connectTo = connectTo
  }

  /// The way to a host: the place that the user gave, or its addresses. A place for every host is no
  /// reason to believe in a host that does not exist.
  func route(to host: String, _ port: Int) async throws(NoRoute) -> Route {
    let fixed = connectTo.first { $0.matches(host, port) }
    if let fixed, !fixed.host.isEmpty || !asksNames {
      return Route(addresses: [fixed.address], port: fixed.targetPort, isFixed: true)
    }
    if !asksNames {
      let known = HostsFile.addresses(of: host)
      if !known.isEmpty { return Route(addresses: known, port: port, isFixed: false) }
    }
    async let four = ask(Question(host, .a))
    async let six = ask(Question(host, .aaaa))
    let answers = await [four, six]
    let addresses = answers.flatMap(\.addresses).map(\.description)
    guard !addresses.isEmpty else {
      guard let reason = answers.lazy.compactMap(\.failure).first else { throw .noAddress }
      throw .unknown("the address of \(host) is not known: \(reason)")
    }
    if let fixed {
      return Route(addresses: [fixed.address], port: fixed.targetPort, isFixed: true)
    }
    return Route(addresses: addresses, port: port, isFixed: false)
  }

  /// What the web server of a host shows, looked at once.
  func webCertificate(_ host: String, _ port: Int, _ route: Route) async -> ServerAnswer {
    let probe = ServerProbe(.tlsOnly, host: host, port: port, security: .tls)
    let task = certificates.withLock { known in
      if let task = known[probe.place] { return task }
      let task = Task { await talk(probe, route) }
      known[probe.place] = task
      return task
    }
    return await task.value
  }

  private func talk(_ request: ServerProbe, _ route: Route) async -> ServerAnswer {
    let deadline = deadline.within(milliseconds: request.milliseconds * patience)
    return await OwnThread.run {
      ServerTalk(request, route: route, deadline: deadline, trust: trusted).run()
    }
  }

  private var trusted: TrustedAuthorities {
    trust.once { TrustedAuthorities(file: authorities) }
  }
}

/// Why there is no way to a host.
enum NoRoute: Error {
  /// It has no address.
  case noAddress
  /// Whether it has one was not found out: a sentence with the reason.
  case unknown(String)
}

extension Network: World {
  /// The answer of the resolver; a failure is an answer.
  package func ask(_ question: Question) async -> Answer {
    let answer = await resolver.ask(question)
    return answer.isRecursive ? answer : await elsewhere.complete(answer, question, resolver)
  }

  /// True where `--connect-to` leads a host and port somewhere else.
  package func isRerouted(_ host: String, _ port: Int) -> Bool {
    connectTo.contains { $0.matches(host, port) }
  }

  /// The answer of a web server; a failure is an answer.
  package func fetch(_ request: WebRequest) async -> WebAnswer {
    await WebClient(network: self).fetch(request)
  }

  /// What a mail server says; a failure is an answer.
  package func probe(_ request: ServerProbe) async -> ServerAnswer {
    if let address = request.address {
      let route = Route(addresses: [address.description], port: request.port, isFixed: false)
      return await talk(request, route)
    }
    do throws(NoRoute) {
      return await talk(request, try await route(to: request.host, request.port))
    } catch {
      var answer = ServerAnswer()
      switch error {
      case .noAddress: answer.failure = .noAddress
      case .unknown(let reason): answer.failure = .other(reason)
      }
      return answer
    }
  }

  /// A public key in DER; nil where it is none.
  package func publicKey(_ bytes: [UInt8]) -> PublicKey? { CertificateReader.publicKey(bytes) }

  /// The first certificate in PEM; nil where there is none.
  package func certificate(_ pem: [UInt8]) -> CertificateFacts? { CertificateReader.facts(pem) }

  /// Seconds since 1970.
  package var now: Int { time(nil) }
}
