// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile

extension RequestHandler {
  /// The XML answer: to a POST for the address in it, to a GET for the domain of its host, which
  /// is how Delta Chat asks.
  func autodiscover(_ request: Request, _ route: Route) -> Response {
    guard request.method == "POST" else { return autodiscoverByGET(request, route) }
    guard request.body.count <= limits.bodyBytes else {
      return .text(413, route.name, "A request has at most \(limits.bodyBytes) bytes.")
    }
    guard let asked = AutodiscoverRequest(request.body), let text = asked.address,
      let address = try? MailAddress(text)
    else { return autodiscoverError(.invalidRequest, route) }
    guard let format = Self.format(forSchema: asked.responseSchema) else {
      return autodiscoverError(.providerNotAvailable, route)
    }
    guard let account = catalog.account(for: address, person: person(of: request, at: address))
    else {
      return Self.notFound(route.name)
    }
    guard let document = try? format.render(account, RenderOptions()) else {
      return autodiscoverError(.providerNotAvailable, route, address.domain)
    }
    return Self.xml(document.bytes, route, address.domain)
  }

  /// A redirect to a URL is one of HTTP here: Outlook asks `http://autodiscover.DOMAIN` for it.
  private func autodiscoverByGET(_ request: Request, _ route: Route) -> Response {
    guard redirectsAutodiscover else { return document(Autodiscover(), request, route) }
    let account: AccountSettings? =
      switch finder.subject(address: request.parameter("emailaddress"), of: request) {
      case .address(let address):
        catalog.account(for: address, person: person(of: request, at: address))
      case .domain(let domain): catalog.account(forDomain: domain)
      case .nobody: nil
      }
    guard let account, case .url(let target)? = account.autodiscoverRedirect else {
      return document(Autodiscover(), request, route)
    }
    guard !Self.leadsBack(target, request) else { return Self.notFound(route.name) }
    return Self.redirect(
      302, route, to: target, account.domain, isForAddress: account.address != nil)
  }

  /// The format behind a response schema; nil for one that nobody has.
  private static func format(forSchema schema: String?) -> (any Renderer)? {
    switch schema?.lowercased() {
    case "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a":
      Autodiscover()
    case "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006":
      MobileSync()
    default: nil
    }
  }

  private static func xml(_ body: [UInt8], _ route: Route, _ domain: DomainName?) -> Response {
    var response = Response(
      200, route.name, [("Content-Type", Autodiscover().mediaType)] + Response.unkept, body: body)
    response.domain = domain?.ascii
    return response
  }

  private func autodiscoverError(
    _ error: AutodiscoverError, _ route: Route, _ domain: DomainName? = nil
  ) -> Response {
    Self.xml(error.document(at: TimeOfDay(microseconds: Int(now()))), route, domain)
  }

  /// The JSON answer, which only says where the XML answer or another service is.
  func autodiscoverJSON(_ request: Request, _ route: Route) -> Response {
    let text = route.argument?.percentDecoded ?? request.parameter("email")
    guard let domain = finder.subject(address: text, of: request).domain else {
      return Self.notFound(route.name)
    }
    let asked = request.parameter("protocol") ?? ""
    let option = AutodiscoverJSON.protocolOption
    if let known = option.values.first(where: { asked[...].isEqualIgnoringCase($0.lowercased()) }),
      let options = RenderOptions(option, known)
    {
      let response = domainDocument(
        AutodiscoverJSON(), domain, request, route, options: options)
      if response.status != 404 { return response }
    }
    return protocolError(asked, route, domain)
  }

  /// What Exchange says of a protocol that it does not know, or that was not named.
  private func protocolError(_ asked: String, _ route: Route, _ domain: DomainName) -> Response {
    let code = asked.isEmpty ? "MandatoryParameterMissing" : "InvalidProtocol"
    let name = String(String.UnicodeScalarView(asked.unicodeScalars.prefix(64)))
    let message =
      asked.isEmpty
      ? "A valid value must be provided for the query parameter 'Protocol'"
      : "The given protocol value '\(name)' is invalid. "
        + "Supported values are '\(supportedProtocols(domain).joined(separator: ","))'"
    let body = JSON.object(["ErrorCode": .string(code), "ErrorMessage": .string(message)])
    var response = Response(
      400, route.name, [("Content-Type", AutodiscoverJSON().mediaType)] + Response.unkept,
      body: body.encoded(pretty: false))
    response.domain = domain.ascii
    return response
  }

  private func supportedProtocols(_ domain: DomainName) -> [String] {
    guard let account = catalog.account(forDomain: domain) else { return [] }
    let option = AutodiscoverJSON.protocolOption
    return option.values.filter { value in
      RenderOptions(option, value).map { options in
        (try? AutodiscoverJSON().render(account, options)) != nil
      } ?? false
    }
  }
}

extension RenderOptions {
  /// One choice; nil where the option does not accept it.
  fileprivate init?(_ option: FormatOption, _ value: String) {
    self.init()
    guard (try? choose(option, value)) != nil else { return nil }
  }
}
