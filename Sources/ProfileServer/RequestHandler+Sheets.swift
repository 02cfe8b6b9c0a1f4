// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile
import SetupSheets

/// What a request for a sheet asks for. An address stays out of URLs, which logs and Referers keep.
private struct SheetChoice {
  let domain: DomainName
  var options = RenderOptions()
  /// Nil for the first language of the provider.
  var language: Language?
}

extension RequestHandler {
  /// The set-up sheet of a domain as a web page.
  func page(_ request: Request, _ route: Route) -> Response {
    let format = SheetHTML(sheets)
    do throws(SheetRefusal) {
      let choice = try choice(format, request, route)
      return domainDocument(
        format, choice.domain, request, route, options: choice.options, language: choice.language)
    } catch {
      return error.response
    }
  }

  /// The sheet of a domain as PDF: made once, by another process while the connection waits, then
  /// kept. There is none where nothing can print.
  func printedSheet(_ request: Request, _ route: Route) -> Answer {
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
    return .later(
      SlowAnswer(route.name, choice.domain.ascii) { [self] in
        let response = domainDocument(
          format, choice.domain, request, route, options: choice.options,
          language: choice.language)
        guard response.status == 404 else { return response }
        var refusal = Response.text(
          503, route.name, "The sheet cannot be printed now; there is one in HTML too.",
          [("Retry-After", "60")])
        refusal.domain = choice.domain.ascii
        return refusal
      })
  }

  /// The domain by the host name, the program by the path, the language by `lang`.
  private func choice(
    _ format: some Renderer, _ request: Request, _ route: Route
  ) throws(SheetRefusal) -> SheetChoice {
    guard let domain = finder.subject(address: nil, of: request).domain else {
      throw SheetRefusal(Self.notFound(route.name))
    }
    var choice = SheetChoice(domain: domain)
    if let client = route.argument {
      guard let option = format.options.first(where: { $0.name == "client" }),
        (try? choice.options.choose(option, String(client))) != nil
      else { throw SheetRefusal(Self.notFound(route.name)) }
    }
    guard let tag = request.parameter("lang") else { return choice }
    // Only languages that there are sheets in, so that nobody can fill the memory with others.
    choice.language = sheets.languages.first { $0.tag == tag }
    guard choice.language != nil else {
      let accepted = sheets.languages.map(\.tag).joined(separator: ", ")
      throw SheetRefusal(.text(400, route.name, "'lang' takes one of \(accepted)."))
    }
    return choice
  }
}

/// The answer where there is no such sheet.
private struct SheetRefusal: Error {
  let response: Response

  init(_ response: Response) { self.response = response }
}
