// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientRule {
  /// The rule `apple-mail/missing-key`.
  package static let appleMissing = ClientRule(
    .appleMail, "missing-key", .refuses, "Apple devices refuse a profile without a required key",
    fix: "add the key")
  /// The rule `apple-mail/type`.
  package static let appleType = ClientRule(
    .appleMail, "type", .refuses, "Apple's payload keys want another type here",
    fix: "write the type that Apple's table names")
  /// The rule `apple-mail/value`.
  package static let appleValue = ClientRule(
    .appleMail, "value", .refuses, "Apple's payload keys do not allow this value",
    fix: "write one of the values that Apple's table names")
  /// The rule `apple-mail/unknown-key`.
  package static let appleUnknownKey = ClientRule(
    .appleMail, "unknown-key", .ignores, "Apple's payload keys have no such key",
    fix: "remove it, or check its spelling", .warning)
  /// The rule `apple-mail/unknown-payload`.
  package static let appleUnknownPayload = ClientRule(
    .appleMail, "unknown-payload", .ignores,
    "this payload is not judged: its type is not one for mail and its services",
    fix: "look it up in Apple's documentation", .warning)
  /// The rule `apple-mail/second-payload`.
  package static let appleSecondPayload = ClientRule(
    .appleMail, "second-payload", .refuses, "Apple allows one payload of this type in a profile",
    fix: "remove the others")
  /// The rule `apple-mail/empty`.
  package static let appleEmpty = ClientRule(
    .appleMail, "empty", .misreads,
    "an empty user name, address or password is used as it is, instead of being asked for",
    fix: "leave the key out, so that the device asks")
  /// The rule `apple-mail/duplicate-identifier`.
  package static let appleDuplicate = ClientRule(
    .appleMail, "duplicate-identifier", .misreads,
    "two payloads with one identifier or UUID replace each other on a device",
    fix: "give each payload a PayloadIdentifier and PayloadUUID of its own", .error)
  /// The rule `apple-mail/identifier`.
  package static let appleIdentifier = ClientRule(
    .appleMail, "identifier", .misreads,
    "an identifier with blanks or other than ASCII is not safe",
    fix: "use a name in reverse domain order")
  /// The rule `apple-mail/uuid`.
  package static let appleUUID = ClientRule(
    .appleMail, "uuid", .misreads, "PayloadUUID is not a UUID", fix: "use an RFC 9562 UUID")
  /// The rule `apple-mail/reference`.
  package static let appleReference = ClientRule(
    .appleMail, "reference", .refuses, "no payload of the profile has the UUID that is named here",
    fix: "add the certificate payload, or remove the key")
  /// The rule `apple-mail/password`.
  package static let applePassword = ClientRule(
    .appleMail, "password", .misreads,
    "Apple wants passwords in encrypted profiles only, and everybody who gets the file can read it",
    fix: "leave the password out: the device asks for it", .warning)
  /// The rule `apple-mail/deprecated`.
  package static let appleDeprecated = ClientRule(
    .appleMail, "deprecated", .ignores, "Apple no longer uses this key", fix: "remove it", .warning)
  /// The rule `apple-mail/port`.
  package static let applePort = ClientRule(
    .appleMail, "port", .refuses, "a port is 1 to 65535", fix: "write the port of the service")
  /// The rule `apple-mail/use-ssl`.
  package static let appleUseSSL = ClientRule(
    .appleMail, "use-ssl", .misreads, "Apple devices use no TLS unless UseSSL is true",
    fix: "set IncomingMailServerUseSSL and OutgoingMailServerUseSSL to true", .error)
  /// The rule `apple-mail/no-port`.
  package static let appleNoPort = ClientRule(
    .appleMail, "no-port", .misreads,
    "Apple devices try port 25 first where OutgoingMailServerPortNumber is missing",
    fix: "write the port")
  /// The rule `apple-mail/starttls`.
  package static let appleSTARTTLS = ClientRule(
    .appleMail, "starttls", .misreads,
    "Apple has one switch for TLS: what a device does on a STARTTLS port is not documented",
    fix: "offer implicit TLS on 993, 995 and 465")
  /// The rule `apple-mail/empty-profile`.
  package static let appleEmptyProfile = ClientRule(
    .appleMail, "empty-profile", .refuses, "the profile sets nothing up",
    fix: "add a com.apple.mail.managed payload")
  /// The rule `apple-mail/principal-url`.
  package static let applePrincipal = ClientRule(
    .appleMail, "principal-url", .ignores,
    "Apple devices ignore the principal URL and ask /.well-known on the host", fix: "leave it out")
  /// The rule `apple-mail/address-list`.
  package static let appleAddressList = ClientRule(
    .appleMail, "address-list", .misreads, "iOS takes several addresses in EmailAddress as one",
    fix: "write one address")
  /// The rule `apple-mail/removal`.
  package static let appleRemoval = ClientRule(
    .appleMail, "removal", .misreads, "people cannot remove a profile that disallows it",
    fix: "set PayloadRemovalDisallowed to false, or leave it out")
  /// The rule `apple-mail/prevent-app-sheet`.
  package static let appleAppSheet = ClientRule(
    .appleMail, "prevent-app-sheet", .misreads,
    "PreventAppSheet keeps other apps from sending mail",
    fix: "leave it out")
  /// The rule `apple-mail/unsigned`.
  package static let appleUnsigned = ClientRule(
    .appleMail, "unsigned", .ignores, "devices show an unsigned profile with a warning in red",
    fix: "sign it with a certificate that devices trust")
  /// The rule `apple-mail/signature`.
  package static let appleSignature = ClientRule(
    .appleMail, "signature", .refuses, "the signature of the profile is not good",
    fix: "sign the profile again")

  static let appleRules = [
    appleMissing, appleType, appleValue, appleUnknownKey, appleUnknownPayload, appleSecondPayload,
    appleEmpty, appleDuplicate, appleIdentifier, appleUUID, appleReference, applePassword,
    appleDeprecated, applePort, appleUseSSL, appleNoPort, appleSTARTTLS, appleEmptyProfile,
    applePrincipal, appleAddressList, appleRemoval, appleAppSheet, appleUnsigned, appleSignature,
  ]
}
