// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Holds the port of a server against its protection, where both are what they should be.
struct ConnectionCheck {
  /// What listens there.
  enum Service: Equatable {
    case mail(MailProtocol)
    case directory
  }

  /// Nil where the protocol is not known.
  let service: Service?
  /// The fields, where they are given.
  let port: Field?
  let security: Field?

  /// Reports ports on which the given protection is seldom found, and ports that are not meant
  /// for such a server. Servers with TLS on 587 exist, so what is written counts; only where
  /// nothing is written is it a mistake.
  func run(_ number: Port?, _ chosen: Security?) {
    guard let port, let number = number?.number, security == nil || chosen != nil else { return }
    let chosen = chosen ?? .tls
    if let tlsPort = Self.plainToTLS[number], chosen == .tls {
      let message = "\(number) is a port for STARTTLS, but security is tls"
      guard security != nil else {
        return port.error(
          "\(message), the default",
          fix: "use port \(tlsPort), or write security: starttls; or security: tls where the server"
            + " has it so")
      }
      port.warning(
        "\(message); several programs use STARTTLS there whatever they are told",
        fix: "use port \(tlsPort), or security: starttls, unless the server has it so")
    } else if let plainPort = Self.tlsToPlain[number], chosen != .tls {
      port.warning(
        "\(number) is a port for implicit TLS, but security is \(chosen.rawValue); several programs"
          + " use TLS there whatever they are told",
        fix: "use port \(plainPort), or security: tls, unless the server has it so")
    } else if number == 25, service == .mail(.smtp) {
      port.warning(
        "port 25 is for mail between servers; many networks block it for mail programs",
        fix: "use port 465 with security: tls, or 587 with starttls")
    } else if let service, let owner = Self.owners[number], owner != service {
      port.warning("\(number) is the port of another protocol", fix: "check port and protocol")
    }
  }

  /// Ports that begin without TLS (RFC 8314, RFC 6409, RFC 4511), and their TLS partners.
  private static let plainToTLS: [UInt16: UInt16] = [
    143: 993, 110: 995, 587: 465, 25: 465, 389: 636,
  ]
  private static let tlsToPlain: [UInt16: UInt16] = [993: 143, 995: 110, 465: 587, 636: 389]
  private static let owners: [UInt16: Service] = [
    143: .mail(.imap), 993: .mail(.imap), 110: .mail(.pop3), 995: .mail(.pop3),
    25: .mail(.smtp), 465: .mail(.smtp), 587: .mail(.smtp), 389: .directory, 636: .directory,
  ]
}
