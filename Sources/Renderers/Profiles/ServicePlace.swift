// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Where calendars or address books are: at a URL of the account, or at one in which a management
/// system fills in a part.
struct ServicePlace<Kind: Hashable & Sendable> {
  /// The setting behind it, such as `calendars[0]`.
  let path: String
  /// Its place in the settings, from 0.
  let index: Int
  let kind: Kind
  let username: LoginName
  let name: LocalizedText?
  /// Scheme, host and port.
  let server: WebURL
  /// What follows the host; empty, or it begins with `/`, `?` or `#`.
  let rest: String

  init(_ service: AccountService<Kind>) {
    path = service.path
    index = service.index
    kind = service.kind
    username = service.username
    name = service.name
    server = service.url
    rest = service.url.rest
  }

  init(_ service: OpenService<Kind>, filledBy system: ManagementSystem) {
    path = service.path
    index = service.index
    kind = service.kind
    username = service.username
    name = service.name
    server = service.server
    let text = system.login(service.url)
    let afterScheme = text.drop { $0 != ":" }.drop { ":/".contains($0) }
    rest = String(afterScheme.drop { !"/?#".contains($0) })
  }

  /// True where nothing but the host is named.
  var isBare: Bool { rest.isEmpty || rest == "/" }

  /// The whole URL, with `https`.
  var text: String {
    "https://\(server.host)\(server.explicitPort.map { ":\($0)" } ?? "")\(rest)"
  }
}

extension Gaps {
  /// The places of services, in the order of the settings: those of the account, and those that a
  /// management system makes whole, of which the derivation said that they are left out. `writes`
  /// is true where the document has the whole URL.
  mutating func places<Kind>(
    _ services: [AccountService<Kind>], _ open: [OpenService<Kind>], _ system: ManagementSystem?,
    writes: (Kind) -> Bool
  ) -> [ServicePlace<Kind>] {
    var places = services.map { ServicePlace($0) }
    guard let system else { return places }
    for service in open {
      drop("\(service.path).url")
      if writes(service.kind) {
        note(
          "\(service.path).url",
          "\(system.rawValue) fills in a part of the URL as it is: it fits addresses of letters,"
            + " digits and . _ - alone")
      }
      places.append(ServicePlace(service, filledBy: system))
    }
    return places.sorted { $0.index < $1.index }
  }
}
