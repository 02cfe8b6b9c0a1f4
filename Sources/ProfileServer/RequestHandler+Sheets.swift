// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile
import SetupSheets

/// What a request for a sheet asks for. An address stays out of URLs, which logs and Referers keep.
private struct SheetChoice {
  let domain: DomainName
  let options: RenderOptions
  /// Nil for the first language of the provider.
  var language: Language?
}

extension RequestHandler {
  /// The sheet for everybody at a domain, as a web page.
  func domainSheet(_ request: Request, _ route: Route) -> Response {
    let format = SheetHTML(sheets)
    do throws(SheetRefusal) {
      let choice = try choice(format, request, route)
      return domainDocument(
        format, choice.domain, request, route, options: choice.options, language: choice.language)
    } catch {
      return error.response
    }
  }

  /// The sheet for the address of a form, to print.
  func sheet(_ form: Request, _ route: Route) -> Response {
    let language = language(of: form, nil)
    guard let options = sheetOptions(SheetHTML(sheets), form, route),
      let text = form.parameter("address"), let address = try? MailAddress(text),
      let account = catalog.account(
        for: address, person: person(of: form, at: address, language)),
      let document = try? SheetHTML(sheets).render(account, options)
    else { return Self.notFound(route.name) }
    let delivery = Delivery(route, SheetHTML(), address.domain, isForAddress: true)
    var response = delivery.response(document.bytes, address.domain)
    response.format = SheetHTML().name
    return response
  }

  /// The sheet of a domain as PDF: made once, by another process while the connection waits, then
  /// kept. There is none where nothing can print.
  func printedSheet(_ request: Request, _ route: Route) -> Reply {
    guard let printer else { return .ready(Self.notFound(route.name)) }
    let format = PrintedSheet(sheets, printer: printer)
    let choice: SheetChoice
    do throws(SheetRefusal) {
      choice = try self.choice(format, request, route)
    } catch {
      return .ready(error.response)
    }
    guard catalog.match(choice.domain) != nil else { return .ready(Self.notFound(route.name)) }
    let readers = Self.readers(of: choice.language)
    let key = Self.key(format, choice.domain, choice.options, for: readers)
    if let kept = store.document(key, make: { nil }) {
      return .ready(Self.response(with: kept, of: format, choice.domain, to: request))
    }
    var slow = SlowAnswer(
      .sheets, self.key("sheet", "\(key)"), route.name, choice.domain.ascii
    ) { [self] in
      let response = domainDocument(
        format, choice.domain, request.unconditional, route, options: choice.options,
        language: choice.language)
      guard response.status == 404 else { return response }
      var refusal = Response.text(
        503, route.name, "The sheet cannot be printed now; there is one in HTML too.",
        [("Retry-After", "60")])
      refusal.domain = choice.domain.ascii
      return refusal
    }
    slow.own = { [store] response in
      guard response.status == 200, let kept = store.document(key, make: { nil }) else {
        return response
      }
      return Self.response(with: kept, of: format, choice.domain, to: request)
    }
    return .later(slow)
  }

  /// The domain by the host name, the program by the path, the language by `lang`.
  private func choice(
    _ format: some Renderer, _ request: Request, _ route: Route
  ) throws(SheetRefusal) -> SheetChoice {
    guard let domain = finder.subject(address: nil, of: request).domain,
      let options = sheetOptions(format, request, route)
    else { throw SheetRefusal(Self.notFound(route.name)) }
    var choice = SheetChoice(domain: domain, options: options)
    guard let tag = request.parameter("lang") else { return choice }
    // Only languages that there are sheets in, so that nobody can fill the memory with others.
    choice.language = sheets.languages.first { $0.tag == tag }
    guard choice.language != nil else {
      let accepted = sheets.languages.map(\.tag).joined(separator: ", ")
      throw SheetRefusal(.text(400, route.name, "'lang' takes one of \(accepted)."))
    }
    // The first language of the provider is what everybody gets who chooses none.
    let usual = catalog.account(forDomain: domain).map { setupPage.language($0.languages) }
    if choice.language == usual { choice.language = nil }
    return choice
  }

  /// The mail program in the path, and a device where one is named beside it; nil where one of
  /// them is unknown.
  private func sheetOptions(
    _ format: some Renderer, _ request: Request, _ route: Route
  ) -> RenderOptions? {
    var (options, client) = (RenderOptions(), RenderOptions())
    func choose(_ name: String, _ value: String?, _ options: inout RenderOptions) -> Bool {
      guard let value else { return true }
      guard let option = format.options.first(where: { $0.name == name }) else { return false }
      return (try? options.choose(option, value)) != nil
    }
    let device = request.parameter("device")
    guard choose("client", route.argument.map(String.init), &client),
      choose("device", device, &options)
    else { return nil }
    // The sheet of a device is the same beside every program: it is made once.
    return device == nil ? client : options
  }
}

/// The answer where there is no such sheet.
private struct SheetRefusal: Error {
  let response: Response

  init(_ response: Response) { self.response = response }
}
