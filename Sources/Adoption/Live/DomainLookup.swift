// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import DomainCheck
import MailSettings
import System
import Trees

/// The look-ups of mail clients for a domain, all at once.
struct DomainLookup {
  let domain: DomainName
  let address: MailAddress
  let inquiry: Inquiry

  init(_ domain: DomainName, _ address: MailAddress, _ inquiry: Inquiry) {
    self.domain = domain
    self.address = address
    self.inquiry = inquiry
  }

  /// The answers, the best one first: autoconfig, a profile, autodiscover, PACC, records; and what
  /// went wrong on the way.
  func run() async -> (
    answers: [DomainAnswer], records: ServiceRecordImport, findings: [Finding]
  ) {
    async let own = fetch(requests)
    async let found = ServiceRecordImport(domain, ask())
    async let further = byRecords()
    var answered = await own
    answered.insert(contentsOf: await further, at: max(0, answered.count - 1))
    let records = await found
    let isFoundByName = answered.contains { entry in
      if case .success(let document) = read(entry), case .autoconfig = document {
        true
      } else {
        false
      }
    }
    if !isFoundByName {
      answered.insert(contentsOf: await fetch(await exchangerRequests()), at: 0)
    }
    var findings: [Finding] = []
    var answers: [DomainAnswer] = []
    for entry in answered {
      switch read(entry) {
      case .success(let document):
        guard let answer = answer(document, entry, &findings) else { continue }
        if answers.isEmpty { findings += WebImport.unprotected(entry.answer) }
        answers.append(answer)
      case .failure(let reason): findings += reason.findings
      }
    }
    if !records.draft.servers.isEmpty {
      answers.append(DomainAnswer("the service records of \(domain)", records.draft))
    }
    return (answers, records, findings)
  }

  /// A request with what came back.
  struct Answered: Sendable {
    let request: WebRequest
    let answer: WebAnswer
    var isAutoconfig: Bool {
      request.method == "GET"
        && LookupPath.allCases.contains {
          $0.format == "autoconfig" && request.url.holds($0.rawValue)
        }
    }
  }

  private var lookups: SetupLookups { SetupLookups(domain: domain.ascii, address: address) }

  private var thunderbird: ClientLookup? {
    lookups.autoconfig.first { $0.program == .thunderbird }
  }

  private var requests: [WebRequest] {
    var profile = WebRequest(
      LookupPath.profile.url(.autoconfig, at: domain.ascii) + "?emailaddress="
        + address.description.percentEncoded)
    profile.headers = WebImport.agent
    let outlook = lookups.autodiscover.first { $0.program == .outlook }
    return (thunderbird?.requests ?? []) + [profile] + (outlook?.requests ?? []) + [lookups.pacc]
  }

  private func fetch(_ requests: [WebRequest]) async -> [Answered] {
    await withTaskGroup(of: (Int, Answered).self) { group in
      for (index, request) in requests.enumerated() {
        group.addTask {
          (index, Answered(request: request, answer: await inquiry.fetch(request)))
        }
      }
      var answers: [Int: Answered] = [:]
      for await (index, answer) in group { answers[index] = answer }
      return answers.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  private func ask() async -> [Question: Answer] {
    await withTaskGroup(of: (Question, Answer).self) { group in
      for question in ServiceRecordImport.questions(domain) {
        group.addTask { (question, await inquiry.ask(question.name, question.type)) }
      }
      var answers: [Question: Answer] = [:]
      for await (question, answer) in group { answers[question] = answer }
      return answers
    }
  }

  /// Autodiscover at the host of the domain's record (MS-OXDISCO section 3.1.5.4).
  private func byRecords() async -> [Answered] {
    let service = await inquiry.ask("_autodiscover._tcp.\(domain)", .srv).services.first
    guard let service, let host = try? DomainName(service.host),
      ![domain.ascii, LookupLabel.autodiscover.host(of: domain.ascii)].contains(host.ascii),
      var request = lookups.autodiscover.first(where: { $0.program == .outlook })?.requests.first
    else { return [] }
    let port = service.port == 443 ? "" : ":\(service.port)"
    request.url = LookupPath.autodiscover.url(at: "\(host)\(port)")
    return await fetch([request])
  }

  /// Autoconfig at the domains above the mail exchanger, where a hoster answers for its customers.
  private func exchangerRequests() async -> [WebRequest] {
    let exchanger = await inquiry.ask(domain.ascii, .mx).exchangers.first
    guard let exchanger, let template = thunderbird?.requests.first else { return [] }
    var requests: [WebRequest] = []
    var next = (try? DomainName(exchanger.host))?.parent
    while let above = next, above.labels.count > 1, requests.count < 3 {
      next = above.parent
      guard above != domain else { continue }
      var request = template
      request.url =
        LookupPath.autoconfig.url(.autoconfig, at: above.ascii) + "?emailaddress="
        + address.description.percentEncoded
      requests.append(request)
    }
    return requests
  }
}

extension DomainLookup {
  /// The document in an answer, or what there is to say about there being none.
  private func read(_ entry: Answered) -> Result<AccountDocument, UnreadableDocument> {
    let url = SafeText.line(entry.request.url)
    switch entry.answer.failure {
    case .noAddress, .refused: return .failure(UnreadableDocument([]))
    case .some:
      return .failure(
        UnreadableDocument([
          Finding(.warning, at: "", "\(url): \(SafeText.line(entry.answer.summary))")
        ]))
    case nil: break
    }
    guard entry.answer.isSuccess else { return .failure(UnreadableDocument([])) }
    do throws(UnreadableDocument) {
      let document = try DocumentReader.read(entry.answer.body, name: url)
      switch document {
      case .settings, .own: throw UnreadableDocument("this is no document of clients")
      case .autoconfig, .autodiscover, .profile, .pacc: return .success(document)
      }
    } catch {
      let stops = entry.isAutoconfig ? ": Thunderbird reads no further address then" : ""
      return .failure(
        UnreadableDocument(
          error.findings.map { finding in
            Finding(
              .warning, at: "", "\(url) answers, but \(finding.message)\(stops)",
              fix: "answer 404 there, or the document")
          }))
    }
  }

  /// What a document says; nil where a client could do nothing with it.
  private func answer(
    _ document: AccountDocument, _ entry: Answered, _ findings: inout [Finding]
  ) -> DomainAnswer? {
    let url = SafeText.line(entry.request.url)
    var options = ImportOptions()
    options.address = address
    let source = SourceDocument(name: url, bytes: [])
    guard let draft = Importer.drafts(of: document, source, options)?.first else { return nil }
    let answer = DomainAnswer(url.withoutQuery, draft)
    guard answer.isUsable else {
      findings += draft.findings.filter { $0.severity == .error }.map {
        Finding(.warning, at: "", "\(url): \($0.message)", fix: $0.fix)
      }
      return nil
    }
    if let thunderbird, thunderbird.requests.contains(entry.request),
      let refusal = thunderbird.refusal(entry.answer)
    {
      findings.append(
        Finding(
          .warning, at: "", "\(url): Thunderbird does not take it: \(refusal)",
          fix: "serve it as text/xml"))
    }
    return answer
  }
}

extension String {
  /// A URL without what was asked for.
  fileprivate var withoutQuery: String { String(prefix { $0 != "?" }) }
}
