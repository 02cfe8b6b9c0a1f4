// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import HTTPListener
import ProfileServer
import System

/// A request to serve, with every text turned into a value.
struct ServeConfiguration {
  let listen: [Listener]
  let adminListen: [ListenAddress]
  let trusted: TrustedProxies
  let limits: ServerLimits
  let threads: Int

  /// Throws the first thing that is wrong with the command line.
  init(_ request: ServeRequest) throws(ListenerError) {
    listen = try request.listen.map { (text) throws(ListenerError) in try Listener(text) }
    if request.certificates.isEmpty, listen.contains(where: { $0.scheme == .https }) {
      throw ListenerError("https: needs a certificate: give --tls-certificate and --tls-key")
    }
    adminListen = try request.adminListen.map { (text) throws(ListenerError) in
      try ListenAddress(text)
    }
    var trusted = TrustedProxies()
    for network in request.trustedProxies where !trusted.add(network) {
      throw ListenerError("'\(network)' is no address and no network such as 10.0.0.0/8")
    }
    self.trusted = trusted
    limits = request.limits
    // One processor is left to the kernel's part of the work, the proxy and reloads: measured with
    // two, a single thread answers with less processor time a request than two do.
    threads = request.threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1)
  }
}
