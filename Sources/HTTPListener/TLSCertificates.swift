// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileServer
import System

/// The certificates of a server, of which each connection gets one by the name that it asks for.
package final class TLSCertificates: Sendable {
  private struct State {
    var certificates: [ServerCertificate]
    var marks: [FileMark]
  }

  private let files: [(certificate: String, key: String)]
  private let state: Guarded<State>

  /// Makes session tickets; nil for none.
  private let tickets: Guarded<TicketKey?>

  /// What makes session tickets; nil for none.
  var ticketKey: TicketKey? { tickets.withLock { $0 } }

  /// Reads files in PEM form: a certificate followed by its chain, and its key. Throws a sentence
  /// with the name of the file that cannot be used.
  package init(
    files: [(certificate: String, key: String)], tickets: TicketKey? = TicketKey()
  ) throws(ListenerError) {
    guard !files.isEmpty else { throw ListenerError("there is no certificate") }
    self.files = files
    self.tickets = Guarded(tickets)
    let marks = Self.marks(files)
    state = Guarded(State(certificates: try Self.load(files), marks: marks))
  }

  /// Uses another secret for the tickets of connections to come.
  package func use(_ key: TicketKey) { tickets.withLock { $0 = key } }

  /// What came of files that have changed.
  package enum Reload: Sendable {
    /// They are in use, with what is wrong with them all the same.
    case done([ServerCertificateFault])
    /// The old ones stay, since the new ones cannot be used or are worse.
    case refused(ListenerError)
  }

  /// Reads all files again where one of them has changed; nil where none has. Certificates that
  /// clients refuse never replace such as they take.
  package func reloadIfChanged(
    at wall: Int64 = Clock.wall, isServed: (String) -> Bool = { _ in true }
  ) -> Reload? {
    let marks = Self.marks(files)
    let isChanged = state.withLock { state in
      defer { state.marks = marks }
      return state.marks != marks
    }
    guard isChanged else { return nil }
    do throws(ListenerError) {
      let new = try Self.load(files)
      let old = state.withLock { $0.certificates }
      var found: [ServerCertificateFault] = []
      for (index, certificate) in new.enumerated() {
        let file = files[index].certificate
        let now = wall / 1_000_000
        let faults = certificate.faults(file, at: now, isServed: isServed)
        found += faults
        guard let worst = faults.first, old.indices.contains(index),
          old[index].faults(file, at: now, isServed: isServed).isEmpty
        else { continue }
        throw ListenerError(worst.message, fix: worst.fix)
      }
      state.withLock { $0.certificates = new }
      return .done(found)
    } catch {
      return .refused(
        ListenerError("the old certificates stay: \(error.message)", fix: error.fix))
    }
  }

  /// What is wrong with each certificate, by the first host that it names, else by its file.
  package func faults(
    at wall: Int64 = Clock.wall, isServed: (String) -> Bool
  ) -> [(name: String, faults: [ServerCertificateFault])] {
    let certificates = state.withLock { $0.certificates }
    return zip(certificates, files).map { certificate, file in
      (
        certificate.firstName ?? file.certificate,
        certificate.faults(file.certificate, at: wall / 1_000_000, isServed: isServed)
      )
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
  func choose(for host: String?) -> ServerCertificate? {
    let certificates = state.withLock { $0.certificates }
    guard let host else { return certificates.first }
    return certificates.first { $0.covers(host, wildcards: false) }
      ?? certificates.first { $0.covers(host, wildcards: true) } ?? certificates.first
  }

  private static func load(
    _ files: [(certificate: String, key: String)]
  ) throws(ListenerError) -> [ServerCertificate] {
    var certificates: [ServerCertificate] = []
    for file in files { certificates.append(try ServerCertificate(file)) }
    return certificates
  }

  private static func marks(_ files: [(certificate: String, key: String)]) -> [FileMark] {
    files.flatMap { [FileMark($0.certificate), FileMark($0.key)] }
  }
}
