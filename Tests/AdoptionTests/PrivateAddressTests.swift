// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DomainProbes

/// Redirects of strangers lead to nobody's own network.
struct PrivateAddressTests {
  @Test(arguments: [
    ("127.0.0.1", true), ("127.255.255.254", true), ("0.0.0.0", true), ("10.0.0.1", true),
    ("172.15.255.255", false), ("172.16.0.1", true), ("172.31.255.255", true),
    ("172.32.0.1", false), ("192.168.1.1", true), ("192.169.0.1", false), ("100.63.0.1", false),
    ("100.64.0.1", true), ("100.127.0.1", true), ("100.128.0.1", false), ("169.254.169.254", true),
    ("192.0.0.8", true), ("192.0.2.1", false), ("198.18.0.1", true), ("224.0.0.1", true),
    ("255.255.255.255", true), ("8.8.8.8", false), ("::", true), ("::1", true),
    ("::ffff:10.0.0.1", true), ("::ffff:8.8.8.8", false), ("::10.0.0.1", true),
    ("64:ff9b::a00:1", true), ("64:ff9b::808:808", false), ("fc00::1", true), ("fdff::1", true),
    ("fe80::1", true), ("fec0::1", true), ("ff02::1", true), ("2001:db8::1", false),
    ("2606:4700::1", false), ("localhost", true), ("", true),
  ])
  func addresses(_ text: String, _ isPrivate: Bool) {
    #expect(PrivateAddress.contains(text) == isPrivate)
  }

  @Test func oneAddressOfManyIsEnough() {
    func refusal(_ addresses: [String], isFixed: Bool = false, mayBe: Bool = false) -> String? {
      WebClient.refusal(
        of: Network.Route(addresses: addresses, port: 443, isFixed: isFixed), to: "x.example",
        mayBePrivate: mayBe)
    }
    #expect(refusal(["8.8.8.8", "2606:4700::1"]) == nil)
    #expect(
      refusal(["8.8.8.8", "10.1.2.3"])
        == "it redirects to x.example, which is in a private network (10.1.2.3)")
    #expect(refusal(["127.0.0.1"], isFixed: true) == nil)
    #expect(refusal(["127.0.0.1"], mayBe: true) == nil)
  }
}
