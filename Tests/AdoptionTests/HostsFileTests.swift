// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DomainProbes

/// Names that a machine knows without asking anybody.
@Suite struct HostsFileTests {
  private static let text = """
    # comment 192.0.2.9 new.example
    127.0.0.1\tlocalhost
    192.0.2.1  New.Example www.new.example # a comment
    2001:db8::1 new.example
    nonsense new.example
    """

  @Test(arguments: [
    ("new.example", ["192.0.2.1", "2001:db8::1"]), ("www.new.example", ["192.0.2.1"]),
    ("comment", []), ("other.example", []),
  ])
  func linesAreRead(_ name: String, _ addresses: [String]) {
    #expect(HostsFile.addresses(of: name, in: Self.text) == addresses)
  }

  @Test(
    arguments: [
      ("a.example:443:192.0.2.1:8443", "a.example:443:192.0.2.1:8443"),
      ("A.example:443:[2001:db8::1]:8443", "a.example:443:[2001:db8::1]:8443"),
      (":443:[::1]:8443", "a.example:443:[::1]:8443"),
      ("::192.0.2.1:1", "a.example:443:192.0.2.1:1"),
      ("a.example:443:2001:db8::1:8443", nil), ("a.example:443:[192.0.2.1]:8443", nil),
      ("a.example:443:localhost:8443", nil), ("a.example:443:[]:8443", nil),
      ("a.example:443:[::1]", nil),
      ("a.example:443:192.0.2.1:0", nil), ("a.example:x:192.0.2.1:1", nil), ("", nil),
    ] as [(String, String?)])
  func placesThatAreGiven(_ text: String, _ entry: String?) {
    let place = Network.ConnectTo(text)
    let route = place.map {
      Network.Route(addresses: [$0.address], port: $0.targetPort, isFixed: true)
    }
    #expect(route?.entries("a.example", 443).first == entry)
    #expect(place?.matches("a.example", 443) ?? true)
  }

  @Test(arguments: ["localhost", "LOCALHOST", "a.localhost"])
  func localhostIsTheMachineItself(_ name: String) {
    #expect(HostsFile.addresses(of: name) == ["127.0.0.1", "::1"])
  }
}
