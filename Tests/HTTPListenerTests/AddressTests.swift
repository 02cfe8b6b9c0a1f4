// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HTTPListener

struct AddressTests {
  struct Spelling: CustomTestStringConvertible {
    let text: String
    let same: String?
    let why: String
    var testDescription: String { "\(text): \(why)" }
  }

  @Test(arguments: [
    Spelling(text: "192.0.2.1", same: "::ffff:192.0.2.1", why: "IPv4 is mapped"),
    Spelling(text: "[2001:db8::1]", same: "2001:db8:0::0001", why: "brackets and zeros"),
    Spelling(text: "::1", same: "[::1]", why: "this machine"),
    Spelling(text: "[192.0.2.1]", same: nil, why: "brackets are for IPv6"),
    Spelling(text: "192.0.2.256", same: nil, why: "a part above 255"),
    Spelling(text: "192.0.2", same: nil, why: "three parts"),
    Spelling(text: "localhost", same: nil, why: "a name"),
    Spelling(text: "", same: nil, why: "nothing"),
    Spelling(text: "192.0.2.1\0x", same: nil, why: "C would stop reading at the NUL"),
  ])
  func addresses(_ row: Spelling) {
    #expect(ClientAddress(row.text) == row.same.flatMap { ClientAddress($0) })
    #expect((ClientAddress(row.text) == nil) == (row.same == nil))
  }

  @Test func networksOfIPv6AreOneClient() throws {
    let one = try #require(ClientAddress("2001:db8:1:2::1"))
    let other = try #require(ClientAddress("2001:db8:1:2:ffff::9"))
    let far = try #require(ClientAddress("2001:db8:1:3::1"))
    #expect(one.client == other.client && one.client != far.client)
    let four = try #require(ClientAddress("192.0.2.1"))
    #expect(four.client != ClientAddress("192.0.2.2")?.client)
  }

  struct Membership: CustomTestStringConvertible {
    let network: String
    let address: String
    let isInside: Bool
    var testDescription: String { "\(address) in \(network): \(isInside)" }
  }

  @Test(arguments: [
    Membership(network: "10.0.0.0/8", address: "10.255.0.1", isInside: true),
    Membership(network: "10.0.0.0/8", address: "11.0.0.1", isInside: false),
    Membership(network: "10.0.0.0/8", address: "::ffff:10.1.1.1", isInside: true),
    Membership(network: "192.0.2.7", address: "192.0.2.7", isInside: true),
    Membership(network: "192.0.2.7", address: "192.0.2.6", isInside: false),
    Membership(network: "0.0.0.0/0", address: "203.0.113.9", isInside: true),
    Membership(network: "0.0.0.0/0", address: "2001:db8::1", isInside: false),
    Membership(network: "fd00::/8", address: "fd12::1", isInside: true),
    Membership(network: "fd00::/8", address: "fe80::1", isInside: false),
    Membership(network: "2001:db8::/65", address: "2001:db8::7fff:0:0:1", isInside: true),
    Membership(network: "2001:db8::/65", address: "2001:db8::8000:0:0:1", isInside: false),
    Membership(network: "::/0", address: "2001:db8::1", isInside: true),
  ])
  func networks(_ row: Membership) throws {
    var proxies = TrustedProxies()
    let isAdded = proxies.add(row.network)
    #expect(isAdded)
    #expect(proxies.contains(try #require(ClientAddress(row.address))) == row.isInside)
  }

  @Test(arguments: [
    "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "::/129", "example.ch",
    "10.0.0.0/8/8", "10.0.0.0/99999999999999999999",
  ])
  func noNetworks(_ text: String) {
    var proxies = TrustedProxies()
    let isAdded = proxies.add(text)
    #expect(!isAdded)
  }

  @Test func unixSocketsAreTrusted() {
    #expect(TrustedProxies().contains(.local))
    #expect(ClientAddress("127.0.0.1").map(TrustedProxies().contains) == false)
  }

