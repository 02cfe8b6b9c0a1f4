// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import MailSettings
import Renderers
import SettingsFile

/// Answers requests from the settings: a request goes in, a response comes out, nothing else is
/// touched. A new one is made whenever the settings are read again.
public final class RequestHandler: Sendable {
  let catalog: SettingsCatalog
  let finder: DomainFinder
  let store: DocumentStore
  /// The time of day, which autodiscover's error documents name.
  let now: @Sendable () -> TimeOfDay

  /// A handler for these settings.
  public init(
    _ catalog: SettingsCatalog, limits: ServerLimits = ServerLimits(),
    now: @escaping @Sendable () -> TimeOfDay
  ) {
    self.catalog = catalog
    self.now = now
    finder = DomainFinder(catalog: catalog)
    store = DocumentStore(capacity: limits.keptDocuments)
  }

  /// The answer to a request; the listener takes the body away for HEAD.
  public func respond(to request: Request) -> Response {
    guard let route = Route(path: request.path) else { return Self.notFound(.unknown) }
    if let methods = route.methods, !methods.contains(request.method) {
      return .text(
        405, route.name, "This address is for \(methods.joined(separator: ", ")).",
        [("Allow", methods.joined(separator: ", "))])
    }
    if request.method == "OPTIONS", let methods = route.methods {
      return Self.options(route, methods)
    }
    var response = answer(request, route)
    if route.allowsOtherOrigins {
      response.fields.append(("Access-Control-Allow-Origin", "*"))
    }
    return response
  }

  private func answer(_ request: Request, _ route: Route) -> Response {
    switch route.name {
    case .autoconfig: document(Autoconfig(), request, route)
    case .pacc: document(PACC(), request, route)
    case .mobileconfig: profile(request, route)
    case .page: page(request, route)
    case .autodiscover: autodiscover(request, route)
    case .autodiscoverJSON: autodiscoverJSON(request, route)
    case .caldav: redirect(request, route) { $0.calendars.first { $0.kind == .caldav }?.url }
    case .carddav: redirect(request, route) { $0.contacts.first?.url }
    case .jmap: redirect(request, route) { $0.jmap?.url }
    case .admin, .unknown: Self.notFound(.unknown)
    }
  }

  private static func options(_ route: Route, _ methods: [String]) -> Response {
    let list = methods.joined(separator: ", ")
    var fields = [("Allow", list)]
    if route.allowsOtherOrigins {
      fields += [
        ("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", list),
        ("Access-Control-Max-Age", "86400"),
      ]
    }
    return Response(204, route.name, fields)
  }

  /// A look-up path answers 404 with plain text: Thunderbird 153 gives up on other, good answers
  /// after any 2xx, and asks for a password after 401.
  static func notFound(_ route: Route.Name) -> Response {
    .text(404, route, "Nothing is configured here.")
  }

  /// Sends a client of a well-known path on, whatever its method (RFC 6764 section 5).
  private func redirect(
    _ request: Request, _ route: Route, _ url: (AccountSettings) -> WebURL?
  ) -> Response {
    guard let domain = finder.subject(address: nil, of: request).domain,
      let account = catalog.account(forDomain: domain), let target = url(account)
    else { return Self.notFound(route.name) }
    var response = Response(
      307, route.name,
      [("Location", target.description), ("Cache-Control", "public, max-age=3600")])
    response.domain = domain.ascii
    return response
  }
}
