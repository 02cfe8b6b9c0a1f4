// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileServer
import Templates

/// Files of proxies, and of servers for what `export` wrote, filled in with names.
struct DeployProxies {
  let hosts: DeployHosts
  /// The folder that `export` wrote, where it is served without mkprofile.
  var root = "/var/www/mkprofile"

  /// Where certbot puts files for nginx, which answers on port 80: the folder of the site that nginx
  /// begins with, so that the first certificate can be had before this file is in place.
  var challenges = "/var/www/html"

  /// The folder of nginx's first site: Debian and Ubuntu have another than nginx.org, Fedora and
  /// Arch. Debian's where there is no nginx yet.
  static func firstSite(hasPath: (String) -> Bool) -> String {
    let isOther = hasPath("/etc/nginx/nginx.conf") && !hasPath("/etc/nginx/sites-enabled")
    return isOther ? "/usr/share/nginx/html" : "/var/www/html"
  }
  /// What the server takes, as its own limit has it.
  private static var bodyBytes: Int { ServerLimits().bodyBytes }

  /// Server blocks that send everything on.
  var nginx: [UInt8] {
    blocks(
      DeployTemplates.nginx, site: DeployTemplates.nginxSite,
      groups: hosts.groups + hosts.wildcardGroups)
  }

  /// Server blocks that serve files; wildcards have none.
  var staticNginx: [UInt8] {
    blocks(DeployTemplates.staticNginx, site: DeployTemplates.staticNginxSite, groups: ofDomains)
  }

  /// Virtual hosts that serve files.
  var staticApache: [UInt8] {
    blocks(DeployTemplates.staticApache, site: DeployTemplates.staticApacheSite, groups: ofDomains)
  }

  /// Sites that serve files.
  var staticCaddy: [UInt8] {
    blocks(DeployTemplates.staticCaddy, site: DeployTemplates.staticCaddySite, groups: ofDomains)
  }

  private var ofDomains: [DeployHosts.Group] { hosts.groups.filter { $0.domain != nil } }

  /// Sites for a list of names, or for whatever the server says that it serves.
  var caddy: [UInt8] {
    var template = DeployTemplate(
      hosts.areTooMany ? DeployTemplates.caddyOnDemand : DeployTemplates.caddy)
    // Whatever the settings serve is served on demand.
    template.fill("NOTES", lines: [])
    template.fill("NAMES", hosts.names.flatMap { [$0, "http://\($0)"] }.joined(separator: ",\n"))
    template.fill("ADMIN", DeployUnits.adminAddress)
    return filled(template)
  }

  private func blocks(
    _ text: [UInt8], site: [UInt8], groups: [DeployHosts.Group]
  ) -> [UInt8] {
    var sites = ""
    for group in groups {
      var template = DeployTemplate(site)
      template.fill("NAMES", group.names.joined(separator: "\n    "))
      template.fill(
        "COMMAS", group.names.flatMap { [$0, "http://\($0)"] }.joined(separator: ",\n"))
      template.fill("FIRST", group.names.first ?? "")
      template.fill("ALIASES", lines: group.names.dropFirst().map { "  ServerAlias \($0)" })
      template.fill("CERTIFICATE", group.certificate)
      template.fill("DOMAIN", group.domain?.ascii ?? "")
      sites += template.string
    }
    var template = DeployTemplate(text)
    template.fill("SITES", lines: [sites.trimmingEnd])
    template.fill("HASH", lines: hashSize)
    template.fill("NOTES", lines: notes)
    return filled(template)
  }

  private func filled(_ template: DeployTemplate) -> [UInt8] {
    var template = template
    template.fill("SITE", DeployHosts.pathsOfSites)
    template.fill("SOCKET", DeployUnits.socket)
    template.fill("BYTES", "\(Self.bodyBytes)")
    template.fill("ROOT", root)
    template.fill("CHALLENGES", challenges)
    return template.bytes
  }

  /// What stands at the head of a file that leaves names out.
  private var notes: [String] {
    var notes: [String] = []
    if !hosts.wildcards.isEmpty {
      notes.append(
        "# \(hosts.wildcards.joined(separator: " ")): a certificate's wildcard stands for one label,"
          + " and needs a DNS challenge.")
    }
    if hosts.servesEveryOther {
      notes.append("# The settings serve every other domain, too: type those that ask.")
    }
    return notes
  }

  /// nginx refuses long names, and many, with the sizes that it begins with.
  private var hashSize: [String] {
    let longest = hosts.names.map(\.utf8.count).max() ?? 0
    guard longest > 46 || hosts.names.count > 300 else { return [] }
    return [
      "# Long names, or many: where nginx.conf sets these already, remove them here.",
      "server_names_hash_bucket_size 512;",
      "server_names_hash_max_size \(max(512, hosts.names.count.roundedToPowerOfTwo * 2));",
    ]
  }
}

extension String {
  /// The text without line ends behind it.
  fileprivate var trimmingEnd: String {
    var text = self[...]
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }
}

extension Int {
  /// The next power of two that is not less, up to 2^30.
  fileprivate var roundedToPowerOfTwo: Int {
    var power = 1
    while power < self, power < 1 << 30 { power *= 2 }
    return power
  }
}
