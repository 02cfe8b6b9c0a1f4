// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// NSD with zones of a test: what is asked is answered by a name server of the world.
package final class TestNameServer: @unchecked Sendable {
  private let process = Process()
  private let folder: URL
  /// `127.0.0.1:PORT`.
  package let address: String

  /// The program; nil where it is not installed.
  package static let program = ["/usr/sbin/nsd", "/usr/local/sbin/nsd", "/opt/homebrew/sbin/nsd"]
    .first(where: FileManager.default.isExecutableFile)

  /// A name server of zones, each a zone file by its name.
  package init(_ zones: [String: String]) throws {
    guard let program = Self.program else { throw Loopback.Unavailable() }
    let (socket, port) = try Loopback.listen(SOCK_STREAM)
    close(socket)
    address = "127.0.0.1:\(port)"
    folder = FileManager.default.temporaryDirectory.appending(path: "nsd-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var settings = """
      server:
        ip-address: 127.0.0.1@\(port)
        username: ""
        chroot: ""
        database: ""
        server-count: 1
        zonesdir: "\(folder.path)"
        pidfile: "\(folder.path)/pid"
        xfrdfile: "\(folder.path)/xfrd"
        xfrdir: "\(folder.path)"
        zonelistfile: "\(folder.path)/list"
      remote-control:
        control-enable: no

      """
    for (name, text) in zones {
      try Data(text.utf8).write(to: folder.appending(path: name))
      settings += "zone:\n  name: \"\(name)\"\n  zonefile: \"\(name)\"\n"
    }
    let file = folder.appending(path: "nsd.conf")
    try Data(settings.utf8).write(to: file)
    process.executableURL = URL(filePath: program)
    process.arguments = ["-d", "-c", file.path]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try Loopback.start(process)
    for _ in 0..<500 where !Loopback.answers(port) { usleep(20_000) }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }
}
