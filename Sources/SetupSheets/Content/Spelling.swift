// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Spells the values of an account in the words of a language.
struct Spelling: Sendable {
  /// The account.
  let account: AccountSettings
  /// The words.
  let wording: Wording

  /// The address, or words for it where a sheet is for a whole domain.
  var address: Run {
    account.address.map { .typed($0.description) } ?? .standIn(wording[.ownAddress])
  }

  /// The person's name, or words for it.
  var name: Run {
    account.person.name.map { .given($0, nil) } ?? .standIn(wording[.ownName])
  }

  /// A text of the provider in the reader's language.
  func given(_ text: LocalizedText) -> Run {
    let chosen = text.text(for: account.languages)
    return .given(chosen, text.entries.first { $0.text == chosen }?.language)
  }

  /// A user name, or how it is made from the address.
  func login(_ login: LoginName) -> Line {
    if let value = login.value { return [.typed(value)] }
    switch login.parts {
    case [.address]: return [.standIn(wording[.ownAddress])]
    case [.localPart]: return [.standIn(wording[.ownLocalPart])]
    default:
      return login.parts.map { part in
        switch part {
        case .literal(let text): .typed(text)
        case .address: .standIn(wording[.ownAddressInside])
        case .localPart: .standIn(wording[.ownLocalPartInside])
        }
      }
    }
  }

  /// The ways to log in, the preferred one first.
  func authentication(_ ways: [Authentication]) -> Line {
    alternatives(ways.map { .text(wording[$0.phrase]) })
  }

  /// What stands where a password would: it is never printed.
  func password(_ ways: [Authentication]) -> Line {
    alternatives(ways.map { .standIn(wording[$0.passwordPhrase]) })
  }

  private func alternatives(_ runs: [Run]) -> Line {
    var line: Line = []
    for run in runs where !line.contains(run) {
      if !line.isEmpty { line.append(.text(" \(wording[.or]) ")) }
      line.append(run)
    }
    return line
  }
}

extension Authentication {
  fileprivate var phrase: Phrase {
    switch self {
    case .password: .authPassword
    case .encryptedPassword: .authEncryptedPassword
    case .oauth2: .authOAuth2
    case .kerberos: .authKerberos
    case .ntlm: .authNTLM
    case .clientCertificate: .authClientCertificate
    case .none: .authNone
    }
  }

  fileprivate var passwordPhrase: Phrase {
    switch self {
    case .password, .encryptedPassword, .ntlm: .mailboxPassword
    case .oauth2: .passwordInBrowser
    case .kerberos, .clientCertificate, .none: .passwordNotNeeded
    }
  }

  /// True where people type the mailbox password.
  var takesPassword: Bool { passwordPhrase == .mailboxPassword }
}

extension LoginName {
  /// True where the user name is the address that people type.
  var isAddress: Bool { parts == [.address] }
}
