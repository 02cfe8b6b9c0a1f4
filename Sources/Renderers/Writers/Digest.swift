// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CNettle
import MailSettings

/// SHA-256 (FIPS 180-4), as a PACC record has it.
package enum Digest {
  /// The digest of some bytes, in base64.
  package static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    mkprofile_sha256(bytes.count, bytes, &digest)
    return String(decoding: Base64.encode(digest), as: UTF8.self)
  }
}
