// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

// Compares the words that definitions have for programs with the language files of those programs:
// FOLDER holds their checkouts. `./dev labels FOLDER` runs it.

import Foundation

guard CommandLine.arguments.count == 2, let path = CommandLine.arguments.last else {
  print("usage: labels FOLDER: a folder with checkouts such as thunderbird-l10n")
  exit(64)
}
var check = LabelCheck(folder: URL(fileURLWithPath: path))
exit(check.run() ? 0 : 1)
