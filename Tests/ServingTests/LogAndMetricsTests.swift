// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import ProfileServer
import Testing

@testable import HTTPListener
@testable import Serving

@Suite struct LogAndMetricsTests {
  private func exchange(_ method: String = "GET", status: Int = 200, microseconds: Int64 = 30)
    -> Exchange
  {
    Exchange(
      method: method, route: .autoconfig, status: status, domain: "example.ch",
      format: "autoconfig", bytes: 10, microseconds: microseconds)
  }

  @Test func linesReachAPipe() throws {
    let pipe = Pipe()
    let log = RequestLog(
      LogFormat(isJSON: true), descriptor: pipe.fileHandleForWriting.fileDescriptor)
    log.record(exchange())
    log.record(exchange("GET\n1 error: forged"))
    log.say(
      .error, "wrong", [Finding(.warning, at: "incoming[0]", "is odd", fix: "change it")])
    log.flush()
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let lines = try text.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.count == 4)
    #expect(lines[0]["microseconds"] as? Int == 30)
    #expect(lines[0]["id"] as? String != lines[1]["id"] as? String)
    #expect(lines[1]["method"] as? String == "OTHER")
    #expect(lines[2]["level"] as? String == "error")
    #expect(lines[3]["message"] as? String == "incoming[0]: is odd; change it")
  }

  @Test func textLineIsOneLine() {
    let line = LogFormat().line(.exchange(1_795_466_622_000_001, id: 35, exchange()), session: "s")
    #expect(
      line
        == "2026-11-23T20:43:42.000001Z s-z GET autoconfig autoconfig 200 30us example.ch\n")
  }

  /// Nobody reads the pipe: flushing comes back, and the lines beyond the bound are counted.
  @Test func fullPipeDoesNotBlock() {
    let pipe = Pipe()
    let log = RequestLog(LogFormat(), descriptor: pipe.fileHandleForWriting.fileDescriptor)
    for _ in 0..<150_000 { log.record(exchange()) }
    log.flush()
    log.flush()
    #expect(log.dropped > 0)
    #expect(log.dropped < 150_000)
  }

  @Test func quietLogHasErrorsOnly() throws {
    let pipe = Pipe()
    let log = RequestLog(
      LogFormat(showsRequests: false, lowest: .error),
      descriptor: pipe.fileHandleForWriting.fileDescriptor)
    log.record(exchange())
    log.say(.note, "listening")
    log.say(.error, "broken", [Finding(.warning, at: "x", "y")])
    log.flush()
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text.split(separator: "\n").count == 1)
    #expect(text.hasSuffix(" error: broken\n"))
  }

  /// Every line is a comment or `name{label="value",...} number`; the sums agree.
  @Test func metricsAreValidText() throws {
    let metrics = ServerMetrics()
    for (index, microseconds) in [5, 10, 11, 2_000_000].enumerated() {
      metrics.record(exchange(status: index == 0 ? 404 : 200, microseconds: Int64(microseconds)))
    }
    metrics.loaded(domains: 7)
    metrics.refused()
    let text = metrics.text(ServerMetrics.Readings(version: "1.2.3", connections: 3, isReady: true))
    let sample = /[a-z_]+(?:\{(?:[a-z]+="[^"\\\n]*",?)+\})? [-+.e0-9]+/
    var values: [String: Double] = [:]
    var types: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if line.hasPrefix("# TYPE ") {
        #expect(types[String(words[2])] == nil)
        types[String(words[2])] = String(words[3])
      } else if !line.hasPrefix("# HELP ") {
        #expect(line.wholeMatch(of: sample) != nil, "\(line)")
        #expect(values[String(words[0])] == nil, "\(line)")
        values[String(words[0])] = Double(words[1])
      }
    }
    let requests =
      "mkprofile_requests_total{route=\"autoconfig\",status=\"200\",format=\"autoconfig\"}"
    #expect(values[requests] == 3)
    let buckets = "mkprofile_request_duration_seconds_bucket"
    #expect(values["\(buckets){le=\"1e-05\"}"] == 2)
    #expect(values["\(buckets){le=\"1.0\"}"] == 3)
    #expect(values["\(buckets){le=\"+Inf\"}"] == 4)
    #expect(values["mkprofile_request_duration_seconds_count"] == 4)
    #expect(values["mkprofile_domains"] == 7)
    #expect(values["mkprofile_connections"] == 3)
    #expect(values["mkprofile_reload_failures_total"] == 1)
    #expect(values["mkprofile_build_info{version=\"1.2.3\"}"] == 1)
    #expect(types["mkprofile_request_duration_seconds"] == "histogram")
    #expect(text.hasSuffix("\n"))
  }
}
