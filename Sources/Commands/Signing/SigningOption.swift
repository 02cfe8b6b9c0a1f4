// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console

extension CommandOption {
  static let unsigned = CommandOption(
    name: "unsigned", summary: "Leave profiles unsigned, whatever the settings say.")
  static let allowUnsigned = CommandOption(
    name: "allow-unsigned", summary: "Write a profile unsigned where it cannot be signed.")
  static let certificate = CommandOption(
    name: "certificate", placeholder: "FILE",
    summary: "The signer's certificate in PEM or DER; its chain may follow in the same file.",
    completion: .files)
  static let key = CommandOption(
    name: "key", placeholder: "FILE", summary: "Its private key in PEM or DER.",
    completion: .files)
  static let chain = CommandOption(
    name: "chain", placeholder: "FILE", summary: "The intermediate certificates.",
    completion: .files)
  static let passphraseFile = CommandOption(
    name: "passphrase-file", placeholder: "FILE",
    summary: "A file whose first line opens the key.", completion: .files)
  static let roots = CommandOption(
    name: "ca", placeholder: "FILE",
    summary: "The roots to trust in PEM, instead of those of this system.", completion: .files)
  static let reportJSON = CommandOption(
    name: "json", summary: "One JSON object a line instead of text.")
  static let identity = CommandOption(
    name: "identity", placeholder: "FILE",
    summary: "The person's certificate and key for S/MIME (PKCS #12), for the profile.",
    completion: .files)
  static let identityPassphraseFile = CommandOption(
    name: "identity-passphrase-file", placeholder: "FILE",
    summary: "A file whose first line opens the identity; the device asks for the same.",
    completion: .files)
  static let legacyIdentity = CommandOption(
    name: "legacy",
    summary: "Write the identity for devices before iOS 18 and macOS 15: 3DES instead of AES.")
}
