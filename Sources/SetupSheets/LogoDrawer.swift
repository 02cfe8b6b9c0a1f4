// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// Draws a logo once, to a picture of bounded size that every document shows. It stands behind a
/// protocol since what draws SVG is a heavy library, which only one program links.
package protocol LogoDrawer: Sendable {
  /// A PNG of the logo, at most 1200 by 320 pixels; throws why it cannot be drawn.
  func draw(_ logo: LogoImage) throws(RenderFailure) -> LogoImage
}

/// How the program for PDF is asked to draw a logo: the file on standard input, a PNG on standard
/// output.
package enum LogoOrder {
  /// The word after the program's name.
  package static let argument = "--draw-logo"
  /// Bytes of one logo, as it is asked for and as it comes back.
  package static let mostBytes = 4 * 1_024 * 1_024
}
