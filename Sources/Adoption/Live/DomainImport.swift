// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings

/// Settings from what a domain publishes for mail clients.
package enum DomainImport {
  /// Looks up everything that clients look up, takes the best answer, and says where the others
  /// disagree with it.
  package static func settings(
    of domain: DomainName, _ options: ImportOptions, _ world: any World
  ) async -> Result<ImportResult, LiveProblem> {
    var options = options
    options.domain = options.domain ?? domain
    guard let address = options.address ?? (try? MailAddress("mkprofile-import@\(domain)")) else {
      return .failure(.usage("\(domain) is too long for an address", fix: nil))
    }
    let lookup = DomainLookup(domain, address, Inquiry(world))
    let (answers, records, findings) = await lookup.run()
    guard let best = answers.first else {
      guard await lookup.inquiry.reachedResolver else {
        return .failure(
          .unreachable(
            "no resolver can be reached", fix: "name one that answers with --resolver HOST:PORT"))
      }
      let nothing = Finding(
        .error, at: "", "\(domain.unicode) publishes nothing that a mail client could use",
        fix: "import a document of its provider, or begin with mkprofile init")
      return .success(ImportResult(settings: nil, findings: findings + [nothing]))
    }
    var merge = AnswerMerge(best)
    for other in answers.dropFirst() { merge.add(other) }
    merge.check(refused: records.refused, of: domain)
    merge.draft.findings += findings
    let name = "\(domain.unicode) by way of \(best.source)"
    return .success(Importer.finish([merge.draft], name, options))
  }
}

/// What one look-up said.
struct DomainAnswer {
  /// The URL, or the records.
  let source: String
  /// What it says.
  var draft: SettingsDraft

  /// An answer whose servers and services know where they are from.
  init(_ source: String, _ draft: SettingsDraft) {
    self.source = source
    self.draft = draft
    func mark(_ servers: inout [SettingsDraft.Server]) {
      for index in servers.indices {
        servers[index].origin = servers[index].origin ?? "from \(source)"
      }
    }
    func mark(_ services: inout [SettingsDraft.Service]) {
      for index in services.indices {
        services[index].origin = services[index].origin ?? "from \(source)"
      }
    }
    mark(&self.draft.incoming)
    mark(&self.draft.outgoing)
    mark(&self.draft.calendars)
    mark(&self.draft.contacts)
    mark(&self.draft.files)
    self.draft.jmap?.origin = draft.jmap?.origin ?? "from \(source)"
    self.draft.ews?.origin = draft.ews?.origin ?? "from \(source)"
  }

  /// True where a client could set up an account with it.
  var isUsable: Bool {
    !draft.incoming.isEmpty && !draft.findings.contains { $0.severity == .error }
  }
}
