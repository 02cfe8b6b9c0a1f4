// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import System

/// What an operand of `import`, `lint` and `diff` means.
enum DocumentOrigin: Hashable {
  /// Standard input.
  case standardInput
  /// A file or a folder, whether it is there or not.
  case path(String)
  /// Something to fetch.
  case web(WebURL)
  /// Something to look up, for an address where one was given.
  case domain(DomainName, MailAddress?)

  /// Tells what was typed: what exists is that file, `https://` and `http://` begin a URL, and
  /// an address or a name with a dot is a domain, unless it has a slash or ends as files of
  /// documents do.
  init(_ text: String) throws(Failure) {
    if text == "-" {
      self = .standardInput
      return
    }
    if case .missing = FileKind(text) {
    } else {
      self = .path(text)
      return
    }
    let lower = text.lowercased()
    guard !lower.hasPrefix("https://"), !lower.hasPrefix("http://") else {
      do throws(InvalidValue) { self = .web(try WebURL(text)) } catch {
        throw .usage(error.message, fix: error.fix)
      }
      return
    }
    guard !text.contains("/"), !text.hasPrefix("."), text.contains("."),
      !Self.endings.contains(where: lower.hasSuffix), let subject = try? Subject(text)
    else {
      self = .path(text)
      return
    }
    switch subject {
    case .address(let address): self = .domain(address.domain, address)
    case .domain(let domain): self = .domain(domain, nil)
    }
  }

  /// Endings of documents and settings; none of them is a top-level domain (IANA).
  static let endings = [
    ".xml", ".yaml", ".yml", ".json", ".mobileconfig", ".plist", ".txt", ".csv", ".der", ".p7m",
    ".bin", ".html", ".bak",
  ]

  /// True where the network has to be asked.
  var isLive: Bool {
    switch self {
    case .standardInput, .path: false
    case .web, .domain: true
    }
  }
}
