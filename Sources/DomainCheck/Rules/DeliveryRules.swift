// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System

extension DomainChecker {
  /// MTA-STS: the record, then the policy.
  func deliveryPolicy() async -> [CheckItem] {
    let name = "_mta-sts.\(domain)"
    let place = "\(name) TXT"
    let answer = await inquiry.ask(name, .txt)
    if let failed = failure(.mtaSTS, name, .txt, answer) { return [failed] }
    let found = answer.texts.filter { Self.isVersioned($0, "STSv1") }
    let expected = plan.expected("_mta-sts", "TXT")
    if let item = comparison(
      .mtaSTS, name, .txt, answer, expected: expected, source: "RFC 8461 3.1",
      values: Self.tagged, of: { $0.text.map { Self.isVersioned($0, "STSv1") } ?? false })
    {
      return [item]
    }
    guard !found.isEmpty else {
      let near = answer.texts.filter { $0.uppercased().holds("STSV1") }
      return [
        near.first.map { text in
          CheckItem(
            .mtaSTS, .error, place,
            "\(text.quoted) is no record: it must begin with 'v=STSv1;'", found: near,
            source: "RFC 8461 3.1",
            edits: [
              edit(name, .txt, answer, to: [DNSData.quoted(Self.versioned(text, "STSv1"))]) {
                $0.text.map(near.contains) ?? false
              }
            ])
        }
          ?? CheckItem(
            .mtaSTS, .advice, place, "nothing asks other servers to encrypt delivery",
            fix: "serve a policy, and publish: \(plan.line(name, "TXT", "\"v=STSv1; id=1;\""))",
            source: "RFC 8461")
      ]
    }
    if let item = idProblem(found, name, answer) { return [item] }
    return await policy()
  }

  /// True for a text that begins with a version and a semicolon (RFC 8460 and 8461, section 3).
  static func isVersioned(_ text: String, _ version: String) -> Bool {
    guard text.hasPrefix("v=\(version)") else { return false }
    let rest = text.dropFirst(2 + version.count).drop { $0 == " " || $0 == "\t" }
    return rest.first == ";"
  }

  /// A text that was meant as a record, with its version first and semicolons between its parts.
  private static func versioned(_ text: String, _ version: String) -> String {
    let words = text.split { " ;\t\"".contains($0) }.map(String.init)
    let rest = words.filter { $0.uppercased() != "V=\(version.uppercased())" }
    return (["v=\(version)"] + rest).joined(separator: "; ") + ";"
  }

  private func idProblem(_ found: [String], _ name: String, _ answer: Answer) -> CheckItem? {
    let ids = found.map { TagList($0)["id"] ?? "" }
    let isOne = found.count == 1 && !TagList(found[0]).duplicates.contains("id")
    let isLegal = ids.allSatisfy { (try? DNSOptions.MTASTS.identifier($0)) != nil }
    if isOne, isLegal { return nil }
    let id = ids.last { (try? DNSOptions.MTASTS.identifier($0)) != nil } ?? "1"
    let letters = ids.first.map { $0.filter { $0.isASCIILetter || $0.isASCIIDigit }.prefix(32) }
    let new = isLegal ? id : letters.flatMap { $0.isEmpty ? nil : String($0) } ?? "1"
    return CheckItem(
      .mtaSTS, .error, "\(name) TXT",
      found.count > 1
        ? "there are \(found.count) records: senders take it for none"
        : "the id is \((ids.first ?? "").quoted), not 1 to 32 letters and digits", found: found,
      source: "RFC 8461 3.1",
      edits: [edit(name, .txt, answer, to: ["\"v=STSv1; id=\(new);\""])])
  }

  private func policy() async -> [CheckItem] {
    let request = WebRequest(
      "https://mta-sts.\(domain)/.well-known/mta-sts.txt", redirects: .none)
    async let document = inquiry.fetch(request)
    async let exchangers = inquiry.ask(domain, .mx)
    let (answer, mx) = await (document, exchangers)
    func item(_ grade: Grade, _ message: String, fix: String?, source: String) -> CheckItem {
      CheckItem(.mtaSTS, grade, request.url, message, fix: fix, source: source)
    }
    if answer.failure == .tooLarge {
      return [
        item(
          .warning, "the policy is too large: senders may read 64 kilobytes",
          fix: "name the exchangers alone", source: "RFC 8461 3.3")
      ]
    }
    if case .noAddress(let host) = answer.failure, host == "mta-sts.\(domain)",
      let item = await missingPolicyHost(host, request.url)
    {
      return [item]
    }
    guard answer.status == 200, answer.failure == nil else {
      return [
        item(
          .error, "the policy cannot be fetched: \(answer.summary)",
          fix: "serve it there with status 200, a valid certificate and no redirect",
          source: "RFC 8461 3.3")
      ]
    }
    let policy = DeliveryPolicy(answer.body)
    // Where mail should go; that it goes elsewhere is told by the part mx.
    let wanted = plan.settings?.provider.dns?.mx.map(\.host.ascii) ?? []
    let hosts = wanted.isEmpty ? mx.exchangers.map(\.host).filter { !$0.isEmpty } : wanted
    var items = policy.problems(hosts: hosts).map {
      item($0.grade, $0.message, fix: $0.fix, source: "RFC 8461 3.2")
    }
    let type = answer.contentType.prefix { $0 != ";" }.lowercased()
    if items.isEmpty, String(type).trimmingBlanks != "text/plain" {
      items.append(
        item(
          .warning, "the policy is sent as \(answer.contentType.quoted)",
          fix: "send it as text/plain", source: "RFC 8461 3.2"))
    }
    if answer.body.count > 65_536 {
      items.append(
        item(
          .warning, "the policy has \(answer.body.count) bytes: senders may read 65536",
          fix: "name the exchangers alone", source: "RFC 8461 3.3"))
    }
    if items.allSatisfy({ $0.grade == .advice }), policy.mode == "enforce" {
      items += await encryption(of: mx.exchangers.map(\.host).filter { !$0.isEmpty })
    }
    if items.allSatisfy({ $0.grade == .advice }) {
      items += policy.remarks.map {
        item(.advice, $0.message, fix: $0.fix, source: "RFC 8461 3.2")
      }
      if policy.mode == "enforce" {
        items.insert(
          item(.good, "other servers encrypt delivery", fix: nil, source: "RFC 8461"), at: 0)
      }
    }
    return items
  }

  /// The name of the policy's host, where the settings say what it should be.
  private func missingPolicyHost(_ host: String, _ url: String) async -> CheckItem? {
    let types = [RecordType.cname, .a, .aaaa]
    guard let type = types.first(where: { plan.expected("mta-sts", $0.name) != nil }),
      let expected = plan.expected("mta-sts", type.name)
    else { return nil }
    return CheckItem(
      .mtaSTS, .error, url, "the policy cannot be fetched: \(host) has no address",
      expected: expected, source: "RFC 8461 3.3",
      edits: [edit(host, type, await inquiry.ask(host, type), to: expected)])
  }

  /// What a policy that is enforced asks of the exchangers, each asked once on port 25.
  private func encryption(of hosts: [String]) async -> [CheckItem] {
    await withTaskGroup(of: (Int, CheckItem?).self) { group in
      for (index, host) in hosts.prefix(5).enumerated() {
        group.addTask { (index, await encryption(of: host)) }
      }
      var items: [Int: CheckItem] = [:]
      for await (index, item) in group { items[index] = item }
      return items.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  private func encryption(of host: String) async -> CheckItem? {
    var probe = ServerProbe(.smtp, host: host, port: 25, security: .starttls)
    // Many networks let nobody out on this port, and say nothing.
    probe.milliseconds = 3_000
    let answer = await inquiry.probe(probe)
    let problem: String
    switch answer.failure {
    case nil:
      guard let first = answer.certificateFaults.first(where: { $0.grade == .error }) else {
        return nil
      }
      problem = first.text(host)
    case .noStartTLS, .startTLSRefused, .handshake: problem = answer.failure?.text ?? ""
    default:
      return CheckItem(
        .mtaSTS, .advice, "SMTP \(host):25",
        "whether it encrypts is not known: \(answer.failure?.text ?? "no answer")",
        fix: "check from a network that may connect to port 25", source: "RFC 8461 4.1")
    }
    return CheckItem(
      .mtaSTS, .error, "SMTP \(host):25",
      "the policy is enforced, so that no mail arrives: \(problem)",
      fix: "offer STARTTLS with a certificate for \(host), or write 'mode: testing' until then",
      source: "RFC 8461 4.2")
  }

  /// Reports about failures of encryption.
  func deliveryReports() async -> [CheckItem] {
    let name = "_smtp._tls.\(domain)"
    let place = "\(name) TXT"
    let answer = await inquiry.ask(name, .txt)
    if let failed = failure(.tlsReports, name, .txt, answer) { return [failed] }
    let found = answer.texts.filter { Self.isVersioned($0, "TLSRPTv1") }
    if let item = comparison(
      .tlsReports, name, .txt, answer, expected: plan.expected("_smtp._tls", "TXT"),
      source: "RFC 8460 3", values: Self.tagged,
      of: { $0.text.map { Self.isVersioned($0, "TLSRPTv1") } ?? false })
    {
      return [item]
    }
    let sample = "\"v=TLSRPTv1; rua=mailto:tls@\(domain)\""
    let near = answer.texts.filter { $0.uppercased().holds("TLSRPTV1") }
    guard !found.isEmpty else {
      guard let text = near.first else {
        return [
          CheckItem(
            .tlsReports, .advice, place, "nobody reports failures of encryption",
            fix: plan.line(name, "TXT", sample), source: "RFC 8460")
        ]
      }
      return [
        CheckItem(
          .tlsReports, .error, place,
          "\(text.quoted) is no record: it must begin with"
            + " 'v=TLSRPTv1;'", found: near, source: "RFC 8460 3",
          edits: [reportsEdit(name, answer, near)])
      ]
    }
    let targets = found.flatMap { ReportTarget.list(TagList($0)["rua"]) }
    let good = targets.filter {
      $0.isURI && ($0.isMail || $0.text.lowercased().hasPrefix("https:"))
    }
    func item(_ grade: Grade, _ message: String) -> CheckItem {
      CheckItem(
        .tlsReports, grade, place, message, found: found, source: "RFC 8460 3",
        edits: [reportsEdit(name, answer, found)])
    }
    if found.count > 1 {
      return [item(.error, "there are \(found.count) records: senders take it for none")]
    }
    if targets.isEmpty { return [item(.error, "the record names nobody: rua= is missing")] }
    if let bad = targets.first(where: { !good.contains($0) }) {
      return [
        item(
          good.isEmpty ? .error : .warning,
          "rua has \(bad.text.quoted), and reports go to mailto: and https: only")
      ]
    }
    return [CheckItem(.tlsReports, .good, place, "failures of encryption are reported")]
  }

  /// One record with every place that reports can go to.
  private func reportsEdit(_ name: String, _ answer: Answer, _ texts: [String]) -> RecordEdit {
    var targets: [String] = []
    for text in texts {
      let value = text.place(of: "rua=").map { String(text[$0.upperBound...]) } ?? ""
      for target in ReportTarget.list(String(value.prefix { $0 != ";" })) {
        guard let right = target.corrected else { continue }
        let known = ReportTarget(text: right)
        guard known.isMail || right.lowercased().hasPrefix("https:"), !targets.contains(right)
        else { continue }
        targets.append(right)
      }
    }
    if targets.isEmpty { targets = ["mailto:tls@\(domain)"] }
    let text = "v=TLSRPTv1; rua=\(targets.joined(separator: ","))"
    return edit(name, .txt, answer, to: [DNSData.quoted(text)]) {
      $0.text.map(texts.contains) ?? false
    }
  }
}
