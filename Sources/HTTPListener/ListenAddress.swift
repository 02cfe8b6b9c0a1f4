// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a server listens.
public enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// `127.0.0.1:8080` or `[::1]:8080`.
  case ip(host: String, port: UInt16)
  /// `unix:PATH`.
  case unix(String)

  /// Reads an address as it is typed.
  public init(_ text: String) throws(ListenerError) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst(5))
      guard !path.isEmpty, path.utf8.count < 100, !path.utf8.contains(0) else {
        throw ListenerError("'\(text)' has no usable path: 1 to 99 bytes")
      }
      self = .unix(path)
      return
    }
    guard let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...])
    else { throw Self.malformed(text) }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
      guard host.contains(":") else { throw Self.malformed(text) }
    } else if host.contains(":") {
      throw Self.malformed(text)
    }
    if host == "localhost" { host = "127.0.0.1" }
    guard ClientAddress(host) != nil else { throw Self.malformed(text) }
    self = .ip(host: host, port: port)
  }

  private static func malformed(_ text: String) -> ListenerError {
    ListenerError(
      "'\(text)' is no address to listen on; write 127.0.0.1:8080, [::]:8080 or unix:PATH")
  }

  /// The address as it is typed.
  public var description: String {
    switch self {
    case .ip(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}

/// Listening sockets: new ones, and those that a service manager passes on.
public enum ListenSocket {
  /// A socket that listens; the caller closes it.
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
    return try listening(descriptor, bind(descriptor, address), backlog, "unix:\(path)")
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
    #if canImport(Glibc)
      withSocketAddress(address) { Glibc.bind(descriptor, $0, $1) }
    #elseif canImport(Musl)
      withSocketAddress(address) { Musl.bind(descriptor, $0, $1) }
    #else
      withSocketAddress(address) { Darwin.bind(descriptor, $0, $1) }
    #endif
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

/// The operating system's words for an error number.
func systemMessage(_ number: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
  return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
