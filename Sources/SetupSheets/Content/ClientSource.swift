// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientSheet {
  /// The values of the provider that mail is copied from, as an importer asks for them.
  func table(_ source: SourceDefinition) -> ValueTable {
    let ask: Line = [.standIn(wording[.askOldProvider])]
    let server = source.server
    return ValueTable(
      caption: wording.line(.sourceCaption, fillings).plainText,
      rows: [
        row(.accountType, [.text(MailProtocol.imap.displayName)]),
        row(.serverName, server.map { [.typed($0.host.ascii)] } ?? ask),
        row(.port, [.typed((server?.port ?? MailProtocol.imap.usualPort(.tls)).description)]),
        row(.security, [word(server?.security ?? .tls)]),
        row(.userName, [.standIn(source.login.map { wording.text($0) } ?? wording[.oldAddress])]),
        row(
          .password, [.standIn(source.password.map { wording.text($0) } ?? wording[.oldPassword])]),
      ])
  }
}
