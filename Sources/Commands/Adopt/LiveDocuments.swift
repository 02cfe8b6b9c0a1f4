// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import DomainCheck
import MailSettings
import System

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
    if sources.contains(where: \.origin.isLive) { _ = try world(network) }
    return sources
  }

  /// The settings of a file, of a URL or of a domain.
  func imported(
    _ source: DocumentSource, _ options: ImportOptions
  ) throws(Failure) -> ImportResult {
    switch source.origin {
    case .standardInput, .path: return Importer.settings(from: try document(source.name), options)
    case .web(let url):
      let (document, findings) = try fetch(url, source.network)
      var result = Importer.settings(from: document, options)
      result.findings = findings + result.findings
      return result
    case .domain(let domain, let address):
      var options = options
      options.address = options.address ?? address
      let (world, importing) = (try world(source.network), options)
      return try OwnThread.wait { await DomainImport.settings(of: domain, importing, world) }
        .orFailure()
    }
  }

  /// The document of a URL.
  func fetch(_ url: WebURL, _ network: NetworkOptions) throws(Failure) -> LiveDocument {
    let world = try world(network).forDocuments
    return try OwnThread.wait { await WebImport.document(at: url, world) }.orFailure()
  }

  private func world(_ options: NetworkOptions) throws(Failure) -> any World {
    guard let network = cli.network else { throw cli.becomeProgram("mkprofile-check") }
    var options = options
    options.refusesPrivateRedirects = true
    do throws(InvalidValue) { return try network.connect(options) } catch {
      throw .usage(error.message, fix: error.fix)
    }
  }
}

extension Result where Failure == LiveProblem {
  /// What came, or the reason why the command stops.
  fileprivate func orFailure() throws(Console.Failure) -> Success {
    switch self {
    case .success(let value): return value
    case .failure(.usage(let message, let fix)): throw .usage(message, fix: fix)
    case .failure(.unreachable(let message, let fix)):
      throw Console.Failure(.unreachable, message, fix: fix)
    }
  }
}
