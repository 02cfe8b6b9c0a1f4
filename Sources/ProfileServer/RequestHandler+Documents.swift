// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile
import SetupSheets

extension RequestHandler {
  /// A format's document for the address or the domain of a request.
  func document(
    _ format: some Renderer, _ request: Request, _ route: Route,
    options: RenderOptions = RenderOptions(), language: Language? = nil
  ) -> Response {
    switch finder.subject(address: request.parameter("emailaddress"), of: request) {
    case .nobody: Self.notFound(route.name)
    case .domain(let domain):
      domainDocument(format, domain, request, route, options: options, language: language)
    case .address(let address):
      addressDocument(format, address, request, route, options: options, language: language)
    }
  }

  /// A document of a whole domain: made once, then kept, with a validator.
  func domainDocument(
    _ format: some Renderer, _ domain: DomainName, _ request: Request, _ route: Route,
    options: RenderOptions = RenderOptions(), language: Language? = nil
  ) -> Response {
    kept(format, domain, request, route, options, for: Self.readers(of: language)) {
      catalog.account(forDomain: domain, language: language)
    }
  }

  /// A document that is made once for everybody who is meant.
  private func kept(
    _ format: some Renderer, _ domain: DomainName, _ request: Request, _ route: Route,
    _ options: RenderOptions, for readers: String, _ account: () -> AccountSettings?
  ) -> Response {
    let key = Self.key(format, domain, options, for: readers)
    let kept = store.document(key) {
      guard let account = account(), let document = try? format.render(account, options) else {
        return nil
      }
      let delivery = Delivery(route, format, domain, isForAddress: account.address != nil)
      return KeptDocument(document.bytes, delivery)
    }
    guard let kept else { return Self.notFound(route.name) }
    return Self.response(with: kept, of: format, domain, to: request)
  }

  /// For whom a document is where a language was asked for.
  static func readers(of language: Language?) -> String { language.map { "in \($0)" } ?? "" }

  static func key(
    _ format: some Renderer, _ domain: DomainName, _ options: RenderOptions, for readers: String
  ) -> DocumentStore.Key {
    DocumentStore.Key(
      domain: domain, format: format.name, choice: readers + options.description)
  }

  static func response(
    with kept: KeptDocument, of format: some Renderer, _ domain: DomainName, to request: Request
  ) -> Response {
    var response = kept.response(to: request)
    response.domain = domain.ascii
    if response.status == 200 { response.format = format.name }
    return response
  }

  /// A document for one address, which nobody may keep but this server: the same one for everybody
  /// who asks so where it says the address in placeholders alone, and one for each address that a
  /// directory was asked about.
  private func addressDocument(
    _ format: some Renderer, _ address: MailAddress, _ request: Request, _ route: Route,
    options: RenderOptions, language: Language?
  ) -> Response {
    func account() -> AccountSettings? {
      catalog.account(for: address, person: person(of: request, at: address, language))
    }
    if request.isLoginKnown {
      // Kept whether the directory knows anybody or not: time does not tell.
      let reader = "\(Self.readers(of: language)) \(address) \(request.login?.text ?? "")"
      return kept(format, address.domain, request, route, options, for: reader, account)
    }
    if route.name == .autoconfig, address.tag == nil,
      catalog.isSameForEverybody(at: address.domain)
    {
      return kept(format, address.domain, request, route, options, for: "addresses") {
        catalog.account(for: address)
      }
    }
    guard let account = account() else { return Self.notFound(route.name) }
    guard let document = try? format.render(account, options) else {
      return Self.notFound(route.name)
    }
    let delivery = Delivery(route, format, address.domain, isForAddress: true)
    var response = delivery.response(document.bytes, address.domain)
    response.format = format.name
    return response
  }
}
