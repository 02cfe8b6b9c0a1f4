// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CIDN

/// Internationalised domain names through libidn2: IDNA 2008 with the mappings of UTS 46.
enum IDNA {
  /// The A-label form (`bücher.example` → `xn--bcher-kva.example`), lower case.
  static func toASCII(_ text: String) throws(InvalidValue) -> String {
    guard !text.utf8.contains(0) else { throw InvalidValue("a NUL character") }
    var out: UnsafeMutablePointer<CChar>?
    let flags = Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
    let code = idn2_to_ascii_8z(text, &out, flags)
    defer { idn2_free(out) }
    guard code == IDN2_OK.rawValue, let out else {
      throw InvalidValue(String(cString: idn2_strerror(code)))
    }
    return String(cString: out).lowercased()
  }

  /// The U-label form for people; the A-label form where a label cannot be decoded.
  static func toUnicode(_ ascii: String) -> String {
    var out: UnsafeMutablePointer<CChar>?
    let code = idn2_to_unicode_8z8z(ascii, &out, 0)
    defer { idn2_free(out) }
    guard code == IDN2_OK.rawValue, let out else { return ascii }
    return String(cString: out)
  }
}
