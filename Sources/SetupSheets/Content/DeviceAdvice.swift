// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension DeviceSheet {
  /// What to do at the device.
  var steps: Section {
    let phrases: [Phrase] = [
      .deviceStepTyping, .deviceStepClock, .deviceStepTest, .deviceStepScan,
    ]
    return Section(
      rank: .side, heading: wording[.stepsHeading],
      blocks: [.steps(phrases.map { wording.line($0) })])
  }

  /// What devices cannot do.
  var limits: Section {
    func number(_ count: Int) -> Line { [.text(String(count))] }
    let resolution = "\(definition.resolution.lowerBound)–\(definition.resolution.upperBound)"
    var lines = [
      wording.line(.limitPassword, [.count: number(definition.longestPassword)]),
      wording.line(.limitLogin, [.count: number(definition.longestLogin)]),
    ]
    if definition.refusesPlus { lines.append(wording.line(.limitPlus)) }
    lines.append(wording.line(.limitResolution, [.resolution: [.text(resolution)]]))
    return Section(rank: .side, heading: wording[.limitsHeading], blocks: [.list(lines)])
  }

  /// What the server's answers mean (RFC 5321 section 4.2.3, RFC 4954 section 6).
  var codes: Section {
    let rows: [(String, Phrase)] = [
      ("535", .code535), ("530", .code530), ("421", .code421), ("550", .code550),
    ]
    let grid = Grid(
      caption: wording[.codesCaption], headers: [wording[.code], wording[.meaning]],
      rows: rows.map { [[.text($0.0)], wording.line($0.1)] })
    return Section(rank: .side, heading: wording[.codesHeading], blocks: [.grid(grid)])
  }
}
