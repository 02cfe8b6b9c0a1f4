// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import MailSettings
import ProfileSigning
import Renderers
import System

extension CLI {
  /// Says what a device will say.
  var verifyCommand: Command {
    Command(
      name: "verify",
      synopsis: ["[--ca FILE] [--json] FILE ..."],
      summary: "Say whether devices will show a profile as verified, and why not.",
      details: [
        "Checks signature, dates, purpose and the way to a root of this system or of --ca, and"
          + " whether what is signed is a profile. Roots of Apple's systems may differ from those"
          + " of this one.",
        "The exit code is 0 where every profile is Verified, 1 where one is Not Verified or Not"
          + " Signed, 65 where a file is not a profile.",
      ],
      options: [.roots, .reportJSON] + CommandOption.reporting,
      takesFiles: true,
      examples: [
        ("mkprofile verify anna.mobileconfig", "What an iPhone will show."),
        ("mkprofile verify --ca root.pem *.mobileconfig", "With a root of one's own."),
      ],
      run: { invocation throws(Failure) in try invocation.verify() })
  }
}

extension Invocation {
  fileprivate func verify() throws(Failure) -> ExitCode {
    guard !arguments.operands.isEmpty else {
      throw .usage("there is no FILE", fix: "give the profiles to verify")
    }
    let tools = cli.signing
    let now = Clock.seconds()
    var code = ExitCode.done
    for path in arguments.operands {
      let document = try document(path)
      let report: SignatureReport
      do throws(SigningFailure) {
        report = try tools.verify(document.bytes, roots: arguments[.roots], at: now)
      } catch {
        throw error.failure
      }
      if arguments.has(.reportJSON) {
        try io.write(report.json(document.name, at: now), pretty: false)
        try io.write("\n")
      } else {
        try io.write(report.text(document.name, at: now))
      }
      let isGood = reporter.report(report.findings, for: document.name)
      switch report.status {
      case .unusable: code = .badInput
      case .verified where isGood: break
      case .verified, .notVerified, .notSigned: if code == .done { code = .errorsFound }
      }
    }
    return code
  }
}

extension SignatureReport {
  fileprivate func text(_ name: String, at now: Int64) -> String {
    var lines = ["\(name): \(status.rawValue)".printable]
    if let signer {
      let days = signer.daysLeft(at: now)
      let left = days < 0 ? "expired" : days == 1 ? "1 day left" : "\(days) days left"
      lines.append("  signed by \(signer.subject.printable), \(signer.key), \(left)")
      if chain.count > 1 {
        lines.append("  chain: \(chain.map(\.printable).joined(separator: " < "))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  fileprivate func json(_ name: String, at now: Int64) -> JSON {
    let who = signer.map { signer in
      JSON.object([
        "subject": .string(signer.subject), "issuer": .string(signer.issuer),
        "key": .string(signer.key), "daysLeft": .integer(signer.daysLeft(at: now)),
      ])
    }
    let reasons = findings.map { finding in
      JSON.object([
        "severity": .string(finding.severity.rawValue), "path": .string(finding.path),
        "message": .string(finding.message), "fix": finding.fix.map { .string($0) } ?? .null,
      ])
    }
    return .object([
      "file": .string(name), "status": .string(status.rawValue), "signer": who ?? .null,
      "chain": .array(chain.map { .string($0) }), "findings": .array(reasons),
    ])
  }
}
