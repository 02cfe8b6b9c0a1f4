// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import PersonalLinks
import Renderers
import SettingsFile

extension RequestHandler {
  /// The profile of the person a link was made for. It may be fetched any number of times while
  /// the link is good: browsers ask twice.
  func personalProfile(_ token: Substring, _ request: Request, _ route: Route) -> Answer {
    guard let token = LinkToken(token),
      let account = catalog.account(for: token.link.address, person: token.link.person),
      let delivery = deliveries[account.provider.id], delivery.isGenuine?(token) ?? false
    else {
      return .ready(
        .text(403, route.name, "This link is not complete, or not one of ours. Ask for a new one."))
    }
    func refused(_ status: Int, _ text: String) -> Answer {
      var response = Response.text(status, route.name, text)
      response.domain = account.domain.ascii
      return .ready(response)
    }
    guard now() / 1_000_000 < token.link.expires else {
      return refused(
        410, "This link was good for a limited time, which is over. Ask for a new one.")
    }
    let chosen = [
      MobileConfig.partsOption.name: token.link.parts,
      MobileConfig.deviceOption.name: token.link.device,
    ]
    guard case .success(let options) = Self.profileOptions({ chosen[$0]??[...] }, route) else {
      return refused(410, "What this link is for is no longer offered. Ask for a new one.")
    }
    guard let password = delivery.password else {
      return signed(account, route, options) { MobileConfig() }
    }
    guard request.isSecure else {
      return refused(403, "This link holds a password: open it with https.")
    }
    if request.isPreview {
      return refused(403, "This link sets up the mail of one person. Open it in Safari.")
    }
    guard request.method != "HEAD" else { return headOnly(account, route) }
    return signed(account, route, options, hasPassword: true) {
      password(token, account).map { MobileConfig(password: $0) }
    }
  }

  /// The header of a profile whose password is only made for somebody who takes it: without a
  /// length, which is not known (RFC 9110 section 9.3.2).
  private func headOnly(_ account: AccountSettings, _ route: Route) -> Answer {
    let delivery = Delivery(route, MobileConfig(), account.domain, isForAddress: true)
    var response = delivery.response([], account.domain)
    response.hasLength = false
    return .ready(response)
  }
}

extension Request {
  /// True for what looks at a page without a person who has asked for it: a browser that works
  /// ahead, and the programs of messengers that show what a link leads to.
  var isPreview: Bool {
    if let purpose = fields.purpose?.lowercased(),
      ["prefetch", "preview", "prerender"].contains(where: purpose.contains)
    {
      return true
    }
    guard let agent = fields.userAgent?.lowercased() else { return false }
    return Self.previewers.contains(where: agent.contains)
  }

  private static let previewers = [
    "bot", "crawler", "spider", "preview", "facebookexternalhit", "whatsapp", "telegram", "skype",
    "slack", "embedly", "scanner", "link check",
  ]
}
