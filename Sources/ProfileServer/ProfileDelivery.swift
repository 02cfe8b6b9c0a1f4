// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What it takes to hand out the profiles of one provider, beside the settings themselves: secrets
/// and programs, which live outside of the handler and may change while it answers.
package struct ProfileDelivery: Sendable {
  /// Who signs now; nil where the settings ask for no signature.
  package var signer: (@Sendable () -> CurrentSigner)?
  /// Where the buttons of links are answered; nil where there is no key for links.
  package var desk: LinkDesk?
  /// True where a profile without a password may be sent unsigned when signing fails.
  package var allowsUnsigned = false

  /// Nothing is signed and there are no links.
  package init() {}
}

/// Who signs, with a number that changes when another one takes its place.
package struct CurrentSigner: Sendable {
  /// The document as attached content of CMS SignedData in DER; nil where signing fails. May wait
  /// for another program.
  package let sign: @Sendable ([UInt8]) -> [UInt8]?
  /// Tells what was signed by one from what was signed by the next.
  package let generation: Int

  /// A signer.
  package init(generation: Int, sign: @escaping @Sendable ([UInt8]) -> [UInt8]?) {
    self.sign = sign
    self.generation = generation
  }
}
