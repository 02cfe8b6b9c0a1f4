// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Rules about the values of profiles, where the types are right.
extension ClientRule {
  /// The rule `apple-mail/host`.
  package static let appleHost = ClientRule(
    .appleMail, "host", .misreads,
    "a host name has no scheme, port, path, blank or letter beyond ASCII",
    fix: "write the host alone; port and path have keys of their own", .error)
  /// The rule `apple-mail/short-host`.
  package static let appleShortHost = ClientRule(
    .appleMail, "short-host", .misreads, "a name without a dot is found in one network alone",
    fix: "write the whole name, such as mail.example.ch", .warning)
  /// The rule `apple-mail/underscore`.
  package static let appleUnderscore = ClientRule(
    .appleMail, "underscore", .misreads,
    "no authority makes a certificate for a name with an underscore, so that TLS fails",
    fix: "give the server a name of letters, digits and hyphens", .warning)
  /// The rule `apple-mail/search-base`.
  package static let appleSearchBase = ClientRule(
    .appleMail, "search-base", .misreads,
    "a search base is a distinguished name, and nobody is found below another text",
    fix: "write it like ou=people,dc=example,dc=ch", .error)
  /// The rule `apple-mail/local-host`.
  package static let appleLocalHost = ClientRule(
    .appleMail, "local-host", .misreads, "this host is the device itself, where nothing listens",
    fix: "write the name of the server", .error)
  /// The rule `apple-mail/ip-address`.
  package static let appleIPAddress = ClientRule(
    .appleMail, "ip-address", .misreads,
    "certificates are for names, so TLS fails with an IP address",
    fix: "write the name of the server", .warning)
  /// The rule `apple-mail/address`.
  package static let appleAddress = ClientRule(
    .appleMail, "address", .misreads,
    "an address has an @ and a domain: mail would be sent from this",
    fix: "write the whole address, or leave the key out so that the device asks", .error)
  /// The rule `apple-mail/url`.
  package static let appleURL = ClientRule(
    .appleMail, "url", .misreads, "this is no web address", fix: "begin it with https://", .error)
  /// The rule `apple-mail/plain-url`.
  package static let applePlainURL = ClientRule(
    .appleMail, "plain-url", .misreads,
    "what is fetched without TLS can be read and changed on the way",
    fix: "use https://", .warning)
  /// The rule `apple-mail/path`.
  package static let applePath = ClientRule(
    .appleMail, "path", .misreads, "a principal URL is a path on the host without blanks",
    fix: "begin it with /",
    .warning)
  /// The rule `apple-mail/service-tls`.
  package static let appleServiceTLS = ClientRule(
    .appleMail, "service-tls", .misreads,
    "without TLS the password goes over the network in the clear", fix: "set the key to true",
    .error)
  /// The rule `apple-mail/real`.
  package static let appleReal = ClientRule(
    .appleMail, "real", .misreads,
    "a whole number is written as <real>; devices take it, other tools do not",
    fix: "write <integer>", .warning)
  /// The rule `apple-mail/reference-kind`.
  package static let applePayloadKind = ClientRule(
    .appleMail, "reference-kind", .refuses,
    "the payload that is named here has no such certificate",
    fix: "name the UUID of a payload with certificate and key (com.apple.security.pkcs12)")
  /// The rule `apple-mail/certificate`.
  package static let appleCertificate = ClientRule(
    .appleMail, "certificate", .refuses, "the data is no certificate in DER or PEM",
    fix: "put the certificate in as it is, base64 inside of <data>")
  /// The rule `apple-mail/identity`.
  package static let appleIdentity = ClientRule(
    .appleMail, "identity", .refuses, "the data is no PKCS #12 file",
    fix: "put the .p12 file in as it is, base64 inside of <data>")
  /// The rule `apple-mail/icon`.
  package static let appleIcon = ClientRule(
    .appleMail, "icon", .misreads, "devices show a white square where the icon is no picture",
    fix: "put a square PNG in", .error)
  /// The rule `apple-mail/nothing-on`.
  package static let appleNothingOn = ClientRule(
    .appleMail, "nothing-on", .misreads,
    "the Exchange account has mail, contacts, calendars, reminders and notes all switched off",
    fix: "switch one of them on", .error)
  /// The rule `apple-mail/duration`.
  package static let appleDuration = ClientRule(
    .appleMail, "duration", .misreads, "the profile would be over before it is installed",
    fix: "write a later day, or a number of seconds above 0, or leave the key out", .error)
  /// The rule `apple-mail/date`.
  package static let appleDate = ClientRule(
    .appleMail, "date", .misreads, "this is no day of the calendar",
    fix: "write it like 2030-12-31T00:00:00Z", .error)

  static let appleValueRules = [
    appleHost, appleLocalHost, appleIPAddress, appleAddress, appleURL, applePlainURL, applePath,
    appleServiceTLS, appleReal, applePayloadKind, appleCertificate, appleIdentity, appleIcon,
    appleNothingOn, appleDuration, appleDate, appleShortHost, appleUnderscore, appleSearchBase,
  ]
}
