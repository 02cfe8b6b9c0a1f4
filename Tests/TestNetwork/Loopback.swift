// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Sockets and threads for test servers.
package enum Loopback {
  struct Unavailable: Error {}

  /// A socket on 127.0.0.1, listening where it is one for streams.
  #if os(macOS)
    typealias Kind = Int32
  #else
    typealias Kind = __socket_type
  #endif

  static func listen(_ kind: Kind, port: UInt16 = 0) throws -> (descriptor: Int32, port: UInt16) {
    #if os(macOS)
      let descriptor = socket(AF_INET, kind, 0)
    #else
      let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
        let status = bind(descriptor, address, size)
        getsockname(descriptor, address, &size)
        return status
      }
    }
    guard status == 0 else { throw Unavailable() }
    if kind == SOCK_STREAM { Foundation.listen(descriptor, 128) }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  /// A port that nobody has at this moment.
  package static func freePort() throws -> UInt16 {
    let (socket, port) = try listen(SOCK_STREAM)
    close(socket)
    return port
  }

  /// Starts a program that hears signals: the threads of tests have most of them blocked, and
  /// programs inherit that.
  package static func start(_ process: Process) throws {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
  }

  /// True where somebody listens.
  package static func answers(_ port: UInt16) -> Bool {
    #if os(macOS)
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  static func thread(_ work: @escaping @Sendable () -> Void) {
    let thread = Thread(block: work)
    thread.stackSize = 524_288
    thread.start()
  }

  /// So many bytes, or nil at the end.
  static func read(_ descriptor: Int32, _ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var chunk = [UInt8](repeating: 0, count: count - bytes.count)
      let got = Foundation.read(descriptor, &chunk, chunk.count)
      guard got > 0 else { return nil }
      bytes += chunk.prefix(got)
    }
    return bytes
  }
}
