// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import MailSettings
import Renderers
import SettingsFile
import SetupSheets

extension RequestHandler {
  /// A format's document for the address or the domain of a request.
  func document(
    _ format: some Renderer, _ request: Request, _ route: Route,
    options: RenderOptions = RenderOptions(), extra: [(String, String)] = []
  ) -> Response {
    let subject = finder.subject(address: request.parameter("emailaddress"), of: request)
    var response: Response
    switch subject {
    case .nobody: return Self.notFound(route.name)
    case .domain(let domain):
      response = domainDocument(format, domain, request, route, options: options)
    case .address(let address):
      response = addressDocument(format, address, route, options: options)
    }
    response.domain = subject.domain?.ascii
    if response.status == 200 { response.fields += extra.map { (name: $0.0, value: $0.1) } }
    return response
  }

  /// A document of a whole domain: made once, then kept, with a validator.
  func domainDocument(
    _ format: some Renderer, _ domain: DomainName, _ request: Request, _ route: Route,
    options: RenderOptions = RenderOptions()
  ) -> Response {
    let key = DocumentStore.Key(domain: domain.ascii, kind: format.name + options.description)
    let kept = store.document(key) {
      guard let account = catalog.account(forDomain: domain),
        let document = try? format.render(account, options)
      else { return nil }
      return KeptDocument(document.bytes, mediaType: format.mediaType)
    }
    guard let kept else { return Self.notFound(route.name) }
    return kept.response(to: request, route.name)
  }

  /// A document for one address, which nobody may keep.
  private func addressDocument(
    _ format: some Renderer, _ address: MailAddress, _ route: Route, options: RenderOptions
  ) -> Response {
    guard let account = catalog.account(for: address),
      let document = try? format.render(account, options)
    else { return Self.notFound(route.name) }
    return Response(
      200, route.name,
      [
        ("Content-Type", format.mediaType), ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
      ], body: document.bytes)
  }

  /// An Apple profile; `parts` chooses what it sets up.
  func profile(_ request: Request, _ route: Route) -> Response {
    var options = RenderOptions()
    if let parts = request.parameter("parts") {
      do throws(InvalidValue) {
        try options.choose(MobileConfig.partsOption, parts)
      } catch {
        return .text(400, route.name, error.message)
      }
    }
    return document(
      MobileConfig(), request, route, options: options,
      extra: [("Content-Disposition", "attachment; filename=\"mail.mobileconfig\"")])
  }

  /// The set-up sheet of a domain; an address stays out of URLs, which logs and Referers keep.
  func page(_ request: Request, _ route: Route) -> Response {
    guard let domain = finder.subject(address: nil, of: request).domain else {
      return Self.notFound(route.name)
    }
    var response = domainDocument(SheetHTML(), domain, request, route)
    response.domain = domain.ascii
    response.fields += [
      (
        name: "Content-Security-Policy",
        value: "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
      ),
      (name: "Referrer-Policy", value: "no-referrer"),
    ]
    return response
  }
}
