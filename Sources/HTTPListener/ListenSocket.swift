// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import System

/// Listening sockets: new ones, and those that a service manager passes on.
package enum ListenSocket {
  /// Who may connect to the file of a Unix socket.
  package struct Rights: Sendable, Hashable {
    /// As for chmod(2).
    package var mode: UInt32 = 0o660
    /// A group by its number; nil for that of the process.
    package var group: UInt32?

    /// The owner and the group of this process.
    package init() {}
  }

  /// A socket that listens; the caller closes it, and removes the file of a Unix socket. One for
  /// every address of the machine takes IPv4 as well, unless one of `others` has the port there.
  package static func open(
    _ address: ListenAddress, backlog: Int32, rights: Rights = Rights(),
    others: [ListenAddress] = []
  ) throws(ListenerError) -> Int32 {
    switch address {
    case .unix(let path): return try openUnix(path, backlog, rights)
    case .ip(let host, let port):
      let name = String(describing: address)
      guard address.isAny else { return try openIP(host, port, backlog, name) }
      let isAlone = !address.sharesPort(with: others)
      do throws(ListenerError) {
        return try openIP(host, port, backlog, name, takesIPv4: isAlone)
      } catch {
        // A machine without IPv6 (RFC 4291 is an option of kernels and containers).
        guard isAlone, [EAFNOSUPPORT, EADDRNOTAVAIL].contains(error.number) else { throw error }
        return try openIP("0.0.0.0", port, backlog, name)
      }
    }
  }

  /// The sockets of systemd's protocol (sd_listen_fds): numbers from 3 on, for this process only.
  package static func inherited(_ environment: [String: String]) -> [Int32] {
    guard let process = environment["LISTEN_PID"], Int32(process) == getpid(),
      let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), (1...64).contains(count)
    else { return [] }
    let sockets = Array(3..<(3 + count))
    for socket in sockets { _ = fcntl(socket, F_SETFD, FD_CLOEXEC) }
    return sockets
  }

  /// True for a Unix socket, whose other end is a proxy on this machine.
  package static func isUnix(_ socket: Int32) -> Bool {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(socket, $0, &length)
      }
    }
    return result == 0 && Int32(address.ss_family) == AF_UNIX
  }

  /// Refuses what is no listening socket, and lets several threads wait on it.
  static func prepare(_ socket: Int32) throws(ListenerError) {
    var listens: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    let result = getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length)
    guard result == 0 else {
      throw ListenerError("descriptor \(socket) is no socket", errno: errno)
    }
    guard listens != 0 else {
      throw ListenerError("descriptor \(socket) is a socket that does not listen")
    }
    // Threads that wake up together must not wait for a connection that another one took.
    _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
  }

  private static func openIP(
    _ host: String, _ port: UInt16, _ backlog: Int32, _ name: String, takesIPv4: Bool = false
  ) throws(ListenerError) -> Int32 {
    let isIPv6 = host.contains(":")
    let descriptor = try make(isIPv6 ? AF_INET6 : AF_INET)
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    // Several servers of one user share a port: the system gives each its part of the connections.
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, socklen_t(MemoryLayout<Int32>.size))
    let result: Int32
    if isIPv6 {
      // Both ways are said, since the system's own one differs (RFC 3493 section 5.3).
      var isOnlyIPv6: Int32 = takesIPv4 ? 0 : 1
      setsockopt(
        descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &isOnlyIPv6,
        socklen_t(MemoryLayout<Int32>.size))
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      inet_pton(AF_INET6, host, &address.sin6_addr)
      result = bind(descriptor, address)
    } else {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      inet_pton(AF_INET, host, &address.sin_addr)
      result = bind(descriptor, address)
    }
    return try listening(descriptor, result, backlog, name, port: port)
  }

  private static func openUnix(
    _ path: String, _ backlog: Int32, _ rights: Rights
  ) throws(ListenerError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(99)) }
    removeStale(path, address)
    let descriptor = try make(AF_UNIX)
    let bound = bind(descriptor, address)
    // Nobody can connect before `listen`, so that the rights hold from the first moment.
    if bound == 0, let group = rights.group, chown(path, uid_t.max, gid_t(group)) != 0 {
      let error = ListenerError(
        "cannot give unix:\(path) to the group \(group)", errno: errno,
        fix: "let the user of the server be a member of the group (usermod -aG)")
      close(descriptor)
      unlink(path)
      throw error
    }
    if bound == 0 { chmod(path, mode_t(rights.mode)) }
    return try listening(descriptor, bound, backlog, "unix:\(path)")
  }

  /// A socket file that nobody listens on any more is in the way of a new one.
  private static func removeStale(_ path: String, _ address: sockaddr_un) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK,
      let probe = try? make(AF_UNIX)
    else { return }
    defer { close(probe) }
    let refused = withSocketAddress(address) { connect(probe, $0, $1) } != 0
    if refused, errno == ECONNREFUSED { unlink(path) }
  }

  private static func make(_ family: Int32) throws(ListenerError) -> Int32 {
    #if os(Linux)
      let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #else
      let descriptor = socket(family, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw ListenerError("cannot make a socket", errno: errno) }
    return descriptor
  }

  private static func bind<Address>(_ descriptor: Int32, _ address: Address) -> Int32 {
    withSocketAddress(address) { SystemCall.bind(descriptor, $0, $1) }
  }

  private static func withSocketAddress<Address>(
    _ address: Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<Address>.size))
      }
    }
  }

  private static func listening(
    _ descriptor: Int32, _ bound: Int32, _ backlog: Int32, _ name: String, port: UInt16? = nil
  ) throws(ListenerError) -> Int32 {
    guard bound == 0, listen(descriptor, backlog) == 0 else {
      let number = errno
      close(descriptor)
      throw ListenerError("cannot listen on \(name)", errno: number, fix: fix(number, port))
    }
    return descriptor
  }

  private static func fix(_ number: Int32, _ port: UInt16?) -> String? {
    guard let port else { return nil }
    if number == EADDRINUSE {
      return "another program has the port; on Linux, ss -ltnp 'sport = :\(port)' names it"
    }
    guard [EACCES, EPERM].contains(number), port < 1_024 else { return nil }
    return "ports below 1024 need a right: let systemd pass the socket (mkprofile deploy"
      + " systemd-socket), give the unit AmbientCapabilities=CAP_NET_BIND_SERVICE, or listen on a"
      + " higher port behind a proxy (mkprofile deploy nginx)"
  }
}
