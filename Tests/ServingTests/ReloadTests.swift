// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import HTTPListener
import ProfileServer
import SettingsFile
import System
import Testing

@testable import Serving

@Suite struct ReloadTests {
  private let file = FileManager.default.temporaryDirectory
    .appendingPathComponent("mkprofile-watch-\(UUID().uuidString)")

  private func write(_ text: String) throws {
    try text.write(to: file, atomically: false, encoding: .utf8)
  }

  /// Looks until a change is reported; a report needs two looks that agree.
  private func isNoticed(_ watcher: inout SettingsWatcher) -> Bool {
    watcher.hasChanged() || watcher.hasChanged()
  }

  @Test func noticesEachChangeOfTheSameSize() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    try write("1")
    usleep(50_000)
    var watcher = SettingsWatcher([file.path], readAfter: Clock.wall)
    #expect(!isNoticed(&watcher))
    for text in ["2", "3"] {
      usleep(50_000)
      try write(text)
      #expect(isNoticed(&watcher))
      usleep(50_000)
      watcher = SettingsWatcher([file.path], readAfter: Clock.wall)
      #expect(!isNoticed(&watcher))
    }
    try FileManager.default.removeItem(at: file)
    #expect(isNoticed(&watcher))
  }

  @Test func whatChangedWhileItWasReadIsReadAgain() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    try write("1")
    usleep(50_000)
    let known = SettingsWatcher.marks([file.path])
    let start = Clock.wall
    try write("2")
    var unknown = SettingsWatcher([file.path], readAfter: start)
    #expect(isNoticed(&unknown))
    var watcher = SettingsWatcher([file.path], readAfter: start, known: known)
    #expect(isNoticed(&watcher))
  }

  @Test func fileThatIsStillWrittenIsLeftAlone() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    try write("1")
    usleep(50_000)
    var watcher = SettingsWatcher([file.path], readAfter: Clock.wall)
    for text in ["12", "123", "1234"] {
      try write(text)
      let isReported = watcher.hasChanged()
      #expect(!isReported)
    }
    let isReported = watcher.hasChanged()
    #expect(isReported)
  }

  @Test func oldHandlersAreFreed() throws {
    let bytes = Array(ServerProcess.settings.utf8)
    let catalog = try SettingsLoader.read(bytes, name: "x.yaml").catalog
    let current = CurrentHandler(catalog, ServerLimits())
    for _ in 0..<3 { current.replace(by: catalog) }
    #expect(current.retiredCount == 3)
    current.freeRetired()
    #expect(current.retiredCount == 0)
    #expect(current.answer(Request("GET", "/nothing")).response.status == 404)
  }

  @Test func everyLimitIsSetByOneOption() {
    let names = Set(ServeLimit.all.map(\.name))
    let paths = Set(ServeLimit.all.map { $0.limit as WritableKeyPath<ServerLimits, Int> })
    // What is remembered of clients is bounded, and nobody needs another bound.
    let fields = Mirror(reflecting: ServerLimits()).children.count - 1
    #expect(names.count == fields && paths.count == fields)
  }

  @Test func readinessFollowsTheServer() {
    let readiness = Readiness()
    let admin = AdminService(readiness: readiness, isServed: { _ in false }) { "x 1\n" }
    func status(_ target: String, _ method: String = "GET") -> Int {
      admin.respond(to: Request(method, target)).status
    }
    #expect(status("/readyz") == 503)
    readiness.state = .ready
    #expect(status("/readyz?x") == 200)
    readiness.state = .draining
    #expect(status("/readyz") == 503)
    #expect(status("/healthz") == 200)
    #expect(status("/metrics") == 200)
    #expect(status("/metrics", "POST") == 405)
    #expect(status("/") == 404)
  }

  @Test func serviceManagerIsTold() throws {
    let path = "/tmp/mkprofile-notify-\(UUID().uuidString.prefix(8))"
    defer { unlink(path) }
    #if os(Linux)
      let receiver = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    #else
      let receiver = socket(AF_UNIX, SOCK_DGRAM, 0)
    #endif
    defer { close(receiver) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(receiver, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    let manager = ServiceManager { $0 == "NOTIFY_SOCKET" ? path : nil }
    for (event, text) in [
      (ServiceManager.Event.ready, "READY=1"), (.reloading, "RELOADING=1\nMONOTONIC_USEC="),
      (.stopping, "STOPPING=1"),
    ] {
      manager.tell(event)
      var buffer = [UInt8](repeating: 0, count: 100)
      let count = recv(receiver, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).hasPrefix(text))
    }
    ServiceManager { _ in nil }.tell(.ready)
    ServiceManager { _ in "/nowhere/at/all" }.tell(.ready)
  }
}
