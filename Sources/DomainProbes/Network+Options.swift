// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings

extension Network {
  /// The network as the options have it; throws what is wrong with them.
  package init(_ options: NetworkOptions) throws(InvalidValue) {
    var connections: [ConnectTo] = []
    for text in options.connectTo {
      guard let connection = ConnectTo(text) else {
        throw InvalidValue(
          "\(text.quoted) is not a value of --connect-to",
          fix: "write HOST:PORT:ADDRESS:PORT with an IP address, where the first two may be empty:"
            + " :443:192.0.2.1:8443, mail.example.ch::[2001:db8::1]:993")
      }
      connections.append(connection)
    }
    let made = Network(
      resolver: options.resolver, milliseconds: options.milliseconds,
      authorities: options.authorities, connectTo: connections, patience: options.patience,
      elsewhere: options.resolver == nil ? .nobody : .system)
    guard var network = made else {
      throw InvalidValue(
        "\((options.resolver ?? "").quoted) is no resolver",
        fix: "write a host and a port, such as 192.0.2.53:53")
    }
    network.refusesPrivateRedirects = options.refusesPrivateRedirects
    self = network
  }
}