  struct Chain: CustomTestStringConvertible {
    let peer: String
    let forwarded: String?
    let client: String
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Chain(peer: "203.0.113.1", forwarded: "198.51.100.9", client: "203.0.113.1", why: "stranger"),
    Chain(peer: "10.0.0.1", forwarded: nil, client: "10.0.0.1", why: "proxy says nothing"),
    Chain(peer: "10.0.0.1", forwarded: "198.51.100.9", client: "198.51.100.9", why: "one hop"),
    Chain(
      peer: "10.0.0.1", forwarded: "1.1.1.1, 198.51.100.9", client: "198.51.100.9",
      why: "what the client itself sent is further left"),
    Chain(
      peer: "10.0.0.1", forwarded: "198.51.100.9, 10.0.0.2", client: "198.51.100.9",
      why: "two proxies"),
    Chain(
      peer: "10.0.0.1", forwarded: "198.51.100.9:4711", client: "198.51.100.9", why: "with a port"),
    Chain(
      peer: "10.0.0.1", forwarded: "[2001:db8::9]:4711", client: "2001:db8::9",
      why: "IPv6 with a port"),
    Chain(
      peer: "10.0.0.1", forwarded: "2001:db8::9", client: "2001:db8::9", why: "IPv6 without one"),
    Chain(
      peer: "10.0.0.1", forwarded: "unknown, 10.0.0.2", client: "10.0.0.2",
      why: "no address ends the chain"),
    Chain(peer: "10.0.0.1", forwarded: "", client: "10.0.0.1", why: "empty"),
  ])
  func clientsBehindProxies(_ row: Chain) throws {
    var proxies = TrustedProxies()
    let isAdded = proxies.add("10.0.0.0/8")
    #expect(isAdded)
    let peer = try #require(ClientAddress(row.peer))
    #expect(
      proxies.client(behind: peer, forwardedFor: row.forwarded) == ClientAddress(row.client))
  }

  @Test(arguments: [
    ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:443", "[::1]:443"), ("[::]:0", "[::]:0"),
    ("localhost:80", "127.0.0.1:80"), ("unix:/run/a b", "unix:/run/a b"),
    ("8080", "[::]:8080"), (":443", "[::]:443"), ("*:443", "[::]:443"),
    ("0.0.0.0:80", "0.0.0.0:80"),
  ])
  func listenAddresses(_ text: String, _ written: String) throws {
    #expect(try ListenAddress(text).description == written)
  }

  @Test(arguments: [
    "", "65536", "-1", "**:80", ":", "*", "*:", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
    "127.0.0.1:+80",
    "127.0.0.1:-1", "::1:80", "[::1]", "[127.0.0.1]:80", "example.ch:80", "unix:", "[::1:80",
    "unix:" + String(repeating: "a", count: 100), "unix:/a\0b", "127.0.0.1\0:80", "127.0.0.1:8 0",
  ])
  func noListenAddresses(_ text: String) {
    #expect(throws: ListenerError.self) { try ListenAddress(text) }
  }

  @Test(arguments: [
    ("/a?b=c+d%2B", RequestTarget.path("/a?b=c+d%2B")), ("*", .path("*")),
    ("http://example.ch/a?b", .absolute(host: "example.ch", path: "/a?b")),
    ("HTTPS://Example.ch:8443/", .absolute(host: "Example.ch:8443", path: "/")),
    ("http://example.ch", .absolute(host: "example.ch", path: "/")),
    ("http://example.ch?b", .absolute(host: "example.ch", path: "/?b")),
    ("//example.ch/a", .path("//example.ch/a")),
    ("http:///a", .malformed), ("http:/a", .malformed), ("http://a@example.ch/", .malformed),
    ("ftp://example.ch/", .malformed), ("example.ch:443", .malformed), ("", .malformed),
    ("a/b", .malformed), ("?a", .malformed), ("/a b", .malformed), ("/a\tb", .malformed),
    ("/a\u{7F}", .malformed), ("/a\u{1}", .malformed),
  ])
  func targets(_ text: String, _ target: RequestTarget) {
    #expect(RequestTarget(text) == target)
  }
}
