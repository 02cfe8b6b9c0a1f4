// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

extension Field {
  /// What is particular to autoconfig documents.
  func autoconfig() -> AutoconfigOptions? {
    guard let fields = Fields<Keys.Autoconfig>(self) else { return nil }
    var options = AutoconfigOptions()
    options.everyServer = fields[.everyServer]?.boolean() ?? false
    return options
  }

  /// Where autodiscover sends clients on.
  func autodiscover() -> AutodiscoverOptions? {
    guard let fields = Fields<Keys.Autodiscover>(self) else { return nil }
    let address = fields[.redirectAddress]?.value { text throws(InvalidValue) in
      try AddressPattern(text)
    }
    let url = fields[.redirectURL]?.urlPattern()
    switch (fields[.redirectAddress], fields[.redirectURL]) {
    case (nil, nil):
      error(
        "says nothing", fix: "add 'redirectAddress:' or 'redirectURL:', or leave the key out")
    case (.some, .some):
      fields.error(
        at: .redirectURL, "an address and a URL are both given",
        fix: "keep the one where clients are to ask")
    default: break
    }
    var options = AutodiscoverOptions()
    options.redirect = address.map { .address($0) } ?? url.map { .url($0) }
    return options
  }

  /// How profiles are signed.
  func signing() -> SigningOptions? {
    guard let fields = Fields<Keys.Signing>(self) else { return nil }
    var options = SigningOptions()
    options.certificate = fields[.certificate]?.credentialPath()
    options.key = fields[.key]?.credentialPath()
    options.passphraseFile = fields[.passphraseFile]?.credentialPath()
    options.chain = fields[.chain]?.credentialPath()
    options.command = fields[.command]?.command() ?? []
    options.timeout = fields[.timeout]?.integer(SigningOptions.timeouts) ?? options.timeout
    options.places["signing"] = place
    for key in Keys.Signing.allCases {
      options.places["signing.\(key.rawValue)"] = fields[key]?.place
    }
    if fields[.command] != nil {
      if fields[.key] != nil {
        fields.error(
          at: .key, "a key and a command are both given", fix: "keep the one that signs")
      }
    } else if fields[.key] == nil {
      error(
        "neither a key nor a command signs", fix: "add 'key:' and 'certificate:', or 'command:'")
    } else if fields[.certificate] == nil {
      fields.error(at: .key, "there is no certificate for the key", fix: "add 'certificate:'")
    }
    return options
  }

  /// A file that systemd may have put where only this program finds it.
  func credentialPath() -> String? {
    guard let text = displayText()?.text else { return nil }
    return text.hasPrefix(CredentialPath.variable) ? text : text.relative(toFolderOf: report.file)
  }

  /// A program and its arguments; a program given as a path is found beside the settings.
  func command() -> [String] {
    let words = (items() ?? []).compactMap { $0.text() }
    guard let program = words.first, program.utf8.contains(UInt8(ascii: "/")) else { return words }
    return [program.relative(toFolderOf: report.file)] + words.dropFirst()
  }

  /// Says where a program could not be started: better now than when somebody waits for it.
  func refuseMissing(_ program: String) {
    switch ProgramFile(program) {
    case .executable: break
    case .missing:
      report.error(
        mark, path, "the program \(program.quotedPath) does not exist",
        fix: "install it, or mend its path", isAboutMissingFile: true)
    case .notExecutable:
      error(
        "\(program.quotedPath) cannot be started", fix: "make it a program: chmod +x \(program)")
    }
  }
}
