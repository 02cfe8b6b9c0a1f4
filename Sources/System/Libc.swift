// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

// The only place that knows which C library there is: whoever imports `System` has it.
@_exported import CSystem

#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Musl)
  @_exported import Musl
#else
  @_exported import Darwin
#endif

/// Calls of the operating system, for places where a method has the same name, or where the C
/// libraries spell an argument differently.
package enum SystemCall {
  /// `open(2)`; the descriptor is closed in programs that this one becomes.
  package static func open(_ path: String, _ flags: Int32, _ mode: mode_t = 0o644) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(path, flags | O_CLOEXEC, mode)
    #elseif canImport(Musl)
      Musl.open(path, flags | O_CLOEXEC, mode)
    #else
      Darwin.open(path, flags | O_CLOEXEC, mode)
    #endif
  }

  /// `read(2)`.
  package static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }

  /// `write(2)`.
  package static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  /// `close(2)`; its result is of no use where nothing was written.
  @discardableResult
  package static func close(_ descriptor: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.close(descriptor)
    #elseif canImport(Musl)
      Musl.close(descriptor)
    #else
      Darwin.close(descriptor)
    #endif
  }

  /// `connect(2)`.
  package static func connect(
    _ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ size: socklen_t
  ) -> Int32 {
    #if canImport(Glibc)
      Glibc.connect(descriptor, address, size)
    #elseif canImport(Musl)
      Musl.connect(descriptor, address, size)
    #else
      Darwin.connect(descriptor, address, size)
    #endif
  }

  /// `bind(2)`.
  package static func bind(
    _ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ size: socklen_t
  ) -> Int32 {
    #if canImport(Glibc)
      Glibc.bind(descriptor, address, size)
    #elseif canImport(Musl)
      Musl.bind(descriptor, address, size)
    #else
      Darwin.bind(descriptor, address, size)
    #endif
  }

  /// What `socket(2)` and `getaddrinfo(3)` call a stream.
  package static var stream: Int32 {
    #if canImport(Darwin)
      SOCK_STREAM
    #else
      Int32(SOCK_STREAM.rawValue)
    #endif
  }

  #if canImport(Glibc)
    /// A limit of `getrlimit(2)`, as that function takes it.
    package typealias Limit = __rlimit_resource_t
    /// The number of open descriptors.
    package static var descriptorLimit: Limit { Limit(RLIMIT_NOFILE.rawValue) }
    /// Bytes of address space.
    package static var memoryLimit: Limit { Limit(RLIMIT_AS.rawValue) }
    /// Seconds of processor time.
    package static var timeLimit: Limit { Limit(RLIMIT_CPU.rawValue) }
    /// Bytes of a file with the memory of a process that failed.
    package static var coreLimit: Limit { Limit(RLIMIT_CORE.rawValue) }
  #else
    /// A limit of `getrlimit(2)`, as that function takes it.
    package typealias Limit = Int32
    /// The number of open descriptors.
    package static var descriptorLimit: Limit { RLIMIT_NOFILE }
    /// Bytes of address space.
    package static var memoryLimit: Limit { RLIMIT_AS }
    /// Seconds of processor time.
    package static var timeLimit: Limit { RLIMIT_CPU }
    /// Bytes of a file with the memory of a process that failed.
    package static var coreLimit: Limit { RLIMIT_CORE }
  #endif
}
