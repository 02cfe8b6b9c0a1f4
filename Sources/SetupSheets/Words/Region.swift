// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension Language {
  /// True for Spanish as one country of Latin America has it, such as `es-MX`: what these have in
  /// common is `es-419` (CLDR 46, supplemental data, parent locales).
  var isLatinAmerican: Bool {
    base.tag == "es" && Self.latinAmerica.contains { tag == "es-\($0)" }
  }

  private static let latinAmerica = [
    "AR", "BO", "BR", "BZ", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "JP", "MX", "NI", "PA",
    "PE", "PR", "PY", "SV", "US", "UY", "VE",
  ]
}
