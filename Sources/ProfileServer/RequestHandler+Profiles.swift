// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import PersonalLinks
import Renderers
import SettingsFile

extension RequestHandler {
  /// An Apple profile: through a link for one person, else for the address or the domain of the
  /// request. What is signed or holds a password is made on another thread.
  func profile(_ request: Request, _ route: Route) -> Reply {
    if let token = request.encodedParameter("link") {
      return personalLink(token, request, route)
    }
    if let text = request.encodedParameter("download") { return download(text, request, route) }
    // Boxes of a form are sent one by one.
    let parts = MobileConfig.partsOption.name
    func value(_ name: String) -> Substring? {
      name == parts ? request.encodedParameters(name) : request.encodedParameter(name)
    }
    switch Self.profileOptions(value, route) {
    case .failure(let refusal): return .ready(refusal.response)
    case .success(let options):
      let text = request.encodedParameter("lang")
      let language = text?.percentDecoded.flatMap { try? Language($0) }
      guard text == nil || language != nil else {
        return .ready(.text(400, route.name, "'lang' takes a language such as de or de-CH."))
      }
      switch finder.subject(address: request.parameter("emailaddress"), of: request) {
      case .nobody: return .ready(Self.notFound(route.name))
      case .domain(let domain): return domainProfile(domain, request, route, options, language)
      case .address(let address):
        let person = person(of: request, at: address, language)
        guard let account = catalog.account(for: address, person: person) else {
          return .ready(Self.notFound(route.name))
        }
        return signed(account, route, options)
      }
    }
  }

  /// The profile of a whole domain; a signed one is kept as long as its signer.
  private func domainProfile(
    _ domain: DomainName, _ request: Request, _ route: Route, _ options: RenderOptions,
    _ language: Language?
  ) -> Reply {
    let format = MobileConfig()
    guard let account = catalog.account(forDomain: domain, language: language),
      let signer = deliveries[account.provider.id]?.signer?()
    else {
      return .ready(
        domainDocument(format, domain, request, route, options: options, language: language))
    }
    let choice = DocumentStore.Key(
      domain: domain, format: format.name,
      choice: "\(signer.generation) \(language?.tag ?? "")\(options)")
    @Sendable func answer(_ kept: KeptDocument, to request: Request?) -> Response {
      var response = request.map(kept.response) ?? kept.whole
      response.domain = domain.ascii
      if response.status == 200 { response.format = format.name }
      return response
    }
    if let kept = store.document(choice, make: { nil }) { return .ready(answer(kept, to: request)) }
    var slow = SlowAnswer(
      .signatures, key("domain", "\(choice)"), route.name, domain.ascii
    ) { [self] in
      guard let document = try? format.render(account, options) else {
        return Self.notFound(route.name)
      }
      guard let bytes = signer.sign(document.bytes) else {
        let isAllowed = deliveries[account.provider.id]?.allowsUnsigned ?? false
        return isAllowed
          ? sent(document.bytes, account, route) : Self.unavailable(route, account)
      }
      let delivery = Delivery(route, format, domain)
      let kept = store.document(choice) { KeptDocument(bytes, delivery) }
      return kept.map { answer($0, to: nil) } ?? Self.unavailable(route, account)
    }
    slow.own = { [store] response in
      guard response.status == 200, let kept = store.document(choice, make: { nil }) else {
        return response
      }
      return answer(kept, to: request)
    }
    return .later(slow)
  }

  /// The profile of one account; one with a password goes out signed or not at all.
  func signed(
    _ account: AccountSettings, _ route: Route, _ options: RenderOptions,
    password: AppPassword? = nil
  ) -> Reply {
    let delivery = deliveries[account.provider.id]
    let signer = delivery?.signer?()
    let make = { @Sendable [self] in
      let format = password.map { MobileConfig(password: $0) } ?? MobileConfig()
      guard let bytes = try? format.render(account, options).bytes else {
        return Self.notFound(route.name)
      }
      if signer == nil, password == nil { return sent(bytes, account, route) }
      if let signed = signer?.sign(bytes) { return sent(signed, account, route) }
      let isAllowed = password == nil && delivery?.allowsUnsigned ?? false
      return isAllowed ? sent(bytes, account, route) : Self.unavailable(route, account)
    }
    if signer == nil, password == nil { return .ready(make()) }
    // What is for one person is for one request; what an address says is the same for all.
    let person = account.person
    let isForAll = password == nil && person.name == nil && person.login == nil
    let words = [account.address?.description, person.language?.tag].map { $0 ?? "" }
    let name = "\(signer?.generation ?? 0) \(words.joined(separator: " "))\(options)"
    return .later(
      SlowAnswer(
        .signatures, isForAll ? key("address", name) : nil, route.name, account.domain.ascii,
        make: make))
  }

  /// A name for what is made from the settings of this handler.
  func key(_ kind: String, _ name: String) -> String {
    "\(kind) \(ObjectIdentifier(self)) \(name)"
  }

  private func sent(_ bytes: [UInt8], _ account: AccountSettings, _ route: Route) -> Response {
    let delivery = Delivery(route, MobileConfig(), account.domain, isForAddress: true)
    var response = delivery.response(bytes, account.domain)
    response.format = MobileConfig().name
    return response
  }

  /// Nothing is sent rather than something that a device would not trust.
  static func unavailable(_ route: Route, _ account: AccountSettings) -> Response {
    var response = Response.text(
      503, route.name, "The profile cannot be made now. Ask again later.", [("Retry-After", "60")])
    response.domain = account.domain.ascii
    return response
  }

  struct Refusal: Error {
    let response: Response
  }

  /// What is chosen for a profile by the options that take words; `value` gives the text of one,
  /// percent-encoded.
  static func profileOptions(
    _ value: (String) -> Substring?, _ route: Route
  ) -> Result<RenderOptions, Refusal> {
    var options = RenderOptions()
    for option in MobileConfig().options where !option.values.isEmpty {
      guard let encoded = value(option.name) else { continue }
      guard let text = encoded.percentDecoded, let chosen = try? option.parse(text) else {
        let accepted = option.values.joined(separator: ", ")
        let number = option.isList ? "one or more of \(accepted), separated by commas" : accepted
        let response = Response.text(400, route.name, "'\(option.name)' takes \(number).")
        return .failure(Refusal(response: response))
      }
      // In one order, so that the same profile is not kept under many names.
      let ordered = option.values.filter(chosen.contains)
      guard ordered != option.defaults else { continue }
      guard (try? options.choose(option, ordered.joined(separator: ","))) != nil else {
        return .failure(Refusal(response: notFound(route.name)))
      }
    }
    return .success(options)
  }
}
