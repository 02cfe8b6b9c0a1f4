// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A report as commands for nsupdate (RFC 2136): what mends each fault, as far as records of the
/// domain's own zone do.
package enum UpdateWriter {
  /// The commands, with what each is for as a comment; `send` stands there only behind commands.
  package static func text(_ report: CheckReport) -> String {
    var out = ""
    var done: Set<RecordEdit> = []
    var hasCommands = false
    let zone = report.zone ?? report.domain.ascii
    for item in report.items where item.grade != .good {
      guard !item.edits.isEmpty else {
        // Advice without records is for the report.
        if item.grade != .advice { out += comment("by hand", item) }
        continue
      }
      let new = item.edits.filter { done.insert($0.with(caution: nil)).inserted }
      out += comment(nil, item)
      for edit in new {
        if let caution = edit.caution { out += "; \(SafeText.line(caution))\n" }
        if edit.name == zone || edit.name.hasSuffix(".\(zone)") {
          for line in edit.update(in: zone).split(separator: "\n") {
            out += SafeText.line(String(line), longest: .max) + "\n"
          }
          hasCommands = true
        } else {
          out += "; in another zone: \(SafeText.line(edit.text, longest: SafeText.longestCopied))\n"
        }
      }
    }
    guard hasCommands else { return out + "; nothing is to be changed in the zone \(zone)\n" }
    return "zone \(zone).\n" + out + "send\n"
  }

  private static func comment(_ label: String?, _ item: CheckItem) -> String {
    let prefix = label.map { "\($0): " } ?? ""
    let fix = label == nil ? "" : item.fix.map { "; \($0)" } ?? ""
    let line = "\(prefix)\(item.area.rawValue): \(item.place): \(item.message)\(fix)"
    return "; \(SafeText.line(line, longest: SafeText.longestCopied))\n"
  }
}
