// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import Renderers
import System

/// How one mail client looks for the settings of a domain.
package struct ClientLookup: Sendable {
  /// The client.
  package let program: ClientProgram
  /// True for autodiscover, false for autoconfig.
  var isAutodiscover = false
  /// What it asks, the preferred one first.
  package var requests: [WebRequest]
  /// True where the first answer with 2xx is the only one that is read.
  var stopsAtFirstSuccess: Bool
  /// True where the media type must be one for XML, in lower case.
  let needsXMLType: Bool
  /// True where only status 200 counts.
  let needs200: Bool

  init(
    _ program: ClientProgram, _ requests: [WebRequest], stopsAtFirstSuccess: Bool = false,
    needsXMLType: Bool = false, needs200: Bool = false
  ) {
    self.program = program
    self.requests = requests
    self.stopsAtFirstSuccess = stopsAtFirstSuccess
    self.needsXMLType = needsXMLType
    self.needs200 = needs200
  }

  /// Why the client does not read an answer; nil where it does.
  package func refusal(_ answer: WebAnswer) -> String? {
    if answer.failure != nil { return answer.summary }
    guard needs200 ? answer.status == 200 : answer.isSuccess else { return answer.summary }
    let types = ["text/xml", "application/xml"]
    if needsXMLType, !types.contains(where: answer.contentType.hasPrefix) {
      return "its media type is \(answer.contentType.quoted), not text/xml"
    }
    return nil
  }
}

