// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings
import Trees

/// Documents of URLs.
package enum WebImport {
  /// The document, and what mail clients would not like about how it is served.
  package static func document(
    at url: WebURL, _ world: any World
  ) async -> Result<LiveDocument, LiveProblem> {
    var request = WebRequest(url.description)
    request.headers = agent
    request.timeout = 600
    let answer = await world.fetch(request)
    let end = answer.urls.last ?? url.description
    guard answer.failure == nil, answer.isSuccess else {
      return .failure(
        .unreachable(
          "\(url.description.quoted) cannot be fetched: \(SafeText.line(answer.summary))"
            + (answer.urls.count > 1 ? ", at \(end.quoted)" : ""),
          fix: advice(answer)))
    }
    let name = SafeText.line(end)
    let source = SourceDocument(name: name, bytes: answer.body)
    return .success((source, serving(answer, as: source, askedFor: url)))
  }

  /// Who asks, for the logs of servers.
  static let agent = ["User-Agent: mkprofile-import", "Accept: */*"]

  private static func advice(_ answer: WebAnswer) -> String? {
    switch answer.failure {
    case .noAddress: "check the name"
    case .tls: "mend the certificate, or name its authority with --ca-file"
    case .timeout: "try again, or give it longer with --timeout"
    case .tooLarge: "a document of mail clients has a few kilobytes: check the URL"
    case .tooManyRedirects: "mend the redirects: they never end"
    case .refused, .other, .otherKey: nil
    case nil: "check the URL"
    }
  }

  /// A warning where an answer came without TLS on any part of its way.
  static func unprotected(_ answer: WebAnswer) -> [Finding] {
    guard let url = answer.urls.first(where: { $0.hasPrefix("http://") }) else { return [] }
    return [
      Finding(
        .warning, at: "",
        "\(SafeText.line(url)) came without TLS: anybody on the way can change it",
        fix: "serve it with https, and compare the servers with what you know")
    ]
  }

  /// How a document is served, where clients or people would mind.
  private static func serving(
    _ answer: WebAnswer, as source: SourceDocument, askedFor url: WebURL
  ) -> [Finding] {
    var findings: [Finding] = []
    func note(_ severity: Severity, _ message: String, _ fix: String? = nil) {
      let place = Place(file: source.name, line: 1, column: 1)
      findings.append(Finding(severity, at: "", message, fix: fix, place: place))
    }
    if answer.urls.count > 1 {
      note(.note, "it is fetched by \(answer.urls.count - 1) redirects from \(url)")
    }
    findings += unprotected(answer)
    guard let document = try? DocumentReader.read(source.bytes, name: source.name) else {
      return findings
    }
    let (types, client): ([String], String)
    switch document {
    case .autoconfig, .autodiscover:
      (types, client) = (["text/xml", "application/xml"], "Thunderbird")
    case .profile: (types, client) = (["application/x-apple-aspen-config"], "an iPhone")
    case .pacc, .settings, .own: return findings
    }
    if !types.contains(where: answer.contentType.hasPrefix) {
      note(
        .warning, "\(client) does not take it with the media type \(answer.contentType.quoted)",
        "serve it as \(types[0])")
    }
    return findings
  }
}
