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
  let rights: ListenSocket.Rights
  let hstsSeconds: Int?
  let challenges: ChallengeFolder?

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
    hstsSeconds = request.hstsSeconds
    challenges = request.acmeWebroot.map { ChallengeFolder(folder: $0) }
    var rights = ListenSocket.Rights()
    rights.mode = request.socketMode
    if let name = request.socketGroup {
      guard let group = Self.number(ofGroup: name) else {
        throw ListenerError("there is no group '\(name)' on this machine")
      }
      rights.group = group
    }
    self.rights = rights
    // One processor is left to the kernel's part of the work, the proxy and reloads: measured with
    // two, a single thread answers with less processor time a request than two do.
    threads = request.threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1)
  }
}

extension ServeConfiguration {
  /// The number of a group, by its name or as it is.
  private static func number(ofGroup name: String) -> UInt32? {
    if let number = UInt32(name) { return number }
    var entry = group()
    var found: UnsafeMutablePointer<group>?
    var buffer = [CChar](repeating: 0, count: 65_536)
    guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
      return nil
    }
    return UInt32(entry.gr_gid)
  }
}
