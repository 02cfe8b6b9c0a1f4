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

  @Test(arguments: ["localhost", "LOCALHOST", "a.localhost"])
  func localhostIsTheMachineItself(_ name: String) {
    #expect(HostsFile.addresses(of: name) == ["127.0.0.1", "::1"])
  }
}
