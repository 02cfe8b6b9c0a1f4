// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The words of a profile in one language. The German ones need no ß, so that they are right in
/// Switzerland too.
struct ProfileWording: Sendable {
  /// The tag of the language.
  let language: String
  /// `PayloadDescription`: whom the profile sets up, at which provider.
  let setsUp: @Sendable (_ subject: String, _ provider: String) -> String
  // `PayloadDisplayName` of the parts, before what tells them apart.
  let mail: String
  let calendars: String
  let subscribedCalendar: String
  let contacts: String
  let directory: String
  let exchange: String
  let webmail: String
  let certificate: String
  let personalCertificate: String

  /// The words for a reader of these languages, the most wanted first; English where there are
  /// none in any of them.
  static func of(_ languages: [Language]) -> ProfileWording {
    for wanted in languages {
      let base = wanted.base.tag
      if let words = all.first(where: { $0.language == base }) { return words }
    }
    return english
  }

  /// Every language.
  static let all = [english, german, french, italian, spanish]

  private static let english = ProfileWording(
    language: "en", setsUp: { "Sets up \($0) at \($1)." }, mail: "Mail", calendars: "Calendars",
    subscribedCalendar: "Calendar", contacts: "Contacts", directory: "Directory",
    exchange: "Exchange", webmail: "Webmail", certificate: "Certificate",
    personalCertificate: "Personal certificate")

  private static let german = ProfileWording(
    language: "de", setsUp: { "Richtet \($0) bei \($1) ein." }, mail: "E-Mail",
    calendars: "Kalender", subscribedCalendar: "Kalenderabo", contacts: "Kontakte",
    directory: "Verzeichnis", exchange: "Exchange", webmail: "Webmail", certificate: "Zertifikat",
    personalCertificate: "Persönliches Zertifikat")

  private static let french = ProfileWording(
    language: "fr", setsUp: { "Configure \($0) chez \($1)." }, mail: "E-mail",
    calendars: "Calendriers", subscribedCalendar: "Calendrier", contacts: "Contacts",
    directory: "Annuaire", exchange: "Exchange", webmail: "Webmail", certificate: "Certificat",
    personalCertificate: "Certificat personnel")

  private static let italian = ProfileWording(
    language: "it", setsUp: { "Configura \($0) presso \($1)." }, mail: "E-mail",
    calendars: "Calendari", subscribedCalendar: "Calendario", contacts: "Contatti",
    directory: "Rubrica", exchange: "Exchange", webmail: "Webmail", certificate: "Certificato",
    personalCertificate: "Certificato personale")

  private static let spanish = ProfileWording(
    language: "es", setsUp: { "Configura \($0) en \($1)." }, mail: "Correo",
    calendars: "Calendarios", subscribedCalendar: "Calendario", contacts: "Contactos",
    directory: "Directorio", exchange: "Exchange", webmail: "Webmail", certificate: "Certificado",
    personalCertificate: "Certificado personal")
}
