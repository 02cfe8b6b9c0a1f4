// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// Why a file does not hold the certificates that it should.
enum UnreadableCertificates: Error, Hashable {
  /// There is none in it.
  case noCertificate
  /// One of them, counted from 1, cannot be read.
  case broken(Int)
  /// There are more than so many.
  case tooMany(Int)
}

extension Certificate {
  /// The certificates of a file in PEM, or the one of a file in DER, in the order of the file.
  static func read(
    _ bytes: [UInt8], atMost limit: Int = 64
  ) throws(UnreadableCertificates) -> [Certificate] {
    CryptoError.clear()
    defer { CryptoError.clear() }
    guard bytes.isPEM else {
      guard let certificate = try? Certificate(der: bytes) else { throw .noCertificate }
      return [certificate]
    }
    guard let input = try? MemoryBIO(bytes) else { throw .noCertificate }
    var certificates: [Certificate] = []
    while let pointer = PEM_read_bio_X509(input.pointer, nil, refuseToAnswer, nil) {
      certificates.append(Certificate(owning: pointer))
      guard certificates.count <= limit else { throw .tooMany(limit) }
    }
    // The end of the file is an error of libcrypto's, too.
    let code = ERR_peek_last_error()
    let isEnd = ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE
    guard isEnd else { throw .broken(certificates.count + 1) }
    guard !certificates.isEmpty else { throw .noCertificate }
    return certificates
  }
}

/// No certificate is encrypted.
private func refuseToAnswer(
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32, _: UnsafeMutableRawPointer?
) -> Int32 { -1 }
