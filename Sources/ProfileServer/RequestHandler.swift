// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import MailSettings
import Renderers
import SettingsFile
import SetupSheets

/// Answers requests from the settings: a request goes in, a response comes out, nothing else is
/// touched. A new one is made whenever the settings are read again.
package final class RequestHandler: Sendable {
  let catalog: SettingsCatalog
  let finder: DomainFinder
  let store: DocumentStore
  let limits: ServerLimits
  /// The page for people.
  let setupPage: SetupPage
  /// The definitions that sheets and the page are made from.
  let sheets: SheetLibrary
  /// True where a provider redirects autodiscover, which is rare.
  let redirectsAutodiscover: Bool
  /// What profiles need, by the provider's id.
  let deliveries: [DomainName: ProfileDelivery]
  /// Who is asked about people; nil where the rules of the settings say everything.
  let people: PeopleDesk?
  /// What makes pages of sheets; nil where nothing does.
  let printer: (any SheetPrinter)?
  /// Microseconds since 1970 UTC.
  let now: @Sendable () -> Int64

  /// A handler for these settings.
  package convenience init(
    _ catalog: SettingsCatalog, limits: ServerLimits = ServerLimits(),
    sheets: SheetLibrary = .builtIn, deliveries: [DomainName: ProfileDelivery] = [:],
    now: @escaping @Sendable () -> Int64
  ) {
    self.init(
      catalog, limits: limits, sheets: sheets, deliveries: deliveries, printer: nil, now: now)
  }

  /// A handler that prints sheets, too, where it is given something to print with.
  package init(
    _ catalog: SettingsCatalog, limits: ServerLimits, sheets: SheetLibrary = .builtIn,
    deliveries: [DomainName: ProfileDelivery], printer: (any SheetPrinter)?,
    people: PeopleDesk? = nil,
    now: @escaping @Sendable () -> Int64
  ) {
    self.printer = printer
    self.people = people
    self.catalog = catalog
    self.limits = limits
    self.sheets = sheets
    setupPage = SetupPage(sheets, namesLogos: catalog.providers.count > 1)
    self.deliveries = deliveries
    self.now = now
    redirectsAutodiscover = catalog.providers.contains { $0.autodiscover.redirect != nil }
    finder = DomainFinder(catalog: catalog)
    store = DocumentStore(bytes: limits.keptBytes)
    AutodiscoverRequest.prepare()
  }

  /// How a request is answered, from any thread; the listener takes the body away for HEAD.
  package func answer(_ request: Request) -> Reply {
    guard let route = Route(path: request.path) else { return .ready(Self.notFound(.unknown)) }
    guard let request = withLogin(request, route) else { return answerAfterAsking(request, route) }
    if route.name == .mobileconfig, request.method == "GET" || request.method == "HEAD" {
      return profile(request, route)
    }
    if route.name == .mobileconfig, request.method == "POST" {
      // A button sends the link in a form; a link in the address itself will do, too.
      if let link = request.form.encodedParameter("link") ?? request.encodedParameter("link") {
        return personalLink(link, request, route)
      }
      return request.asQuery.map { profile($0, route) } ?? .ready(Self.notAForm(route))
    }
    if route.name == .printedSheet, request.method == "GET" || request.method == "HEAD" {
      return printedSheet(request, route)
    }
    return .ready(response(to: request, route))
  }

  /// Forgets the documents of domains that are different now, or of all.
  package func forget(_ domains: [DomainName]?) {
    guard let domains, domains.count < 1_000 else { return store.forgetAll() }
    store.forget(Set(domains))
  }

  /// The answer to a request, however long it takes.
  package func respond(to request: Request) -> Response { answer(request).response }

  private func response(to request: Request, _ route: Route) -> Response {
    var response = answer(request, route)
    // A document has the field already.
    if route.allowsOtherOrigins, response.status != 200, response.kept == nil {
      response.fields.append((name: Delivery.anyOrigin.0, value: Delivery.anyOrigin.1))
    }
    return response
  }

  private func answer(_ request: Request, _ route: Route) -> Response {
    if let methods = route.methods {
      guard methods.list.contains(request.method) else {
        return .text(
          405, route.name, "This address is for \(methods.allow).", [("Allow", methods.allow)])
      }
      if request.method == "OPTIONS" { return Self.options(route, methods) }
    }
    switch route.name {
    case .autoconfig: return document(Autoconfig(), request, route)
    case .pacc: return document(PACC(), request, route)
    case .deliveryPolicy: return deliveryPolicy(request, route)
    case .pageScript: return script(request, route)
    case .pageLogo: return logo(request, route)
    case .page: return page(request, route)
    case .autodiscover: return autodiscover(request, route)
    case .autodiscoverJSON: return autodiscoverJSON(request, route)
    case .caldav:
      return redirect(request, route) { account in
        account.calendars.first { $0.kind == .caldav }?.url
          ?? account.provider.calendars.first { $0.kind == .caldav }
          .flatMap { account.fixedURL($0.url) }
      }
    case .carddav:
      return redirect(request, route) { account in
        account.contacts.first?.url
          ?? account.provider.contacts.first.flatMap { account.fixedURL($0.url) }
      }
    case .jmap: return redirect(request, route) { $0.jmap?.url }
    case .mobileconfig, .printedSheet, .challenge, .admin, .unknown: return Self.notFound(.unknown)
    }
  }

  private static func options(_ route: Route, _ methods: Methods) -> Response {
    var fields = [("Allow", methods.allow)]
    if route.allowsOtherOrigins {
      fields += [
        ("Access-Control-Allow-Methods", methods.allow), ("Access-Control-Max-Age", "86400"),
      ]
    }
    return Response(204, route.name, fields)
  }

  /// A look-up path answers 404 with plain text: Thunderbird 153 gives up on other, good answers
  /// after any 2xx, and asks for a password after 401.
  static func notFound(_ route: Route.Name) -> Response {
    .text(404, route, "Nothing is configured here.")
  }

  /// Sends a client of a well-known path on (RFC 6764 section 5, RFC 8620 section 2.2).
  ///
  /// 307, since a PROPFIND has to stay one, which 301 and 302 do not promise, and since 308 would
  /// outlast a change of the settings.
  private func redirect(
    _ request: Request, _ route: Route, _ url: (AccountSettings) -> WebURL?
  ) -> Response {
    guard let domain = finder.subject(address: nil, of: request).domain,
      let account = catalog.account(forDomain: domain), let target = url(account),
      !Self.leadsBack(target, request)
    else { return Self.notFound(route.name) }
    return Self.redirect(307, route, to: target, domain)
  }

  /// A redirect with an absolute `Location`, which is all that Delta Chat follows; caches may keep
  /// it for an hour unless it is for one address.
  static func redirect(
    _ status: Int, _ route: Route, to target: WebURL, _ domain: DomainName,
    isForAddress: Bool = false
  ) -> Response {
    let cacheControl = isForAddress ? "no-store" : "public, max-age=3600"
    var response = Response(
      status, route.name, [("Location", target.description), ("Cache-Control", cacheControl)])
    response.domain = domain.ascii
    return response
  }

  /// True for the URL that was asked for: the service stands behind it itself, so that a redirect
  /// would go round for ever.
  static func leadsBack(_ target: WebURL, _ request: Request) -> Bool {
    let hosts = [request.fields.host, request.fields.forwardedHost].compactMap { $0?.hostName }
    return hosts.contains(target.host)
      && target.rest.lowercased() == request.path.lowercased()
  }
}
