// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Commands
import DomainProbes
import MailSettings
import System

/// Documents of URLs and of domains, over the real network.
package enum LiveLookup {
  /// What `mkprofile-check` brings to `import` and `diff`.
  package static let source = LiveSource(
    fetch: { url, options in
      get(options) { network in await WebImport.document(at: url, network) }
    },
    lookUp: { domain, importing, options in
      get(options) { network in await DomainImport.settings(of: domain, importing, network) }
    })

  private static func get<Value: Sendable>(
    _ options: NetworkOptions,
    _ work: @escaping @Sendable (Network) async -> Result<Value, LiveProblem>
  ) -> Result<Value, LiveProblem> {
    let network: Network
    do throws(InvalidValue) { network = try Network(options) } catch {
      return .failure(.usage(error.message, fix: error.fix))
    }
    return OwnThread.wait { await work(network) }
  }
}

extension Network {
  /// The network as the options have it; throws what is wrong with them.
  package init(_ options: NetworkOptions) throws(InvalidValue) {
    var connections: [ConnectTo] = []
    for text in options.connectTo {
      guard let connection = ConnectTo(text) else {
        throw InvalidValue(
          "\(text.quoted) is not a value of --connect-to",
          fix: "write HOST:PORT:ADDRESS:PORT, where the first two may be empty")
      }
      connections.append(connection)
    }
    let network = Network(
      resolver: options.resolver, milliseconds: options.milliseconds,
      authorities: options.authorities, connectTo: connections, patience: options.patience)
    guard let network else {
      throw InvalidValue(
        "\((options.resolver ?? "").quoted) is no resolver",
        fix: "write a host and a port, such as 192.0.2.53:53")
    }
    self = network
  }
}
