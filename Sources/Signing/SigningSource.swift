// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileSigning
import SettingsFile
import System

/// A signer that is loaded anew when its files change. A value: whoever holds it decides which
/// thread asks, and hands the signer, which never changes, to the others.
package struct SigningSource {
  /// The files that it was made from, those that are missing among them: watch these.
  package let paths: [String]
  /// The signer that was loaded last without an error; nil where there never was one.
  package private(set) var signer: (any ProfileSigner)?

  private let options: SigningOptions
  private let tools: any SigningTools

  /// A source for the signing of a provider; nothing is loaded yet.
  package init(_ options: SigningOptions, tools: any SigningTools = LibcryptoTools()) {
    self.options = options
    self.tools = tools
    paths = [options.certificate, options.key, options.passphraseFile, options.chain]
      .compactMap { $0 }.compactMap { SigningPath(name: $0, field: "").path }
  }

  /// Loads all of it again, about a millisecond: what was found. On an error the old signer stays.
  package mutating func reload(
    at now: Int64 = Clock.seconds()
  ) -> (isGood: Bool, findings: [Finding]) {
    do throws(SigningFailure) {
      let loaded = try tools.signer(for: options, named: .settings, at: now)
      signer = loaded.signer
      return (true, loaded.findings)
    } catch {
      return (false, error.findings)
    }
  }
}
