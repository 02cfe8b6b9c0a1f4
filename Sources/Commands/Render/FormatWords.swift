// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What people call formats: by what they are for, or by what their files are.
enum FormatWords {
  /// Words in lower case, each with the name of the format that it most likely means.
  static let likely: [String: String] = [
    "iphone": "mobileconfig", "ipad": "mobileconfig", "ios": "mobileconfig",
    "mac": "mobileconfig", "macos": "mobileconfig", "apple": "mobileconfig",
    "apple-mail": "mobileconfig", "profile": "mobileconfig", "plist": "mobileconfig",
    "thunderbird": "autoconfig", "xml": "autoconfig", "fairemail": "autoconfig",
    "kmail": "autoconfig", "evolution": "autoconfig", "autoconfiguration": "autoconfig",
    "outlook": "autodiscover", "exchange": "autodiscover", "pox": "autodiscover",
    "activesync": "mobilesync", "eas": "mobilesync",
    "zone": "dns", "bind": "dns", "records": "dns", "srv": "dns",
    "txt": "sheet-text", "md": "sheet-markdown", "htm": "sheet-html", "print": "sheet-pdf",
    "printer": "sheet-pdf", "scanner": "sheet-pdf", "qr": "thunderbird-qr",
    "json": "settings", "yaml": "settings",
  ]
}
