// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A document of a URL, and what there is to say about how it is served.
package typealias LiveDocument = (document: SourceDocument, findings: [Finding])

/// What asks the network; the program of its own that has it keeps libcurl out of the others.
package struct LiveSource: Sendable {
  /// Fetches a document.
  package typealias Fetch =
    @Sendable (WebURL, NetworkOptions) -> Result<LiveDocument, LiveProblem>
  /// Makes settings from whatever a domain publishes for mail clients.
  package typealias LookUp =
    @Sendable (DomainName, ImportOptions, NetworkOptions) -> Result<ImportResult, LiveProblem>

  let fetch: Fetch
  let lookUp: LookUp

  /// What asks the network.
  package init(fetch: @escaping Fetch, lookUp: @escaping LookUp) {
    self.fetch = fetch
    self.lookUp = lookUp
  }
}

/// Why nothing came from the network.
package enum LiveProblem: Error {
  /// The command line is wrong.
  case usage(String, fix: String?)
  /// Nobody answers, or not with a document.
  case unreachable(String, fix: String?)
}

/// An operand with what it means.
struct DocumentSource {
  /// As it was typed.
  let name: String
  let origin: DocumentOrigin
  let network: NetworkOptions
}

extension Invocation {
  /// What the operands mean; where a URL has to be fetched, or a domain looked up, and this
  /// program does not do it, the one beside it goes on.
  func documents() throws(Failure) -> [DocumentSource] {
    let network = try networkOptions()
    var sources: [DocumentSource] = []
    for operand in arguments.operands {
      let origin = try DocumentOrigin(operand)
      sources.append(DocumentSource(name: operand, origin: origin, network: network))
    }
    if sources.contains(where: \.origin.isLive) { _ = try live() }
    return sources
  }

  /// The settings of a file, of a URL or of a domain.
  func imported(
    _ source: DocumentSource, _ adopter: Adopter, _ options: ImportOptions
  ) throws(Failure) -> ImportResult {
    switch source.origin {
    case .standardInput, .path: return adopter.importSettings(try document(source.name), options)
    case .web(let url):
      let (document, findings) = try fetch(url, source.network)
      let result = adopter.importSettings(document, options)
      return ImportResult(settings: result.settings, findings: findings + result.findings)
    case .domain(let domain, let address):
      var options = options
      options.address = options.address ?? address
      return try live().lookUp(domain, options, source.network).orFailure()
    }
  }

  /// The document of a URL.
  func fetch(_ url: WebURL, _ network: NetworkOptions) throws(Failure) -> LiveDocument {
    try live().fetch(url, network).orFailure()
  }

  private func live() throws(Failure) -> LiveSource {
    guard let live = cli.live else { throw cli.becomeProgram("mkprofile-check") }
    return live
  }
}

extension Result where Failure == LiveProblem {
  /// What came, or the reason why the command stops.
  fileprivate func orFailure() throws(Commands.Failure) -> Success {
    switch self {
    case .success(let value): return value
    case .failure(.usage(let message, let fix)): throw .usage(message, fix: fix)
    case .failure(.unreachable(let message, let fix)):
      throw Commands.Failure(.unreachable, message, fix: fix)
    }
  }
}
