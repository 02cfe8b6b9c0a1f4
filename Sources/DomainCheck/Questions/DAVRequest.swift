// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers

/// What calendars and address books are asked with.
enum DAVRequest {
  /// Who am I? (RFC 5397 section 3); a redirect is for the caller to follow.
  static func propfind(_ url: String) -> WebRequest {
    var request = WebRequest(url, redirects: .none)
    request.method = "PROPFIND"
    request.headers = ["Depth: 0", "Content-Type: application/xml; charset=utf-8"]
    var xml = XMLWriter()
    xml.element("propfind", [("xmlns", "DAV:")]) { xml in
      xml.element("prop") { xml in xml.emptyElement("current-user-principal") }
    }
    request.body = String(decoding: xml.bytes, as: UTF8.self)
    return request
  }
}
