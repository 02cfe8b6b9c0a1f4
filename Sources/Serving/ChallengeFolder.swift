// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileServer
import System

/// What certificate authorities ask for (RFC 8555 section 8.3): files that certbot or uacme puts
/// into a web root and takes away again.
struct ChallengeFolder: Sendable {
  /// The web root, or the folder of the files itself.
  let folder: String

  /// More bytes than a token and the digest of a key are no answer to a challenge.
  private static let mostBytes = 1_024
  /// More characters are no token.
  private static let longestToken = 256

  /// The answer to a request for a token; nil for every other path.
  func answer(_ request: Request) -> Response? {
    guard request.path.hasPrefix(LookupPath.challenges) else { return nil }
    guard ["GET", "HEAD"].contains(request.method) else {
      return .text(405, .challenge, "This address is for GET, HEAD.", [("Allow", "GET, HEAD")])
    }
    let token = request.path.dropFirst(LookupPath.challenges.utf8.count)
    guard let bytes = Self.isToken(token) ? read(String(token)) : nil else {
      return .text(404, .challenge, "There is no such challenge.")
    }
    return Response(
      200, .challenge,
      [("Content-Type", "application/octet-stream"), ("Cache-Control", "no-store")], body: bytes)
  }

  /// Characters of base64url alone (RFC 8555 section 8.1), so that no other file can be meant.
  private static func isToken(_ text: Substring) -> Bool {
    (1...longestToken).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
      }
  }

  private func read(_ token: String) -> [UInt8]? {
    Self.contents("\(folder)\(LookupPath.challenges)\(token)")
      ?? Self.contents("\(folder)/\(token)")
  }

  private static func contents(_ path: String) -> [UInt8]? {
    let descriptor = SystemCall.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { SystemCall.close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= mostBytes
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: mostBytes)
    let count = bytes.withUnsafeMutableBytes { SystemCall.read(descriptor, $0) }
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }
}
