// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The settings that the server gets, in two forms that take turns.
enum Settings {
  static let domains = (1...20).map { "domain\($0).example" }

  /// Every server is another one with every form, so that a mixture of two would show.
  static func text(_ form: Int) -> String {
    let names = domains.map { "  - {name: \($0)}\n" }.joined()
    return """
      provider: {id: soak.example, name: Soak \(form), languages: [en]}
      domains:
      \(names)incoming:
        - {protocol: imap, host: "imap\(form).soak.example"}
        - {protocol: pop3, host: "pop\(form).soak.example"}
      outgoing:
        - {protocol: smtp, host: "smtp\(form).soak.example"}
      calendars:
        - {protocol: caldav, url: "https://dav\(form).soak.example/"}

      """
  }

  static let broken = "provider: {id: soak.example, name: ["

  /// The requests of honest clients.
  static let requests: [[UInt8]] = domains.flatMap { domain in
    [
      get("/mail/config-v1.1.xml?emailaddress=a+b@\(domain)", domain),
      get("/.well-known/autoconfig/mail/config-v1.1.xml", domain),
      get("/.well-known/user-agent-configuration.json", domain),
      get("/mail/profile.mobileconfig?emailaddress=anna@\(domain)", domain),
      get("/mail/config-v1.1.xml?emailaddress=a@unknown.invalid", "unknown.invalid"),
      post("anna@\(domain)"),
    ]
  }

  private static func get(_ target: String, _ domain: String) -> [UInt8] {
    Array("GET \(target) HTTP/1.1\r\nHost: autoconfig.\(domain)\r\n\r\n".utf8)
  }

  private static func post(_ address: String) -> [UInt8] {
    let schema = "http://schemas.microsoft.com/exchange/autodiscover/outlook"
    let body =
      "<Autodiscover xmlns=\"\(schema)/requestschema/2006\"><Request><EMailAddress>\(address)"
      + "</EMailAddress><AcceptableResponseSchema>\(schema)/responseschema/2006a"
      + "</AcceptableResponseSchema></Request></Autodiscover>"
    let header = [
      "POST /autodiscover/autodiscover.xml HTTP/1.1", "Host: autodiscover.example",
      "Content-Type: text/xml", "Content-Length: \(body.utf8.count)",
    ]
    return Array((header.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
  }
}
