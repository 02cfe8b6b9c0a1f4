// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Where mail clients look for a domain's documents, as paths below a web root.
enum WebRoot {
  /// The paths of each format. Clients spell autodiscover in three ways, and a static host
  /// tells upper from lower case.
  static let paths: [(format: String, paths: [String])] = [
    (
      "autoconfig",
      [
        "mail/config-v1.1.xml", ".well-known/autoconfig/mail/config-v1.1.xml",
        ".well-known/mail-v1.xml",
      ]
    ),
    (
      "autodiscover",
      [
        "autodiscover/autodiscover.xml", "Autodiscover/Autodiscover.xml",
        "AutoDiscover/AutoDiscover.xml",
      ]
    ),
    ("autodiscover-json", ["autodiscover/autodiscover.json"]),
    ("pacc", [".well-known/user-agent-configuration.json"]),
    ("mobileconfig", ["mail/profile.mobileconfig"]),
  ]

  /// The folder of the set-up page.
  static let page = "setup"

  /// Formats that no client depends on yet: a domain without such a document is well served.
  static let experimental: Set<String> = ["pacc"]
}
