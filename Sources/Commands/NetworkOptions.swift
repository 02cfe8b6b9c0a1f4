// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// How the network is asked, where a command asks it at all.
package struct NetworkOptions: Sendable, Equatable {
  /// `HOST:PORT` of a resolver; nil for the system's.
  package var resolver: String?
  /// Milliseconds for all of it.
  package var milliseconds = 20_000
  /// A file of authorities in PEM instead of the system's.
  package var authorities: String?
  /// Connections that go elsewhere, as `HOST:PORT:ADDRESS:PORT`.
  package var connectTo: [String] = []
  /// How many times as long as a client each answer is waited for.
  package var patience = 1

  /// The system's resolver and authorities, and 20 seconds.
  package init() {}
}

extension CommandOption {
  /// The options that say how the network is asked.
  static let network = [resolver, timeout, connectTo, authorities]
}

extension Invocation {
  /// What was said about the network.
  func networkOptions() throws(Failure) -> NetworkOptions {
    var options = NetworkOptions()
    options.resolver = arguments[.resolver]
    if let seconds = try seconds(.timeout, in: 1...600) { options.milliseconds = seconds * 1_000 }
    options.authorities = arguments[.authorities]
    options.connectTo = arguments.all(.connectTo)
    return options
  }

  /// A number of seconds; nil where the option was not given.
  func seconds(_ option: CommandOption, in range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let text = arguments[option] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw .usage(
        "\(text.quoted) is not a value of \(option.flag)",
        fix: "it takes \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
