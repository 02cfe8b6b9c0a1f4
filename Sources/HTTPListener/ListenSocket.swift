// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Listening sockets: new ones, and those that a service manager passes on.
public enum ListenSocket {
  /// A socket that listens; the caller closes it, and removes the file of a Unix socket, which
  /// the owner and the group of this process may use.
  public static func open(_ address: ListenAddress, backlog: Int32) throws(ListenerError) -> Int32 {
    switch address {
    case .unix(let path): try openUnix(path, backlog)
    case .ip(let host, let port): try openIP(host, port, backlog, String(describing: address))
    }
  }

  /// The sockets of systemd's protocol (sd_listen_fds): numbers from 3 on, for this process only.
  public static func inherited(_ environment: [String: String]) -> [Int32] {
    guard let process = environment["LISTEN_PID"], Int32(process) == getpid(),
      let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), (1...64).contains(count)
    else { return [] }
    let sockets = Array(3..<(3 + count))
    for socket in sockets { _ = fcntl(socket, F_SETFD, FD_CLOEXEC) }
    return sockets
  }

  /// True for a Unix socket, whose other end is a proxy on this machine.
  public static func isUnix(_ socket: Int32) -> Bool {
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

  /// Lets this process have as many open connections, as far as the system allows; gives the
  /// number that it may have.
  public static func reserveDescriptors(_ connections: Int) -> Int {
    let others = 64
    var limit = rlimit()
    guard getrlimit(SystemCall.descriptorLimit, &limit) == 0 else { return connections }
    let wanted = rlim_t(clamping: connections + others)
    if limit.rlim_cur < wanted {
      limit.rlim_cur = min(wanted, limit.rlim_max)
      setrlimit(SystemCall.descriptorLimit, &limit)
    }
    return min(connections, max(1, Int(clamping: limit.rlim_cur) - others))
  }

  private static func openIP(
    _ host: String, _ port: UInt16, _ backlog: Int32, _ name: String
  ) throws(ListenerError) -> Int32 {
    let isIPv6 = host.contains(":")
    let descriptor = try make(isIPv6 ? AF_INET6 : AF_INET)
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    let result: Int32
    if isIPv6 {
      setsockopt(
        descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, socklen_t(MemoryLayout<Int32>.size))
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
    return try listening(descriptor, result, backlog, name)
  }

  private static func openUnix(_ path: String, _ backlog: Int32) throws(ListenerError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(99)) }
    removeStale(path, address)
    let descriptor = try make(AF_UNIX)
    let bound = bind(descriptor, address)
    // Nobody can connect before `listen`, so that the mode holds from the first moment.
    if bound == 0 { chmod(path, 0o660) }
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
    _ descriptor: Int32, _ bound: Int32, _ backlog: Int32, _ name: String
  ) throws(ListenerError) -> Int32 {
    guard bound == 0, listen(descriptor, backlog) == 0 else {
      let error = ListenerError("cannot listen on \(name)", errno: errno)
      close(descriptor)
      throw error
    }
    return descriptor
  }
}
