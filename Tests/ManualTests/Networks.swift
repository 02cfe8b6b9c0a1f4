// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestNetwork

/// The test networks that pages show a check of.
enum Networks {
  /// A domain with servers of its own, and the options that lead to it.
  struct Network {
    let domain: TestDomain

    var arguments: [String] {
      ["--resolver", domain.resolver.address, "--ca-file", domain.authority.file.path]
        + domain.connections.flatMap { ["--connect-to", $0] }
    }
  }

  struct Unknown: Error { let name: String }

  static func named(_ name: String) throws -> Network {
    switch name {
    case "good": Network(domain: try TestDomain())
    case "bad": Network(domain: try TestDomain(bad))
    case "disagreeing":
      Network(
        domain: try TestDomain { changes in
          changes.zone = { zone in
            zone.remove("_imaps._tcp.example.test", 33)
            zone.add("_imaps._tcp.example.test", "SRV 0 0 993 imap.example.test")
          }
        })
    default: throw Unknown(name: name)
    }
  }

  /// Mail goes elsewhere, there are two SPF records, a web page where Thunderbird looks, and a
  /// server that refuses the STARTTLS it offers.
  private static func bad(_ changes: inout TestDomain.Changes) {
    changes.submission = .liar
    changes.web["/mail/config-v1.1.xml"] = (200, "Content-Type: text/html\r\n", "<html/>")
    changes.zone = { zone in
      zone.remove("example.test", 15)
      zone.add("example.test", "MX 5 mail.other.test")
      zone.add("mail.other.test", "A 127.0.0.1")
      zone.remove("_dmarc.example.test", 16)
      zone.add("example.test", "TXT v=spf1 mx -all")
    }
  }
}
