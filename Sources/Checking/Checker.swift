// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import DomainCheck
import DomainProbes
import MailSettings
import System

/// Runs checks over the network and writes what they found.
package enum Checker {
  /// One check, or one after another until the program is told to stop.
  package static func check(_ request: CheckRequest) -> CheckOutcome {
    guard request.interval != nil else {
      switch once(request) {
      case .failure(let failure): return failure.outcome
      case .success(let report):
        request.writeMetrics?(Metrics.text(report))
        // People would read of errors that are none; programs see that no resolver was reached.
        if report.reachedResolver || request.form == .json {
          _ = request.write(text(report, request))
        }
        return report.reachedResolver
          ? .done(hasErrors: report.count(.error) > 0) : .unreachable(unreachable)
      }
    }
    return watch(request)
  }

  private static let unreachable = "no resolver can be reached"

  private struct Unusable: Error { let outcome: CheckOutcome }

  private static func once(_ request: CheckRequest) -> Result<CheckReport, Unusable> {
    let (network, plan): (Network, CheckPlan)
    do throws(InvalidValue) {
      network = try Network(request.network)
      plan = try self.plan(request)
    } catch {
      return .failure(Unusable(outcome: .usage(error.message, fix: error.fix)))
    }
    let inquiry = Inquiry(network)
    let report = OwnThread.wait(
      everyTick: {
        let (asked, answered) = inquiry.progress
        request.progress(answered, asked)
      }, for: { await DomainChecker(plan, inquiry).run() })
    return .success(report)
  }

  private static func plan(_ request: CheckRequest) throws(InvalidValue) -> CheckPlan {
    let anybody = try MailAddress("mkprofile-check@\(request.domain)")
    let address = request.address ?? anybody
    var plan = CheckPlan(
      domain: request.domain, address: address, settings: request.settings,
      areas: request.areas)
    plan.selectors = request.selectors
    plan.password = request.password
    if let file = request.settings?.provider.signing?.certificate {
      plan.signer = (file, contents(of: file))
    }
    return plan
  }

  private static func text(_ report: CheckReport, _ request: CheckRequest) -> String {
    switch request.form {
    case .text: ReportWriter.text(report, isColored: request.isColored)
    case .markdown: ReportWriter.markdown(report)
    case .json:
      String(decoding: ReportWriter.json(report).encoded(pretty: true), as: UTF8.self)
    }
  }

  /// A file of at most a megabyte; empty where it cannot be read.
  private static func contents(of path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1_048_576)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }

  /// One line for each thing that has become better or worse since the last check.
  private static func watch(_ request: CheckRequest) -> CheckOutcome {
    var last: [CheckItem]?
    var wasReached = true
    var hasErrors = false
    while !request.isInterrupted() {
      switch once(request) {
      case .failure(let failure): return failure.outcome
      case .success(let report):
        request.writeMetrics?(Metrics.text(report))
        hasErrors = report.count(.error) > 0 || !report.reachedResolver
        var lines: [String] = []
        if report.reachedResolver != wasReached {
          lines.append("\(wasReached ? "error" : "over"): \(unreachable)")
          wasReached.toggle()
        }
        if wasReached {
          lines += Changes.lines(from: last, to: report.items)
          last = report.items
        }
        for line in lines {
          guard request.write("\(timestamp()) \(report.domain) \(line)\n") else {
            return .done(hasErrors: hasErrors)
          }
        }
      }
      Interrupts.pause(milliseconds: (request.interval ?? 300) * 1_000)
    }
    return .done(hasErrors: hasErrors)
  }

  /// The time of day in UTC (RFC 3339).
  private static func timestamp() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
