// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import DomainCheck
import DomainProbes
import MailSettings
import Renderers
import System

/// Asks the network, runs checks over it and writes what they found.
package struct Checker: NetworkTools {
  /// The network of this machine.
  package init() {}

  /// The network as options have it; throws where one of them is wrong.
  package func connect(_ options: NetworkOptions) throws(InvalidValue) -> any World {
    try Network(options)
  }

  /// One check, or one after another until the program is told to stop.
  package func check(_ request: CheckRequest) -> CheckOutcome {
    request.interval == nil ? Self.once(request) : Self.watch(request)
  }

  private static func once(_ request: CheckRequest) -> CheckOutcome {
    var reports: [CheckReport] = []
    for group in request.targets.groups(of: atOnce) {
      if request.isInterrupted() { break }
      switch look(group, request) {
      case .failure(let failure): return failure.outcome
      case .success(let found):
        reports += found
        guard write(found, request) else { return .done(hasErrors: hasErrors(reports)) }
      }
    }
    request.writeMetrics?(Metrics.text(reports, now: now))
    guard reports.contains(where: \.reachedResolver) else {
      // People would read of errors that are none; programs see that no resolver was reached.
      if request.form == .json { _ = request.write(json(reports)) }
      return .unreachable(unreachable)
    }
    if request.form == .json { _ = request.write(json(reports)) }
    if request.form == .text, reports.count > 1 {
      _ = request.write("\n\(ReportWriter.summary(reports))\n")
    }
    return .done(hasErrors: hasErrors(reports))
  }

  /// Domains that are looked at at the same time.
  private static let atOnce = 4
  private static let unreachable = "no resolver can be reached"

  private static var now: Int { Int(Timestamp.now.microseconds / 1_000_000) }

  private struct Unusable: Error { let outcome: CheckOutcome }

  private static func hasErrors(_ reports: [CheckReport]) -> Bool {
    reports.contains { $0.count(.error) > 0 || !$0.reachedResolver }
  }

  private static func look(
    _ targets: [CheckRequest.Target], _ request: CheckRequest
  ) -> Result<[CheckReport], Unusable> {
    var checks: [(DomainChecker, Inquiry)] = []
    do throws(InvalidValue) {
      for target in targets {
        let inquiry = Inquiry(try Network(request.network))
        checks.append((DomainChecker(try plan(target, request), inquiry), inquiry))
      }
    } catch {
      return .failure(Unusable(outcome: .usage(error.message, fix: error.fix)))
    }
    let (all, inquiries) = (checks.map(\.0), checks.map(\.1))
    let reports = OwnThread.wait(
      everyTick: {
        let counts = inquiries.map(\.progress)
        request.progress(counts.reduce(0) { $0 + $1.answered }, counts.reduce(0) { $0 + $1.asked })
      }, for: { await Self.reports(of: all) })
    return .success(reports)
  }

  private static func reports(of checks: [DomainChecker]) async -> [CheckReport] {
    await withTaskGroup(of: (Int, CheckReport).self) { group in
      for (index, check) in checks.enumerated() { group.addTask { (index, await check.run()) } }
      var reports: [(Int, CheckReport)] = []
      for await report in group { reports.append(report) }
      return reports.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private static func plan(
    _ target: CheckRequest.Target, _ request: CheckRequest
  ) throws(InvalidValue) -> CheckPlan {
    let anybody = try MailAddress("mkprofile-check@\(target.domain)")
    let address = target.address ?? anybody
    var plan = CheckPlan(
      domain: target.domain, address: address, settings: target.settings,
      areas: request.areas)
    plan.selectors = request.selectors
    plan.password = request.password
    if let file = target.settings?.provider.signing?.certificate {
      let contents = try? FileSystem.contents(of: file, limit: 1 << 20)
      plan.signer = (file, contents ?? [])
    }
    return plan
  }

  /// Writes what can be written domain by domain; false once nobody reads it.
  private static func write(_ reports: [CheckReport], _ request: CheckRequest) -> Bool {
    for report in reports where report.reachedResolver {
      let isFirst = report.domain == request.targets.first?.domain
      let text: String
      switch request.form {
      case .text: text = ReportWriter.text(report, isColored: request.isColored)
      case .markdown: text = ReportWriter.markdown(report)
      case .nsupdate: text = UpdateWriter.text(report)
      case .json: return true
      }
      let gap = isFirst || request.form == .nsupdate ? "" : "\n"
      guard request.write(gap + text) else { return false }
    }
    return true
  }

  private static func json(_ reports: [CheckReport]) -> String {
    let value =
      reports.count == 1
      ? reports.first.map { ReportWriter.json($0) } : ReportWriter.json(reports)
    return String(decoding: (value ?? .null).encoded(pretty: true), as: UTF8.self)
  }

  /// One line for each thing that has become better or worse since the last check.
  private static func watch(_ request: CheckRequest) -> CheckOutcome {
    var last: [DomainName: [CheckItem]] = [:]
    var lost: Set<DomainName> = []
    var isBad = false
    while !request.isInterrupted() {
      var reports: [CheckReport] = []
      for group in request.targets.groups(of: atOnce) {
        switch look(group, request) {
        case .failure(let failure): return failure.outcome
        case .success(let found): reports += found
        }
      }
      request.writeMetrics?(Metrics.text(reports, now: now))
      isBad = hasErrors(reports)
      for report in reports {
        var lines: [String] = []
        if report.reachedResolver == lost.contains(report.domain) {
          lines.append("\(report.reachedResolver ? "over" : "error"): \(unreachable)")
          if report.reachedResolver {
            lost.remove(report.domain)
          } else {
            lost.insert(report.domain)
          }
        }
        if report.reachedResolver {
          lines += Changes.lines(from: last[report.domain], to: report.items)
          last[report.domain] = report.items
        }
        for line in lines {
          guard request.write("\(Timestamp.now.seconds) \(report.domain) \(line)\n") else {
            return .done(hasErrors: isBad)
          }
        }
      }
      Interrupts.pause(milliseconds: (request.interval ?? 300) * 1_000)
    }
    return .done(hasErrors: isBad)
  }
}

extension [CheckRequest.Target] {
  /// The same in groups of at most so many.
  fileprivate func groups(of size: Int) -> [[CheckRequest.Target]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
