// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileServer
import System

/// The certificates of a server, of which each connection gets one by the name that it asks for.
public final class TLSCertificates: Sendable {
  private struct State {
    var certificates: [Certificate]
    var marks: [FileMark]
  }

  private let files: [(certificate: String, key: String)]
  private let state: Guarded<State>

  /// Reads files in PEM form: a certificate followed by its chain, and its key. Throws a sentence
  /// with the name of the file that cannot be used.
  public init(files: [(certificate: String, key: String)]) throws(ListenerError) {
    guard !files.isEmpty else { throw ListenerError("there is no certificate") }
    self.files = files
    let marks = Self.marks(files)
    state = Guarded(State(certificates: try Self.load(files), marks: marks))
  }

  /// Reads all files again where one of them has changed; nil where none has, else what to say.
  /// On any error the old certificates stay.
  public func reloadIfChanged() -> Result<String, ListenerError>? {
    let marks = Self.marks(files)
    let isChanged = state.withLock { state in
      defer { state.marks = marks }
      return state.marks != marks
    }
    guard isChanged else { return nil }
    do throws(ListenerError) {
      let new = try Self.load(files)
      state.withLock { $0.certificates = new }
      return .success("certificates read again after a changed file")
    } catch {
      return .failure(ListenerError("the old certificates stay: \(error.message)"))
    }
  }

  /// The days that each certificate is still valid, below 0 where it has ended, by the first host
  /// that it names, else by its file.
  package func daysLeft(at wall: Int64 = Clock.wall) -> [(name: String, days: Int)] {
    let certificates = state.withLock { $0.certificates }
    return zip(certificates, files).map { certificate, file in
      let seconds = certificate.expires - wall / 1_000_000
      return (
        certificate.firstName ?? file.certificate, Int((Double(seconds) / 86_400).rounded(.down))
      )
    }
  }

  /// The one that names a host, else the one whose wildcard covers it, else the first.
  func choose(for host: String?) -> Certificate? {
    let certificates = state.withLock { $0.certificates }
    guard let host else { return certificates.first }
    return certificates.first { $0.covers(host, wildcards: false) }
      ?? certificates.first { $0.covers(host, wildcards: true) } ?? certificates.first
  }

  private static func load(
    _ files: [(certificate: String, key: String)]
  ) throws(ListenerError) -> [Certificate] {
    var certificates: [Certificate] = []
    for file in files { certificates.append(try Certificate(file)) }
    return certificates
  }

  private static func marks(_ files: [(certificate: String, key: String)]) -> [FileMark] {
    files.flatMap { [FileMark($0.certificate), FileMark($0.key)] }
  }
}
