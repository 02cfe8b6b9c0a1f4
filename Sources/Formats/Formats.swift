// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers
import SetupSheets

/// Every format, in the order in which help lists them.
public enum Formats {
  /// The list to which a new format adds its line.
  public static let all: [any Renderer] = Formats.all(sheets: .builtIn)

  /// Every format, sheets from these definitions.
  public static func all(sheets library: SheetLibrary) -> [any Renderer] {
    [
      MobileConfig(),
      Autoconfig(),
      Autodiscover(),
      MobileSync(),
      AutodiscoverJSON(),
      PACC(),
      DNSZone(),
      SheetText(library),
      SheetHTML(library),
      ThunderbirdQR(),
      ResolvedSettings(),
    ]
  }

  /// The format with this name.
  public static func named(_ name: String) -> (any Renderer)? {
    all.first { $0.name == name }
  }
}
