// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import SettingsFile
import SetupSheets
import System
import Trees

/// Has the logos of settings drawn, once, by the program for PDF: in a process of its own, with
/// little memory and little time. What documents and pages then show is a picture of points, and
/// never a stranger's drawing.
package struct LogoPress: Sendable {
  private let program: ChildProgram?
  private let limits: ProcessLimits

  /// With the program beside this one.
  package init() { self.init(ProgramBeside.path("mkprofile-pdf")) }

  /// With the program at a path; nil where it is not installed.
  package init(_ path: String?, milliseconds: Int = 10_000) {
    program = path.map { ChildProgram($0, [LogoOrder.argument]) }
    var limits = ProcessLimits()
    limits.milliseconds = milliseconds
    self.limits = limits
  }

  /// The settings with every logo drawn, and what was found on the way: a logo that cannot be
  /// drawn is an error; without the program for it, logos in SVG are left out.
  package func draw(_ catalog: SettingsCatalog) -> (catalog: SettingsCatalog, findings: [Finding]) {
    var drawn: [LogoImage: LogoImage?] = [:]
    var findings: [Finding] = []
    for logo in catalog.providers.compactMap(\.logo) where logo.kind == .svg {
      guard drawn[logo] == nil else { continue }
      let (picture, finding) = draw(logo)
      drawn[logo] = .some(picture)
      if let finding { findings.append(finding) }
    }
    return drawn.isEmpty ? (catalog, findings) : (catalog.withLogos(drawn), findings)
  }

  private func draw(_ logo: LogoImage) -> (LogoImage?, Finding?) {
    guard let program else {
      return (
        nil,
        Finding(
          .warning, at: "provider.logo",
          "the logo is left out: mkprofile-pdf, which draws SVG, is not installed",
          fix: "install it beside mkprofile, or use a PNG")
      )
    }
    func failure(_ reason: String) -> (LogoImage?, Finding?) {
      (
        nil,
        Finding(
          .error, at: "provider.logo", "the logo cannot be drawn: \(reason)",
          fix: "use a simpler drawing, or a PNG")
      )
    }
    do throws(ProcessFailure) {
      let bytes = try ChildProcess.output(of: program, input: logo.bytes, limits: limits)
      guard let picture = try? LogoImage(bytes), picture.kind == .png else {
        return failure("mkprofile-pdf wrote no picture")
      }
      return (picture, nil)
    } catch {
      let words = error.words.isEmpty ? "" : ": \(error.words)"
      switch error.cause {
      case .timedOut, .killed: return failure("it takes too much time or memory")
      default: return failure("mkprofile-pdf \(error.cause)\(words)")
      }
    }
  }
}
