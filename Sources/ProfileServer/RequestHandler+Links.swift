// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import PersonalLinks
import Renderers
import SettingsFile
import SetupSheets

/// A link that was made here and is still good, with what it is for.
private struct OpenLink {
  let token: LinkToken
  let account: AccountSettings
  let delivery: ProfileDelivery
  let desk: LinkDesk
  let options: RenderOptions
}

/// Why a link leads nowhere: a page that says so.
private struct LinkRefusal: Error {
  let response: Response
}

extension RequestHandler {
  /// What a link leads to: a page with a button where making the profile changes something or is
  /// for one person alone, else the profile. A GET changes nothing (RFC 9110 section 9.2.1): who
  /// checks links, restores tabs or forwards mail cannot be told from a person.
  func personalLink(_ text: Substring, _ request: Request, _ route: Route) -> Reply {
    do throws(LinkRefusal) {
      let link = try open(text, request, route)
      guard link.desk.hasButton(link.token.link) else {
        return signed(link.account, route, link.options)
      }
      guard request.isSecure || link.desk.password == nil else {
        throw refusal(403, .insecure, request, route, link.account)
      }
      return request.method == "POST" ? press(link, request, route) : look(link, request, route)
    } catch { return .ready(error.response) }
  }

  /// What the button of a link has made. It may be fetched any number of times in its ten minutes:
  /// browsers ask twice.
  func download(_ text: Substring, _ request: Request, _ route: Route) -> Reply {
    var found: (LinkDownload, LinkDesk)?
    for delivery in deliveries.values where found == nil {
      if let desk = delivery.desk, let download = desk.open(text) { found = (download, desk) }
    }
    guard let (download, desk) = found, let token = desk.token(of: download),
      let account = catalog.account(for: download.link.address, person: download.link.person),
      account.provider.id == desk.provider
    else { return .ready(refusal(403, .unknown, request, route, nil).response) }
    guard now() / 1_000_000 < download.expires else {
      return .ready(refusal(410, .downloadOver, request, route, account).response)
    }
    guard request.isSecure || download.password == nil else {
      return .ready(refusal(403, .insecure, request, route, account).response)
    }
    guard let options = Self.options(of: download.link, route) else {
      return .ready(refusal(410, .withdrawn, request, route, account).response)
    }
    guard request.method != "HEAD" else { return headOnly(account, route) }
    // Kept, since some signatures differ each time.
    let kept = DocumentStore.Key(domain: account.domain, format: "download", choice: String(text))
    let page = page(request, account, token)
    let password = download.password.flatMap { AppPassword($0) }
    let answer = signed(account, route, options, password: password)
    return .later(
      SlowAnswer(.signatures, key("download", String(text)), route.name, account.domain.ascii) {
        [self] in
        if let made = desk.successor(of: download, token) {
          return personPage(410, page, .used(made: made), route)
        }
        if let response = store.document(kept, make: { nil })?.whole { return response }
        let response = answer.response
        guard response.status == 200 else { return response }
        let document = KeptDocument(response)
        _ = store.document(kept) { document }
        return response
      })
  }

  /// The header of a profile that is made for somebody who takes it: without a length, which is
  /// not known (RFC 9110 section 9.3.2).
  private func headOnly(_ account: AccountSettings, _ route: Route) -> Reply {
    let delivery = Delivery(route, MobileConfig(), account.domain, isForAddress: true)
    var response = delivery.response([], account.domain)
    response.hasLength = false
    return .ready(response)
  }

  // MARK: Links

  private func open(
    _ text: Substring, _ request: Request, _ route: Route
  ) throws(LinkRefusal) -> OpenLink {
    guard let token = LinkToken(text),
      let account = catalog.account(for: token.link.address, person: token.link.person),
      let delivery = deliveries[account.provider.id], let desk = delivery.desk,
      desk.isGenuine(token)
    else { throw refusal(403, .unknown, request, route, nil) }
    guard now() / 1_000_000 < token.link.expires else {
      throw refusal(410, .over, request, route, account)
    }
    guard let options = Self.options(of: token.link, route) else {
      throw refusal(410, .withdrawn, request, route, account)
    }
    return OpenLink(
      token: token, account: account, delivery: delivery, desk: desk, options: options)
  }

  /// What was chosen when the link was made; nil where it is no longer offered.
  private static func options(of link: PersonalLink, _ route: Route) -> RenderOptions? {
    let chosen = [
      MobileConfig.partsOption.name: link.parts, MobileConfig.deviceOption.name: link.device,
    ]
    return try? profileOptions({ chosen[$0]??[...] }, route).get()
  }

