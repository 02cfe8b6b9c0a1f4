// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import SettingsFile

extension CLI {
  /// Lists the hosts that need a certificate.
  var namesCommand: Command {
    Command(
      name: "names",
      synopsis: ["[--batch N] [--settings PATH | --provider NAME]\n[DOMAIN ...]"],
      summary: "List every host that needs a certificate.",
      details: [
        "Writes one line for each domain of the settings, or for those that are named, with the"
          + " hosts that clients ask for it; hosts of publicURL come first. With --batch, as few"
          + " lines as hold all of them, each with at most so many: an authority such as Let's"
          + " Encrypt takes 100 in one certificate.",
        "What a wildcard takes is not known by name: name the domains, or let a proxy that fetches"
          + " certificates on demand ask /tls-allowed on the address of serve --admin-listen.",
      ],
      options: [.settings, .provider(providers.map(\.name)), .batch] + CommandOption.reporting,
      examples: [
        ("mkprofile names", "A line for each domain."),
        ("mkprofile names --batch 100 | tr ' ' ,", "As certbot's -d takes them, a line each."),
      ],
      run: { invocation throws(Failure) in try invocation.names() })
  }
}

extension CommandOption {
  fileprivate static let batch = CommandOption(
    name: "batch", placeholder: "N",
    summary: "As few lines as hold all hosts, with at most N each, 1 to 100.")
}

extension Invocation {
  fileprivate func names() throws(Failure) -> ExitCode {
    let most = try batchSize()
    let typed = try namedDomains()
    let catalog = try settings()
    let hosts = ServedHosts(catalog)
    var lines: [[DomainName]] = typed.isEmpty ? hosts.all : []
    var isGood = true
    let advice = DomainAdvice(catalog)
    for domain in typed {
      let own = hosts.hosts(of: domain)
      if own.isEmpty { isGood = reporter.report([advice.finding(domain)], for: domain.ascii) }
      if !own.isEmpty { lines.append(own) }
    }
    if typed.isEmpty {
      reporter.report(
        catalog.wildcards.map { wildcard in
          Finding(
            .note, at: "",
            "the wildcard \(wildcard.quoted) stands for hosts that are not named here",
            fix: "name the domains: mkprofile names DOMAIN ...")
        })
    }
    if let most { lines = lines.batches(of: most) }
    let text = lines.map { "\($0.map(\.ascii).joined(separator: " "))\n" }.joined()
    try io.write(Array(text.utf8))
    return isGood ? .done : .errorsFound
  }

  private func batchSize() throws(Failure) -> Int? {
    guard let text = arguments[.batch] else { return nil }
    guard let number = Int(text), (1...100).contains(number) else {
      throw .usage("\(text.quoted) is not a value of --batch", fix: "it takes 1 to 100")
    }
    return number
  }
}

extension [[DomainName]] {
  /// The names in as few lists as hold them, each with at most `most`; those of one domain stay
  /// together where they fit into one.
  package func batches(of most: Int) -> [[DomainName]] {
    var batches: [[DomainName]] = []
    for names in self {
      var rest = names[...]
      if let last = batches.indices.last, batches[last].count + rest.count <= most {
        batches[last] += rest
        continue
      }
      while !rest.isEmpty {
        batches.append([DomainName](rest.prefix(most)))
        rest = rest.dropFirst(most)
      }
    }
    return batches
  }
}
