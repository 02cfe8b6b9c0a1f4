// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import HTTPListener
import MailSettings
import SettingsFile
import System

/// The server's own certificates and the secret of its session tickets while it runs: read again
/// when files change, and judged as clients judge them.
final class CertificateKeeper {
  let certificates: TLSCertificates
  private let ticketPath: String?
  private var ticketMark: FileMark
  private let current: CurrentHandler
  private let log: RequestLog
  /// The day on which it was last said what is wrong.
  private var toldOn: Int64 = -1

  /// Below so many days left, a certificate is due: authorities renew with a third of its time.
  private static let fewDays = 10

  /// Nil where there are no certificates.
  init?(_ request: ServeRequest, _ current: CurrentHandler, _ log: RequestLog) throws(ListenerError)
  {
    guard !request.certificates.isEmpty else { return nil }
    let path = request.ticketKey
    ticketMark = path.map { FileMark($0) } ?? FileMark()
    let tickets: TicketKey
    if let path { tickets = try TicketKey(file: path) } else { tickets = TicketKey() }
    certificates = try TLSCertificates(files: request.certificates, tickets: tickets)
    ticketPath = path
    self.current = current
    self.log = log
    if let path, TicketKey.isPublic(path) {
      log.say(
        .warning,
        "everybody on this machine may read \(path.quotedPath), which opens what is recorded"
          + " of sessions: chmod 600")
    }
  }

  /// Reads again what has changed, and once a day says what is wrong; to be called each second.
  func refresh(at wall: Int64 = Clock.wall) {
    refreshTickets()
    let hosts = current.hosts
    switch certificates.reloadIfChanged(at: wall, isServed: hosts.covers) {
    case .done(let faults):
      log.say(.note, "certificates read again after a changed file", faults.map(\.finding))
    case .refused(let error):
      log.say(.error, error.fix.map { "\(error.message); \($0)" } ?? error.message)
    case nil: break
    }
    let today = wall / 86_400_000_000
    guard today != toldOn else { return }
    toldOn = today
    tell(at: wall)
  }

  /// Says what is wrong with the certificates for the settings in force.
  func tell(at wall: Int64 = Clock.wall) {
    for (_, faults) in certificates.faults(at: wall, isServed: current.hosts.covers) {
      for fault in faults { log.say(.warning, fault.finding.sentence) }
    }
    for (name, days) in certificates.daysLeft(at: wall) where (0..<Self.fewDays).contains(days) {
      log.say(
        .warning, "the certificate for \(name) ends in \(days) \(days == 1 ? "day" : "days")")
    }
  }

  /// How many faults each certificate has, by the first host that it names.
  static func faults(
    of certificates: TLSCertificates?, _ hosts: ServedHosts
  ) -> [(name: String, days: Int)] {
    certificates?.faults(isServed: hosts.covers).map { ($0.name, $0.faults.count) } ?? []
  }

  private func refreshTickets() {
    guard let ticketPath else { return }
    let mark = FileMark(ticketPath)
    guard mark != ticketMark else { return }
    ticketMark = mark
    do throws(ListenerError) {
      certificates.use(try TicketKey(file: ticketPath))
      log.say(.note, "the secret of session tickets was read again")
    } catch {
      log.say(.error, "the old secret of session tickets stays: \(error.message)")
    }
  }
}

extension ServerCertificateFault {
  fileprivate var finding: Finding { Finding(.warning, at: "", message, fix: fix) }
}
