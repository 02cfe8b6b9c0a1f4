// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// The codes of a sheet: a phone's camera reads what a person would type.
struct SheetCodes {
  private(set) var section: Section
  private(set) var findings: [Finding] = []

  /// What can be scanned for a program: for any program, everything that sets mail up.
  static func kinds(for client: ClientDefinition) -> [ClientDefinition.Code] {
    // A computer is no phone whose camera is pointed at paper.
    if client.platforms == [.macos] { return [] }
    let hasAll = client.definition.id == SheetLibrary.generic || client.parts.contains(.codes)
    return hasAll ? [.profile, .thunderbird] : [client.code].compactMap { $0 }
  }

  /// The codes of these kinds that the account has something for.
  init(_ kinds: [ClientDefinition.Code], _ account: AccountSettings, _ wording: Wording) {
    var codes: [SheetCode] = []
    section = Section(rank: .main, heading: wording[.scanHeading], blocks: [])
    for kind in kinds {
      switch kind {
      case .profile:
        guard let link = account.profileLink else { continue }
        add(
          link, wording[.scanProfile],
          [wording.line(.scanProfileSteps), [.link(link, target: link)]], to: &codes)
      case .thunderbird:
        guard account.address != nil,
          let document = try? ThunderbirdQR().render(account, RenderOptions())
        else { continue }
        add(
          document.text, wording[.scanThunderbird], [wording.line(.scanThunderbirdSteps)],
          to: &codes)
      case .davx5:
        guard let link = ServiceLink.davx5.text(for: account) else { continue }
        add(
          link, wording[.scanDAVx5],
          [wording.line(.scanDAVx5Steps), [.link(link, target: link)]], to: &codes)
      }
    }
    if !codes.isEmpty { section.blocks = [.codes(codes)] }
  }

  private mutating func add(
    _ content: String, _ caption: String, _ lines: [Line], to codes: inout [SheetCode]
  ) {
    do throws(InvalidValue) {
      codes.append(try SheetCode(caption: caption, content: content, lines: lines))
    } catch {
      findings.append(
        Finding(.warning, at: "", "a code is not on the sheet: \(error.message)", fix: error.fix))
    }
  }
}