  /// The page with the button.
  private func look(_ link: OpenLink, _ request: Request, _ route: Route) -> Reply {
    .later(
      SlowAnswer(.pages, nil, route.name, link.account.domain.ascii) { [self] in
        guard let made = link.desk.record(of: link.token).made else {
          return personPage(200, page(of: link, request), .first, route)
        }
        return told(made, link, request, route)
      })
  }

  /// The press of the button.
  private func press(_ link: OpenLink, _ request: Request, _ route: Route) -> Reply {
    let form = request.form
    let press = LinkDesk.Press(
      now: now() / 1_000_000, replaces: form.parameter("again").flatMap { Int64($0) },
      view: form.parameter("view").flatMap { $0.utf8.count <= 64 ? $0 : nil })
    let desk = link.desk
    var slow = SlowAnswer(
      .passwords, key("press", link.token.text), route.name, link.account.domain.ascii
    ) { [self] in
      guard isPossible(link) else {
        return personPage(503, page(of: link, request), .refused(.failed), route)
      }
      switch desk.press(link.token, link.account, press) {
      case .made(let text): return fetch(text, link, route)
      case .before(let made): return told(made, link, request, route)
      case .failed: return personPage(503, page(of: link, request), .refused(.failed), route)
      }
    }
    slow.lost = { [now] response in
      guard let text = response["Location"].flatMap(Self.download(in:)) else { return }
      desk.forget(.made(text), of: link.token, at: now() / 1_000_000)
    }
    return .later(slow)
  }

  /// False where no profile could be sent: then no password is made for it.
  private func isPossible(_ link: OpenLink) -> Bool {
    guard let plain = try? MobileConfig().render(link.account, link.options).bytes else {
      return false
    }
    guard link.desk.password != nil else { return true }
    return link.delivery.signer?().sign(plain) != nil
  }

  /// Leads to what was made, on the same host.
  private func fetch(_ text: String, _ link: OpenLink, _ route: Route) -> Response {
    var response = Response(
      303, route.name, [("Location", Self.downloadStart + text)] + Response.unkept)
    response.domain = link.account.domain.ascii
    return response
  }

  private static let downloadStart = "\(LookupPath.profile.rawValue)?download="

  private static func download(in location: String) -> String? {
    location.hasPrefix(downloadStart) ? String(location.dropFirst(downloadStart.count)) : nil
  }

  /// What is said of a link with which a profile was made.
  private func told(
    _ made: Int64, _ link: OpenLink, _ request: Request, _ route: Route
  ) -> Response {
    var page = page(of: link, request)
    page.download = link.desk.download(
      of: link.token, view: request.form.parameter("view"), at: now() / 1_000_000
    ).map { Self.downloadStart + $0 }
    if link.desk.endsAfterUse(link.token.link) {
      return personPage(410, page, .used(made: made), route)
    }
    return personPage(
      200, page, link.desk.password == nil ? .first : .again(made: made), route)
  }

  // MARK: Pages

  private func page(of link: OpenLink, _ request: Request) -> LinkPage {
    var page = page(request, link.account, link.token)
    page.options = link.options
    page.hasPassword = link.desk.password != nil
    page.isSingleUse = link.desk.endsAfterUse(link.token.link)
    let view = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    page.view = request.form.parameter("view").flatMap { $0.utf8.count <= 64 ? $0 : nil } ?? view
    return page
  }

  /// In the language of the person, unless whoever looks has chosen another one.
  private func page(
    _ request: Request, _ account: AccountSettings?, _ token: LinkToken?
  ) -> LinkPage {
    let provider = account?.provider ?? provider(of: request)
    var page = LinkPage(
      provider, language(of: request.form, provider, person: account?.person.language))
    page.account = account
    page.token = token?.text
    page.userAgent = request.fields.userAgent
    return page
  }

  private func refusal(
    _ status: Int, _ reason: LinkPage.Reason, _ request: Request, _ route: Route,
    _ account: AccountSettings?
  ) -> LinkRefusal {
    LinkRefusal(
      response: personPage(status, page(request, account, nil), .refused(reason), route))
  }

  private func personPage(
    _ status: Int, _ page: LinkPage, _ step: LinkPage.Step, _ route: Route
  ) -> Response {
    var response = Response(
      status, route.name,
      [("Content-Type", Self.html)] + Response.unkept
        + Delivery.pageFields(policy: setupPage.linkPolicy(page.provider)),
      body: setupPage.link(page, step))
    if status == 503 { response.fields.append((name: "Retry-After", value: "60")) }
    response.domain = page.account?.domain.ascii
    return response
  }
}
