// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import DomainCheck
import DomainProbes
import MailSettings
import Renderers
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
      let contents = try? FileSystem.contents(of: file, limit: 1 << 20)
      plan.signer = (file, contents ?? [])
    }
    return plan
  }

  private static func text(_ report: CheckReport, _ request: CheckRequest) -> String {
    switch request.form {
    case .text: ReportWriter.text(report, isColored: request.isColored)
    case .markdown: ReportWriter.markdown(report)
    case .nsupdate: UpdateWriter.text(report)
    case .json:
      String(decoding: ReportWriter.json(report).encoded(pretty: true), as: UTF8.self)
    }
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
          guard request.write("\(Timestamp.now.seconds) \(report.domain) \(line)\n") else {
            return .done(hasErrors: hasErrors)
          }
        }
      }
      Interrupts.pause(milliseconds: (request.interval ?? 300) * 1_000)
    }
    return .done(hasErrors: hasErrors)
  }
}
