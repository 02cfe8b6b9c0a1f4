// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import ProfileSigning
import Renderers
import System

extension Invocation {
  /// The person with the identity for S/MIME that was named, ready for the profile.
  func withIdentity(
    _ person: Person, for subjects: [Subject], as format: any Renderer
  ) throws(Failure) -> Person {
    guard arguments.has(.identity) || arguments.has(.identityPassphraseFile) else {
      if arguments.has(.legacyIdentity) {
        throw .usage("--legacy is for --identity", fix: "give --identity too, or leave it out")
      }
      return person
    }
    guard let path = arguments[.identity], let passphrase = arguments[.identityPassphraseFile]
    else {
      throw .usage("--identity and --identity-passphrase-file belong together", fix: "give both")
    }
    guard format.isSigned else {
      throw .usage("--identity is not for \(format.name)", fix: "use --format mobileconfig")
    }
    let isOne = subjects.count == 1 || arguments.has(.together)
    guard isOne, case .address(let address)? = subjects.first else {
      throw .usage("--identity is for one address", fix: "give a single address")
    }
    let tools = cli.signing
    let identity: LoadedIdentity
    do throws(SigningFailure) {
      identity = try tools.identity(
        IdentityFile(
          path: path, passphraseFile: passphrase, isLegacy: arguments.has(.legacyIdentity)),
        for: address, at: Clock.seconds())
    } catch {
      throw error.failure
    }
    guard reporter.report(identity.findings, for: address.description) else {
      throw Failure(.badInput, findings: [])
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var person = person
    do throws(InvalidValue) {
      person.identity = PersonalIdentity(bytes: identity.bytes, name: try DisplayText(name))
    } catch { throw .usage(error.message, fix: error.fix) }
    return person
  }
}
