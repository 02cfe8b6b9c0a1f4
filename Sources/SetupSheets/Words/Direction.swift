// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension Language {
  /// True for languages that are written from right to left, as far as no script subtag says
  /// otherwise (CLDR, layout.orientation).
  package var isRightToLeft: Bool {
    let scripts = tag.split(separator: "-").dropFirst().filter { $0.utf8.count == 4 }
    if let script = scripts.first { return ["arab", "hebr", "thaa", "nkoo"].contains(script) }
    return [
      "ar", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi",
    ].contains(base.tag)
  }

  /// The attributes of the root of a page in this language.
  var rootAttributes: [(StaticString, String)] {
    [("lang", tag)] + (isRightToLeft ? [("dir", "rtl")] : [])
  }
}
