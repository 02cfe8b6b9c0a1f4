// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension Wording {
  /// Which edition of a sheet somebody holds: the day of issue where one was given, the template,
  /// and the first characters of a name for the settings behind it, the same for everybody at a
  /// domain.
  func edition(_ definition: Definition, _ account: AccountSettings, date: String?) -> Line {
    var parts: [Line] = []
    if let date { parts.append(line(.issued, [.date: [.text(self.date(date))]])) }
    let template = "\(definition.id) \(definition.checked)"
    parts.append(line(.template, [.version: [.text(template)]]))
    let common = AccountSettings(
      account.provider, domain: account.domain, loginDomain: account.loginDomain,
      language: account.provider.languages.first)
    if let document = try? ResolvedSettings().render(common, RenderOptions()) {
      let hash = ContentName(document.bytes).description.prefix(8).lowercased()
      parts.append(line(.settingsEdition, [.version: [.text(hash)]]))
    }
    return Line(parts.joined(separator: [.text(" · ")]))
  }
}
