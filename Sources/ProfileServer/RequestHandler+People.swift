// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import MailSettings
import Renderers
import SettingsFile

extension RequestHandler {
  /// The same request with what a directory knows of the address in it; nil where that has to be
  /// asked, which takes a while.
  func withLogin(_ request: Request, _ route: Route) -> Request? {
    guard let people, !request.isLoginKnown, let address = typedAddress(request, route) else {
      return request
    }
    switch people.glance(address) {
    case .byRule: return request
    case .known(let answer): return request.knowing(answer)
    case .toBeAsked: return nil
    }
  }

  /// The answer once the directory has been asked. What comes of that shows in the user name alone:
  /// who is not known, and everybody while the directory is away, gets the rule's.
  func answerAfterAsking(_ request: Request, _ route: Route) -> Reply {
    guard let people, let address = typedAddress(request, route) else {
      return .ready(Self.notFound(route.name))
    }
    return .later(
      SlowAnswer(.people, nil, route.name, address.domain.ascii) { [self] in
        answer(request.knowing(people.ask(address))).response
      })
  }

  /// The address that a request asks with. Links have none: what they hold was found out when they
  /// were made.
  private func typedAddress(_ request: Request, _ route: Route) -> MailAddress? {
    typedText(request, route).flatMap { try? MailAddress($0) }
  }

  /// Who asks, as far as anybody may know: never a display name.
  func person(of request: Request, at address: MailAddress, _ language: Language? = nil) -> Person {
    Person(login: login(of: request, at: address), language: language)
  }

  /// The user name that takes the place of the rule's. One that the rule gives, too, is none: whoever
  /// is known gets the same document then as who is not.
  private func login(of request: Request, at address: MailAddress) -> DisplayText? {
    guard let login = request.login, let rule = catalog.account(for: address) else { return nil }
    let names = (rule.incoming + rule.outgoing).map { $0.username.value?.lowercased() }
    let own = login.text.lowercased()
    return names.allSatisfy { $0 == own } ? nil : login
  }

  private func typedText(_ request: Request, _ route: Route) -> String? {
    switch route.name {
    case .autoconfig, .pacc: return request.parameter("emailaddress")
    case .mobileconfig:
      let form = request.method == "POST" ? request.form : request
      if form.encodedParameter("link") != nil || form.encodedParameter("download") != nil {
        return nil
      }
      return form.parameter("emailaddress")
    case .autodiscover:
      guard request.method == "POST" else { return request.parameter("emailaddress") }
      guard request.body.count <= limits.bodyBytes else { return nil }
      return AutodiscoverRequest(request.body)?.address
    case .page:
      guard request.method == "POST" else { return nil }
      return request.asQuery?.parameter("address").map { String($0[...].trimmed) }
    default: return nil
    }
  }
}

extension Request {
  /// The same with what came of the question about its address.
  fileprivate func knowing(_ answer: PersonAnswer) -> Request {
    var request = self
    request.isLoginKnown = true
    request.login = answer.login
    return request
  }
}
