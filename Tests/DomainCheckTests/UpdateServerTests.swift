// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import DomainProbes
import Foundation
import MailSettings
import TestNetwork
import Testing

/// Knot DNS with zones of a test, which takes updates of nsupdate.
final class UpdateServer: @unchecked Sendable {
  private let process = Process()
  private let folder: URL
  private let port: Int
  /// `127.0.0.1:PORT`.
  let address: String

  static let programs = (
    server: program(["/usr/sbin/knotd", "/usr/local/sbin/knotd", "/opt/homebrew/sbin/knotd"]),
    client: program(["/usr/bin/nsupdate", "/usr/local/bin/nsupdate", "/opt/homebrew/bin/nsupdate"])
  )

  static var isInstalled: Bool { programs.server != nil && programs.client != nil }

  private static func program(_ paths: [String]) -> String? {
    paths.first(where: FileManager.default.isExecutableFile)
  }

  /// A name server of zones, each a zone file by its name; `.` has everything else.
  init(_ zones: [String: String]) throws {
    let program: String = try #require(Self.programs.server)
    let port = try Loopback.freePort()
    self.port = Int(port)
    address = "127.0.0.1:\(port)"
    folder = FileManager.default.temporaryDirectory.appending(path: "knot-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var settings = """
      server:
          rundir: "\(folder.path)"
          listen: 127.0.0.1@\(port)
      database:
          storage: "\(folder.path)"
      acl:
        - id: all
          address: 127.0.0.1
          action: update
      template:
        - id: default
          storage: "\(folder.path)"
          acl: all
          semantic-checks: off
          journal-content: none
          zonefile-load: whole
      zone:

      """
    for (index, (name, text)) in zones.sorted(by: { $0.key < $1.key }).enumerated() {
      let file = "\(index).zone"
      try Data(text.utf8).write(to: folder.appending(path: file))
      settings += "  - domain: \"\(name)\"\n    file: \"\(file)\"\n"
    }
    let file = folder.appending(path: "knot.conf")
    try Data(settings.utf8).write(to: file)
    process.executableURL = URL(filePath: program)
    process.arguments = ["-c", file.path]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try Loopback.start(process)
    for _ in 0..<500 where !Loopback.answers(port) { usleep(20_000) }
  }

  /// What nsupdate says to some commands; empty where all is done.
  func update(_ commands: String) throws -> String {
    let program: String = try #require(Self.programs.client)
    let client = Process()
    client.executableURL = URL(filePath: program)
    let (input, output) = (Pipe(), Pipe())
    client.standardInput = input
    client.standardOutput = output
    client.standardError = output
    try Loopback.start(client)
    input.fileHandleForWriting.write(Data("server 127.0.0.1 \(port)\n\(commands)".utf8))
    try input.fileHandleForWriting.close()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    client.waitUntilExit()
    return String(decoding: said, as: UTF8.self)
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }
}

/// Look-ups over the network, everything else on paper.
private struct ServedWorld: World {
  let network: Network
  let paper: PaperWorld

  func ask(_ question: Question) async -> Answer { await network.ask(question) }
  func fetch(_ request: WebRequest) async -> WebAnswer { await paper.fetch(request) }
  func probe(_ request: ServerProbe) async -> ServerAnswer { await paper.probe(request) }
  func publicKey(_ bytes: [UInt8]) -> PublicKey? { paper.publicKey(bytes) }
  func certificate(_ pem: [UInt8]) -> CertificateFacts? { paper.certificate(pem) }
  var now: Int { paper.now }
}

/// What `--nsupdate` prints for wrong records, done by nsupdate to a name server of the world.
@Suite(
  .serialized,
  .enabled(
    if: UpdateServer.isInstalled, "Knot or nsupdate is not installed (Debian: knot, bind9-dnsutils)"
  )
)
struct UpdateServerTests {
  @Test func everyPrintedFixMends() async throws {
    let rows = RecordCase.all
    var zones: [String: String] = [:]
    var names: Set<String> = []
    for row in rows { names.formUnion(Self.zones(of: row.world.zone)) }
    var root = ". 3600 IN SOA a. b. 1 3600 600 86400 300\n. 3600 IN NS a.\n"
    for row in rows {
      let own = Self.zones(of: row.world.zone)
      for name in own {
        zones[name] =
          row.world.zone.zoneFile(of: name, without: names) + "\(name). 3600 IN NS ns.invalid.\n"
      }
      root += row.world.zone.zoneFile(of: "", without: names)
    }
    zones["."] = root
    let server = try UpdateServer(zones)
    var tried = 0
    for row in rows {
      let before = try await check(row, server)
      guard before.items.contains(where: { !$0.edits.isEmpty }) else { continue }
      let update = UpdateWriter.text(before)
      guard update.hasSuffix("send\n") else { continue }
      tried += 1
      let said = try server.update(update)
      #expect(said == "", "\(update)\(said)")
      let after = try await check(row, server)
      for item in before.items {
        let isOwn = item.edits.contains { $0.name.hasSuffix(row.domain) }
        #expect(
          !isOwn
            || !after.items.contains { $0.place == item.place && $0.message == item.message },
          "\(row): \(update)\(after.items)")
      }
    }
    #expect(tried > 45, "\(tried)")
  }

  private static func zones(of zone: PaperZone) -> [String] {
    zone.records.filter { $0.value.contains { $0.type == "SOA" } }.map(\.key)
  }

  private func check(_ row: RecordCase, _ server: UpdateServer) async throws -> CheckReport {
    let network = Network(resolver: server.address, milliseconds: 600_000, patience: 12)
    var plan = CheckPlan(
      domain: try DomainName(row.domain), address: try MailAddress("anna@\(row.domain)"),
      settings: nil, areas: [row.area])
    plan.selectors = row.selectors
    let world = ServedWorld(network: try #require(network), paper: row.world)
    return await DomainChecker(plan, Inquiry(world)).run()
  }
}
