// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile

extension RequestHandler {
  /// The XML answer: to a POST for the address in it, to a GET for the domain of its host, which
  /// is how Delta Chat asks.
  func autodiscover(_ request: Request, _ route: Route) -> Response {
    guard request.method == "POST" else { return document(Autodiscover(), request, route) }
    guard let asked = AutodiscoverRequest(request.body), let text = asked.address else {
      return autodiscoverError(.invalidRequest, route)
    }
    guard let address = try? MailAddress(text.trimmingWhitespace) else {
      return autodiscoverError(.invalidRequest, route)
    }
    guard let format = Self.format(forSchema: asked.responseSchema) else {
      return autodiscoverError(.providerNotAvailable, route, address)
    }
    guard let account = catalog.account(for: address) else { return Self.notFound(route.name) }
    guard let document = try? format.render(account, RenderOptions()) else {
      return autodiscoverError(.providerNotAvailable, route, address)
    }
    return Self.xml(document.bytes, route, address)
  }

  /// The format behind a response schema; nil for one that nobody has.
  private static func format(forSchema schema: String?) -> (any Renderer)? {
    guard let schema = schema?.trimmingWhitespace.lowercased() else { return nil }
    if schema.hasSuffix("/autodiscover/outlook/responseschema/2006a") { return Autodiscover() }
    if schema.hasSuffix("/autodiscover/mobilesync/responseschema/2006") { return MobileSync() }
    return nil
  }

  private static func xml(_ body: [UInt8], _ route: Route, _ address: MailAddress?) -> Response {
    var response = Response(
      200, route.name,
      [
        ("Content-Type", "text/xml; charset=utf-8"), ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
      ], body: body)
    response.domain = address?.domain.ascii
    return response
  }

  private func autodiscoverError(
    _ error: AutodiscoverError, _ route: Route, _ address: MailAddress? = nil
  ) -> Response {
    Self.xml(error.document(at: now()), route, address)
  }

  /// The JSON answer, which only names the address of the XML answer.
  func autodiscoverJSON(_ request: Request, _ route: Route) -> Response {
    let text = route.pathAddress.map { $0.percentDecoded ?? "" } ?? request.parameter("email")
    let subject = finder.subject(address: text, of: request)
    guard let domain = subject.domain else { return Self.notFound(route.name) }
    let asked = request.parameter("protocol") ?? ""
    let option = AutodiscoverJSON.protocolOption
    var options = RenderOptions()
    let known = option.values.first { $0.lowercased() == asked.lowercased() }
    if let known, (try? options.choose(option, known)) != nil,
      let account = catalog.account(forDomain: domain),
      (try? AutodiscoverJSON().render(account, options)) != nil
    {
      var response = domainDocument(AutodiscoverJSON(), domain, request, route, options: options)
      response.domain = domain.ascii
      return response
    }
    return Self.unknownProtocol(asked, route, domain)
  }

  /// What Exchange says of a protocol that it does not know.
  private static func unknownProtocol(
    _ asked: String, _ route: Route, _ domain: DomainName
  ) -> Response {
    let name = String(asked.unicodeScalars.prefix(64).map(Character.init))
    let message =
      asked.isEmpty
      ? "A valid value must be provided for the query parameter 'Protocol'"
      : "The given protocol value '\(name)' is invalid. Supported values are 'AutodiscoverV1'"
    let body = JSON.object([
      "ErrorCode": .string(asked.isEmpty ? "MandatoryParameterMissing" : "InvalidProtocol"),
      "ErrorMessage": .string(message),
    ])
    var response = Response(
      400, route.name,
      [
        ("Content-Type", "application/json"), ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
      ], body: body.encoded(pretty: false))
    response.domain = domain.ascii
    return response
  }
}

extension String {
  /// The text without white space of XML at its ends.
  var trimmingWhitespace: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text = text.dropFirst() }
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    return String(text)
  }
}
