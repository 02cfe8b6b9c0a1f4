// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ProfileServer
import Testing

@testable import HTTPListener

struct SocketTests {
  private let get = request("GET / HTTP/1.1")

  private func ask(_ wire: Wire) throws -> WireReply {
    wire.send(get)
    return try wire.reply()
  }

  private func temporaryPath(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "mkp-\(getpid())-\(name)").path
  }

  private func unixAddress(_ path: String) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(99)) }
    return address
  }

  @Test func anIPv6SocketAnswers() throws {
    let server = try TestServer("[::1]:0")
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = server.port.bigEndian
    inet_pton(AF_INET6, "::1", &address.sin6_addr)
    #expect(try ask(try Wire(server, family: AF_INET6, address)).lines[3] == "stranger")
  }

  private func wire(_ server: TestServer, to host: String) throws -> Wire {
    if host.contains(":") {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = server.port.bigEndian
      inet_pton(AF_INET6, host, &address.sin6_addr)
      return try Wire(server, family: AF_INET6, address)
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = server.port.bigEndian
    inet_pton(AF_INET, host, &address.sin_addr)
    return try Wire(server, family: AF_INET, address)
  }

  @Test(arguments: ["[::]:0", ":0", "*:0", "0"])
  func everyAddressIsIPv4AsWell(_ address: String) throws {
    let server = try TestServer(address)
    for host in ["::1", "127.0.0.1"] {
      #expect(try ask(try wire(server, to: host)).lines[3] == "stranger", "\(host)")
    }
  }

  /// Both on one port: the one for every address leaves IPv4 to the other, in either order.
  @Test func ipv4OnTheSamePortIsLeftToItsOwnSocket() throws {
    let four = try TestServer("0.0.0.0:0")
    let port = four.port
    let addresses = [try ListenAddress("0.0.0.0:\(port)"), try ListenAddress("[::]:\(port)")]
    let socket = try ListenSocket.open(addresses[1], backlog: 8, others: addresses)
    let six = try TestServer(socket: socket)
    #expect(try ask(try wire(six, to: "::1")).status == 200)
    #expect(try ask(try wire(four, to: "127.0.0.1")).status == 200)
  }

  /// A program that does not share its port has it for itself.
  @Test func aTakenPortGetsItsFix() throws {
    let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(other) }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    inet_pton(AF_INET, "127.0.0.1", &place.sin_addr)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        #expect(bind(other, $0, size) == 0 && listen(other, 1) == 0)
        #expect(getsockname(other, $0, &size) == 0)
      }
    }
    let port = UInt16(bigEndian: place.sin_port)
    do {
      close(try ListenSocket.open(try ListenAddress("127.0.0.1:\(port)"), backlog: 8))
      Issue.record("the port is free")
    } catch {
      #expect(error.message.hasPrefix("cannot listen on 127.0.0.1:\(port): "))
      #expect(error.fix?.contains("sport = :\(port)") == true)
    }
  }

  @Test func aUnixSocketHasTheRightsThatAreGiven() throws {
    let path = temporaryPath("rights")
    defer { unlink(path) }
    var rights = ListenSocket.Rights()
    rights.mode = 0o666
    rights.group = UInt32(getgid())
    let socket = try ListenSocket.open(.unix(path), backlog: 8, rights: rights)
    defer { close(socket) }
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & 0o777 == 0o666)
    #expect(status.st_gid == getgid())
  }

  @Test func aUnixSocketIsForTheGroupAndItsClientIsAProxy() throws {
    let path = temporaryPath("group")
    defer { unlink(path) }
    let server = try TestServer("unix:\(path)")
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & 0o777 == 0o660)
    #expect(ListenSocket.isUnix(server.socket))
    #expect(try ask(try Wire(server, family: AF_UNIX, unixAddress(path))).lines[3] == "trusted")
  }

  @Test func aStaleSocketFileMakesRoomAndAUsedOneDoesNot() throws {
    let path = temporaryPath("stale")
    defer { unlink(path) }
    close(try ListenSocket.open(.unix(path), backlog: 1))
    let server = try TestServer("unix:\(path)")
    #expect(throws: ListenerError.self) { try ListenSocket.open(.unix(path), backlog: 1) }
    #expect(try ask(try Wire(server, family: AF_UNIX, unixAddress(path))).status == 200)
  }

  @Test func aFileThatIsNoSocketStays() throws {
    let path = temporaryPath("file")
    defer { unlink(path) }
    #expect(FileManager.default.createFile(atPath: path, contents: Data("x".utf8)))
    #expect(throws: ListenerError.self) { try ListenSocket.open(.unix(path), backlog: 1) }
    #expect(FileManager.default.contents(atPath: path) == Data("x".utf8))
  }

  @Test func anInheritedSocketAnswers() throws {
    let own = try ListenSocket.open(try ListenAddress("127.0.0.1:0"), backlog: 8)
    let inherited = dup(own)
    close(own)
    let server = try TestServer(socket: inherited)
    #expect(try ask(try Wire(server)).status == 200)
  }

  @Test func onlySocketsThatListenAreTaken() throws {
    let loose = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let file = open("/dev/null", O_RDONLY)
    for descriptor in [loose, file, -1] {
      #expect(throws: ListenerError.self) { try TestServer(socket: descriptor) }
    }
  }

  @Test(
    arguments: [
      ([:], 0), (["LISTEN_PID": "1", "LISTEN_FDS": "1"], 0),
      (["LISTEN_PID": "\(getpid())", "LISTEN_FDS": "0"], 0),
      (["LISTEN_PID": "\(getpid())", "LISTEN_FDS": "x"], 0),
      (["LISTEN_PID": "\(getpid())", "LISTEN_FDS": "99999999999"], 0),
      (["LISTEN_PID": "\(getpid())"], 0), (["LISTEN_FDS": "2"], 0),
    ] as [([String: String], Int)])
  func socketsOfAnotherProcessAreNotTaken(_ environment: [String: String], _ count: Int) {
    #expect(ListenSocket.inherited(environment).count == count)
  }

  @Test func drainingLosesNoRequest() throws {
    let server = try TestServer()
    let wires = try (0..<20).map { _ in try Wire(server) }
    for wire in wires { #expect(try ask(wire)["connection"] == nil) }
    let half = try Wire(server)
    half.send(request("POST / HTTP/1.1", ["Content-Length: 6"], body: "abc"))
    #expect(eventually { server.server.openConnections == 21 })
    server.server.beginDraining()
    // One asks just before its connection would end for being idle.
    wires[0].send(get)
    server.server.endIdleConnections(silentFor: 60_000_000)
    half.send("def")
    let last = try half.reply()
    #expect(last.lines.last == "abcdef" && last["connection"] == "close")
    for wire in wires.dropFirst().prefix(10) { wire.send(get) }
    for wire in wires.prefix(11) {
      let reply = try wire.reply()
      #expect(reply.status == 200 && reply["connection"] == "close")
      #expect(wire.isClosed())
    }
    server.server.endIdleConnections(silentFor: 0)
    for wire in wires.suffix(9) { #expect(wire.isClosed()) }
    #expect(eventually { server.server.openConnections == 0 })
  }

  @Test func aServerStopsWithOpenConnections() throws {
    let server = try TestServer()
    let wires = try (0..<5).map { _ in try Wire(server) }
    #expect(eventually { server.server.openConnections == 5 })
    wires[0].send("GET / HT")
    let port = server.port
    server.server.stop()
    server.server.stop()
    // The listening socket is still open.
    #expect(server.port == port)
    for wire in wires { #expect(wire.isClosed()) }
  }

  @Test func descriptorsAreShared() {
    func share(_ connections: Int, _ listeners: Int) -> Int {
      Descriptors.share(of: connections, listeners: listeners, threads: 2, operators: 8)
    }
    #expect(share(10, 1) == 10)
    let (one, three) = (share(1_000_000_000, 1), share(1_000_000_000, 3))
    #expect((1..<1_000_000_000).contains(one) && three <= one / 3)
    #expect(share(Int.max, Int(Int32.max)) >= 1)
  }
}
