// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Everything that a check asks of the network; the rest of it works things out.
package protocol World: Sendable {
  /// Asks a resolver.
  func ask(_ question: Question) async -> Answer
  /// Fetches a document.
  func fetch(_ request: WebRequest) async -> WebAnswer
  /// Talks to a server.
  func probe(_ request: ServerProbe) async -> ServerAnswer
  /// Reads a public key (SubjectPublicKeyInfo in DER); nil where it is none.
  func publicKey(_ bytes: [UInt8]) -> PublicKey?
  /// Reads the first certificate of a PEM file; nil where there is none.
  func certificate(_ pem: [UInt8]) -> CertificateFacts?
  /// Seconds since 1970.
  var now: Int { get }
  /// True where connections to a host go to a place that the user gave, whatever the DNS says.
  func isRerouted(_ host: String, _ port: Int) -> Bool
  /// The same world for documents whose server has no name in the DNS yet.
  var forDocuments: any World { get }
}

extension World {
  /// Where nothing else is said, there is no difference.
  package var forDocuments: any World { self }

  /// Where nothing else is said, the DNS leads everywhere.
  package func isRerouted(_ host: String, _ port: Int) -> Bool { false }
}

/// A public key.
package struct PublicKey: Sendable, Hashable {
  /// `RSA`, `EdDSA (Ed25519)` and so on.
  package let algorithm: String
  /// Its length.
  package let bits: Int

  /// A key.
  package init(algorithm: String, bits: Int) {
    self.algorithm = algorithm
    self.bits = bits
  }
}

/// What a check wants to know of a certificate.
package struct CertificateFacts: Sendable, Hashable {
  /// The host names in it.
  package var names: [String]
  /// The end of its life, in seconds since 1970.
  package var expires: Int
  /// Who signed it.
  package var issuer: String
  /// What it is for: object identifiers of its extended key usage (RFC 5280 section 4.2.1.12).
  package var purposes: [String] = []
  /// SHA-256 of its public key with the algorithm, in hexadecimal digits.
  package var keyDigest = ""
  /// SHA-256 of all of it, in hexadecimal digits.
  package var digest = ""
  /// SHA-512 of its public key with the algorithm, in hexadecimal digits.
  package var longKeyDigest = ""
  /// SHA-512 of all of it, in hexadecimal digits.
  package var longDigest = ""
  /// The public key with the algorithm, in hexadecimal digits.
  package var key = ""
  /// All of it, in hexadecimal digits.
  package var data = ""
  /// Whom it is for; empty where its subject says nothing.
  package var subject = ""
  /// The beginning of its life, in seconds since 1970; nil where that is not known.
  package var starts: Int?
  /// True where it says where the certificate of who signed it can be had.
  package var hasIssuerURL = false
  /// The length of its key where that is one for RSA.
  package var rsaBits: Int?

  /// Facts.
  package init(names: [String], expires: Int, issuer: String) {
    self.names = names
    self.expires = expires
    self.issuer = issuer
  }
}

/// A request as a mail client makes it.
package struct WebRequest: Sendable, Hashable {
  /// Which redirects a client follows.
  package enum Redirects: Sendable, Hashable {
    case none
    case any
    /// From https to https, from http to http.
    case sameScheme
    /// Only where `Location` is a whole URL.
    case absolute
  }

  /// `GET`, `POST`, `PROPFIND`, …
  package var method = "GET"
  /// The URL.
  package var url: String
  /// Header lines such as `Accept: */*`.
  package var headers: [String] = []
  /// The body; nil for none.
  package var body: String?
  /// Seconds that the client waits for all of it.
  package var timeout = 10
  /// Which redirects are followed.
  package var redirects: Redirects

  /// A request.
  package init(_ url: String, redirects: Redirects = .any) {
    self.url = url
    self.redirects = redirects
  }
}

/// What came back for a request.
package struct WebAnswer: Sendable, Hashable {
  /// Why there is no response.
  package enum Failure: Sendable, Hashable {
    /// The host has no address.
    case noAddress(String)
    /// Nobody listens.
    case refused
    /// Nothing came in time.
    case timeout
    /// TLS failed, in the library's words.
    case tls(String)
    /// The server shows another key than a moment before.
    case otherKey
    /// More than the limit came.
    case tooLarge
    /// More redirects than the limit.
    case tooManyRedirects
    /// Something else, in the library's words.
    case other(String)
  }

  /// Why there is no response; nil where there is one.
  package var failure: Failure?
  /// The status code; 0 without a response.
  package var status = 0
  /// `Content-Type` as it was sent; empty without one.
  package var contentType = ""
  /// Where the last response points to, made absolute; nil where it points nowhere.
  package var location: String?
  /// The URLs that were asked, the last one answered.
  package var urls: [String] = []
  /// The body.
  package var body: [UInt8] = []

  /// No answer yet.
  package init() {}

  /// True for 2xx.
  package var isSuccess: Bool { (200...299).contains(status) }

  /// What came, in a few words.
  package var summary: String {
    switch failure {
    case .noAddress(let host): "\(host) has no address"
    case .refused: "nobody listens there"
    case .timeout: "no answer came in time"
    case .tls(let reason): "TLS failed: \(reason)"
    case .otherKey: "the server shows another key than a moment before"
    case .tooLarge: "the answer is too large"
    case .tooManyRedirects: "there are too many redirects"
    case .other(let reason): reason
    case nil: contentType.isEmpty ? "status \(status)" : "status \(status), \(contentType)"
    }
  }
}
