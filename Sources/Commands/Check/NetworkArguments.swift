// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import DomainCheck
import MailSettings
import System

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
    if let path = arguments[.authorities], FileKind(path) == .missing {
      throw Failure(
        .noSuchFile, "\(CommandOption.authorities.flag): \(path.quotedPath) does not exist")
    }
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
