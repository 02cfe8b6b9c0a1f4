// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// A password to hand over on paper. It says nothing of itself in messages, logs and debuggers.
package struct InitialPassword: Sendable, CustomStringConvertible, CustomReflectable {
  /// The most characters that are printed.
  package static let mostCharacters = 128

  let text: String

  /// Reads a password; what is wrong with it is told without it.
  package init(_ text: String) throws(InvalidValue) {
    guard text.count <= Self.mostCharacters else {
      throw InvalidValue(
        "the password has more than \(Self.mostCharacters) characters", fix: "choose a shorter one")
    }
    guard let checked = try? DisplayText(text), checked.text == text else {
      throw InvalidValue(
        "the password has a character that cannot be printed, or blanks around it",
        fix: "choose one of letters, digits and signs")
    }
    self.text = text
  }

  /// Nothing of the password, so that no message shows it.
  package var description: String { "•••" }
  /// Nothing of the password, so that no dump shows it.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A sheet that can have a strip with a password: one that is printed, never one that is sent.
package protocol StripRenderer: Renderer {
  /// The sheet with its strip.
  func render(
    _ account: AccountSettings, _ options: RenderOptions, password: InitialPassword
  ) throws(RenderFailure) -> Document
}

extension Sheet {
  /// The sheet with a strip for a password.
  func withStrip(
    _ password: InitialPassword, _ account: AccountSettings, _ wording: Wording
  ) -> Sheet {
    var sheet = self
    let spelling = Spelling(account: account, wording: wording)
    var rows = [ValueTable.Row(label: wording[.userName], lines: [[spelling.address]])]
    if let login = account.incoming.first?.username.value, login != account.address?.description {
      rows[0].lines = [[.typed(login)]]
    }
    rows.append(ValueTable.Row(label: wording[.password], lines: [[.typed(password.text)]]))
    sheet.strip = Strip(heading: wording[.cutHere], rows: rows)
    return sheet
  }
}
