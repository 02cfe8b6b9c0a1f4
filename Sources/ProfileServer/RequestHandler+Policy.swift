// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile

extension RequestHandler {
  /// The policy for encrypted delivery to the domain behind the host; 404 where the settings have
  /// none, which mail servers take for the same (RFC 8461 section 3.3).
  func deliveryPolicy(_ request: Request, _ route: Route) -> Response {
    guard let domain = finder.subject(address: nil, of: request).domain,
      let account = catalog.account(forDomain: domain)
    else { return Self.notFound(route.name) }
    let key = DocumentStore.Key(
      domain: account.provider.id, format: route.name.rawValue, choice: "")
    let kept = store.document(key) {
      MTASTSPolicy(account.provider.dns).map {
        KeptDocument(Array($0.text.utf8), Delivery(route, mediaType: MTASTSPolicy.mediaType))
      }
    }
    guard var response = kept?.response(to: request) else { return Self.notFound(route.name) }
    response.domain = domain.ascii
    return response
  }
}