/// The look-ups of mail clients, each as that client makes it.
package struct SetupLookups: Sendable {
  let domain: String
  let address: MailAddress

  /// The look-ups for a domain, as a client makes them for an address.
  package init(domain: String, address: MailAddress) {
    self.domain = domain
    self.address = address
  }

  /// The clients that read autoconfig documents.
  package var autoconfig: [ClientLookup] {
    [
      ClientLookup(
        .thunderbird,
        paths("?emailaddress=\(address.description.formEncoded)", timeout: 5) {
          $0.headers = [
            "Accept: */*", "User-Agent: Mozilla/5.0 Gecko/20100101 Thunderbird/153.7.0",
          ]
        }, stopsAtFirstSuccess: true, needsXMLType: true),
      ClientLookup(.thunderbirdAndroid, paths("", timeout: 10)),
      ClientLookup(
        .fairEmail,
        paths("?emailaddress=\(address.description.pathEncoded)", timeout: 10) {
          $0.redirects = .sameScheme
        }, needs200: true),
      ClientLookup(
        .deltaChat,
        [
          request(
            "https://autoconfig.\(domain)\(Self.mail)?emailaddress=\(address.description.formEncoded)",
            60
          ) {
            $0.redirects = .absolute
          },
          request("https://\(domain)\(Self.wellKnown)", 60) { $0.redirects = .absolute },
        ]),
      ClientLookup(
        .gnome,
        [
          "https://autoconfig.\(domain)\(LookupPath.autoconfigOfGNOME)?emailaddress=",
          "https://autoconfig.\(domain)\(Self.mail)?emailaddress=",
          "https://\(domain)\(Self.wellKnown)?emailaddress=",
          "http://autoconfig.\(domain)\(Self.mail)?emailaddress=",
        ].map { request($0 + address.description.pathEncoded, 15) }, needs200: true),
      ClientLookup(
        .kde,
        [
          "https://autoconfig.\(domain)\(Self.mail)", "http://autoconfig.\(domain)\(Self.mail)",
          "https://\(domain)\(Self.wellKnown)",
        ].map { request($0, 10) }, needs200: true),
      evolution, nextcloud,
    ]
  }

  /// All four places, those of autoconfig's own host first.
  private var evolution: ClientLookup {
    let query = "?emailaddress=\(address.description.percentEncoded)"
    return ClientLookup(
      .evolution,
      [
        "https://autoconfig.\(domain)\(Self.mail)", "http://autoconfig.\(domain)\(Self.mail)",
        "https://\(domain)\(Self.wellKnown)", "http://\(domain)\(Self.wellKnown)",
      ].map { request($0 + query, 15) })
  }

  /// All four places, those without TLS last.
  private var nextcloud: ClientLookup {
    ClientLookup(
      .nextcloud, paths("?emailaddress=\(address.description.pathEncoded)", timeout: 7))
  }

  /// What a client that reads autoconfig goes on with: the database of Thunderbird, and the
  /// places of who runs the mail exchanger.
  func fallbacks(of client: ClientLookup, exchanger: DomainName?) -> ClientLookup {
    let database: String
    switch client.program {
    case .thunderbird: database = "https://live.thunderbird.net/autoconfig/v1.1/"
    case .gnome: database = "https://v1.ispdb.net/"
    default: database = "https://autoconfig.thunderbird.net/v1.1/"
    }
    var urls = [database + domain]
    if [.evolution, .nextcloud].contains(client.program) {
      for place in [exchanger, exchanger?.parent].compactMap({ $0?.ascii }) where place != domain {
        urls += ["https://autoconfig.\(place)\(Self.mail)", database + place]
      }
    }
    if [.thunderbird, .thunderbirdAndroid].contains(client.program) {
      let query =
        client.program == .thunderbird ? "?emailaddress=\(address.description.formEncoded)" : ""
      for place in Self.places(of: exchanger) where place != domain {
        urls += ["https://autoconfig.\(place)\(Self.mail)\(query)", database + place]
      }
    }
    var fallback = client
    fallback.stopsAtFirstSuccess = false
    fallback.requests = urls.map { url in
      var next = client.requests.first ?? WebRequest(url)
      next.url = url
      return next
    }
    return fallback
  }

  /// A mail exchanger's name without its first label, then without all but two: Thunderbird asks
  /// a list of public suffixes instead.
  private static func places(of exchanger: DomainName?) -> [String] {
    guard let parent = exchanger?.parent, parent.labels.count >= 2 else { return [] }
    let base = parent.labels.suffix(2).joined(separator: ".")
    return base == parent.ascii ? [base] : [parent.ascii, base]
  }

  /// The clients that read autodiscover documents.
  package var autodiscover: [ClientLookup] {
    let urls = [
      LookupPath.autodiscover.url(at: domain),
      LookupPath.autodiscover.url(.autodiscover, at: domain),
    ]
    let namespace = "http://schemas.microsoft.com/exchange/autodiscover/outlook"
    var xml = XMLWriter()
    xml.element("Autodiscover", [("xmlns", "\(namespace)/requestschema/2006")]) { xml in
      xml.element("Request") { xml in
        xml.element("EMailAddress", text: address.description)
        xml.element(
          "AcceptableResponseSchema", text: "\(namespace)/responseschema/2006a")
      }
    }
    let body = String(decoding: xml.bytes, as: UTF8.self)
    let posts = urls.map { url in
      request(url, 5) {
        $0.method = "POST"
        $0.body = body
        $0.headers = ["Content-Type: text/xml; charset=utf-8", "Accept: */*"]
      }
    }
    return [
      ClientLookup(.outlook, posts),
      ClientLookup(.thunderbird, Array(posts.reversed()), needsXMLType: true),
      ClientLookup(.fairEmail, posts),
      ClientLookup(
        .deltaChat, urls.map { request($0, 60) { $0.redirects = .absolute } }),
    ].map { lookup in
      var lookup = lookup
      lookup.isAutodiscover = true
      return lookup
    }
  }

  /// What Outlook's cloud service asks.
  var cloud: WebRequest {
    request(
      LookupPath.autodiscoverJSON.url(.autodiscover, at: domain) + "?Email="
        + "\(address.description.percentEncoded)&Protocol=AutodiscoverV1&RedirectCount=1", 10)
  }

  /// draft-ietf-mailmaint-pacc.
  package var pacc: WebRequest {
    request(LookupPath.pacc.url(.uaAutoConfig, at: domain), 10) {
      $0.redirects = .none
    }
  }

  private static let mail = LookupPath.autoconfig
  private static let wellKnown = LookupPath.autoconfigOfSite

  private func paths(
    _ query: String, timeout: Int, _ change: (inout WebRequest) -> Void = { _ in }
  ) -> [WebRequest] {
    [
      "https://autoconfig.\(domain)\(Self.mail)", "https://\(domain)\(Self.wellKnown)",
      "http://autoconfig.\(domain)\(Self.mail)", "http://\(domain)\(Self.wellKnown)",
    ].map { request($0 + query, timeout, change) }
  }

  private func request(
    _ url: String, _ timeout: Int, _ change: (inout WebRequest) -> Void = { _ in }
  ) -> WebRequest {
    var request = WebRequest(url)
    request.timeout = timeout
    change(&request)
    return request
  }
}

extension String {
  /// As forms encode a value.
  fileprivate var formEncoded: String { percentEncoded.replacing("%20", by: "+") }

  /// As some clients put an address into a URL, with `@` and `+` as they are.
  fileprivate var pathEncoded: String {
    map { "@+".contains($0) ? String($0) : String($0).percentEncoded }.joined()
  }
}
