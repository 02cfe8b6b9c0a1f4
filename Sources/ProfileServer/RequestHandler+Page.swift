// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile
import SetupSheets

extension RequestHandler {
  /// The page for people, and sheets. An address comes in the body of a form: it stays out of
  /// URLs, which logs and browsers keep.
  func page(_ request: Request, _ route: Route) -> Response {
    guard request.method == "POST" else {
      return route.argument == nil ? askingPage(request, route) : domainSheet(request, route)
    }
    guard let form = request.asQuery else { return Self.notAForm(route) }
    return route.argument == nil ? resultPage(form, route) : sheet(form, route)
  }

  /// What is said to a body that no form has sent.
  static func notAForm(_ route: Route) -> Response {
    .text(415, route.name, "A form is sent as application/x-www-form-urlencoded.")
  }

  /// The script of the page, the same for everybody.
  func script(_ request: Request, _ route: Route) -> Response {
    let key = DocumentStore.Key(domain: Self.nobody, format: "page-script", choice: "")
    let kept = store.document(key) {
      KeptDocument(
        sheets.web(.script), Delivery(route, mediaType: "text/javascript; charset=utf-8"))
    }
    return kept?.response(to: request) ?? Self.notFound(route.name)
  }

  /// The logo of the provider that is named, as pages do, or of the one behind the host: several
  /// providers may share one `publicURL`.
  func logo(_ request: Request, _ route: Route) -> Response {
    let id = request.parameter("provider")
    let named = catalog.providers.first { $0.id.ascii == id }
    guard let provider = id == nil ? provider(of: request) : named, let logo = provider.logo else {
      return Self.notFound(route.name)
    }
    let key = DocumentStore.Key(domain: provider.id, format: "logo", choice: "")
    let kept = store.document(key) {
      KeptDocument(
        logo.bytes,
        // An SVG that is opened by itself is a document, too.
        Delivery(
          route, mediaType: logo.kind.mediaType,
          fields: Delivery.pageFields(policy: "default-src 'none'; sandbox")))
    }
    return kept?.response(to: request) ?? Self.notFound(route.name)
  }

  // MARK: The page

  /// The form, made once for each provider and language.
  private func askingPage(_ request: Request, _ route: Route) -> Response {
    let provider = provider(of: request)
    let language = language(of: request, provider)
    if provider == nil, let host = request.fields.host?.hostName, host.parent != nil {
      return personal(
        404, route, nil, setupPage.form(nil, language, problem: .unserved(host.unicode)))
    }
    let key = DocumentStore.Key(
      domain: provider?.id ?? Self.nobody, format: "page", choice: language.tag)
    let kept = store.document(key) {
      let fields = [("Vary", "Accept-Language")]
      return KeptDocument(
        setupPage.form(provider, language),
        Delivery(
          route, mediaType: Self.html,
          fields: Delivery.pageFields(policy: setupPage.policy(provider)) + fields))
    }
    return kept?.response(to: request) ?? Self.notFound(route.name)
  }

  /// What to do with the address of a form.
  private func resultPage(_ form: Request, _ route: Route) -> Response {
    let typed = (form.parameter("address") ?? "")[...].trimmed
    let provider = provider(of: form)
    let language = language(of: form, provider)
    func again(_ status: Int, _ problem: SetupPage.Problem) -> Response {
      let shown = String(typed.prefix(320))
      return personal(
        status, route, provider, setupPage.form(provider, language, typed: shown, problem: problem))
    }
    guard let address = try? MailAddress(String(typed)) else { return again(400, .notAnAddress) }
    let person = person(of: form, at: address, language)
    guard let account = catalog.account(for: address, person: person) else {
      return again(404, .unserved(address.domain.unicode))
    }
    var choice = SetupPage.Choice()
    choice.machine = Machine(userAgent: form.fields.userAgent)
    choice.cannotInstall = Machine.cannotInstall(userAgent: form.fields.userAgent)
    choice.client = form.parameter("client").flatMap { setupPage.knows(client: $0) ? $0 : nil }
    choice.device = form.parameter("device").flatMap { setupPage.knows(device: $0) ? $0 : nil }
    var response = personal(
      200, route, account.provider, setupPage.result(account, language, choice))
    response.domain = address.domain.ascii
    response.format = "page"
    return response
  }

  private func personal(
    _ status: Int, _ route: Route, _ provider: Provider?, _ body: [UInt8]
  ) -> Response {
    Response(
      status, route.name,
      [("Content-Type", Self.html)] + Response.unkept
        + Delivery.pageFields(policy: setupPage.policy(provider)), body: body)
  }

  // MARK: Who asks

  /// Whose page it is: the provider of the domain behind the host, or of the one above it, or the
  /// one whose `publicURL` it is. A request without a name of a domain is for the only provider
  /// there is; nil where nobody can be told.
  func provider(of request: Request) -> Provider? {
    guard let host = request.fields.host?.hostName, let parent = host.parent else {
      return catalog.providers.count == 1 ? catalog.providers.first : nil
    }
    if let own = catalog.providers.first(where: { $0.publicURL?.host == host }) { return own }
    let domains = [host, finder.subject(address: nil, of: request).domain, parent]
    let served = domains.compactMap { $0 }.first { catalog.match($0) == .named }
    return (served ?? domains[1]).flatMap { catalog.account(forDomain: $0)?.provider }
  }

  /// The language of the page: `lang` where the page is written in it, else the one that the
  /// person speaks, where that is known, or the browser wants most, else the first one of the
  /// provider.
  func language(
    of request: Request, _ provider: Provider?, person: Language? = nil
  ) -> Language {
    let named = request.parameter("lang").flatMap { try? Language($0) }
    let wanted = request.fields.acceptLanguage.map(AcceptLanguage.languages) ?? []
    let known = ([named, person].compactMap { $0 } + wanted).filter {
      setupPage.isWritten(in: $0) || setupPage.isWritten(in: $0.base)
    }
    return setupPage.language(known + (provider?.languages ?? []))
  }

  static let html = "text/html; charset=utf-8"
  /// Stands for what belongs to no provider.
  private static let nobody = DomainName.invalid
}
