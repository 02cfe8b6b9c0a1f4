// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import System

/// What systemd tells the server and what it wants to hear (sd_notify(3), sd_listen_fds(3)).
struct ServiceManager {
  enum Event {
    case ready, reloading, stopping

    fileprivate var message: String {
      switch self {
      case .ready: "READY=1"
      // The time lets systemd tell this reload from an earlier one (Type=notify-reload).
      case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(Clock.monotonic)"
      case .stopping: "STOPPING=1"
      }
    }
  }

  /// The variables of socket activation.
  let listen: [String: String]
  /// Where messages go: a path, or a name after `@` in Linux's abstract name space.
  private let socketName: String?

  /// Looks names up in the environment.
  init(_ variable: (String) -> String? = { getenv($0).map { String(cString: $0) } }) {
    var values: [String: String] = [:]
    for name in ["LISTEN_PID", "LISTEN_FDS"] { values[name] = variable(name) }
    listen = values
    socketName = variable("NOTIFY_SOCKET")
  }

  /// Tells the service manager, where there is one; nothing depends on whether it listens.
  func tell(_ event: Event) {
    guard let name = socketName, name.hasPrefix("/") || name.hasPrefix("@") else { return }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    if name.hasPrefix("@") { bytes[0] = 0 }
    let size = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count < size else { return }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    #if os(Linux)
      let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_DGRAM, 0)
    #endif
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size - size + bytes.count)
    let message = Array(event.message.utf8)
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = sendto(descriptor, message, message.count, 0, $0, length)
      }
    }
  }
}
