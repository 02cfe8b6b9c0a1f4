// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension Field {
  /// How profiles for one person are handed out.
  func delivery(isSigned: Bool) -> DeliveryOptions? {
    guard let fields = Fields<Keys.Delivery>(self) else { return nil }
    var options = DeliveryOptions()
    options.linkKey = fields[.linkKey]?.credentialPath()
    options.passwordCommand = fields[.passwordCommand]?.command() ?? []
    if let program = options.passwordCommand.first, let field = fields[.passwordCommand] {
      field.refuseMissing(program)
    }
    options.passwordTimeout =
      fields[.passwordTimeout]?.integer(DeliveryOptions.timeouts) ?? options.passwordTimeout
    options.singleUse = fields[.singleUse]?.boolean()
    options.usedLinks = fields[.usedLinks]?.filePath()
    if fields[.passwordCommand] != nil, !isSigned {
      fields.error(
        at: .passwordCommand, "a profile with a password has to be signed",
        fix: "add 'signing:', or leave the password to the person")
    }
    if fields[.passwordCommand] == nil, fields[.passwordTimeout] != nil {
      fields.error(
        at: .passwordTimeout, "there is no program to wait for", fix: "add 'passwordCommand:'")
    }
    return options
  }
}
