// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile
import SetupSheets

extension RequestHandler {
  /// The sheet of a domain as PDF: made once, by another process while the connection waits, then
  /// kept. There is none where nothing can print.
  func printedSheet(_ request: Request, _ route: Route) -> Answer {
    guard let printer else { return .ready(Self.notFound(route.name)) }
    let format = PrintedSheet(printer: printer)
    var options = RenderOptions()
    guard let client = route.argument,
      let option = format.options.first(where: { $0.name == "client" }),
      (try? options.choose(option, String(client))) != nil,
      let domain = finder.subject(address: nil, of: request).domain,
      catalog.match(domain) != nil
    else { return .ready(Self.notFound(route.name)) }
    let key = Self.key(format, domain, options, for: "")
    if let kept = store.document(key, make: { nil }) {
      return .ready(Self.response(with: kept, of: format, domain, to: request))
    }
    let chosen = options
    return .later(
      SlowAnswer(route.name, domain.ascii) { [self] in
        let response = domainDocument(format, domain, request, route, options: chosen)
        guard response.status == 404 else { return response }
        var refusal = Response.text(
          503, route.name, "The sheet cannot be printed now; it is at /sheets/\(client).html too.",
          [("Retry-After", "60")])
        refusal.domain = domain.ascii
        return refusal
      })
  }
}
