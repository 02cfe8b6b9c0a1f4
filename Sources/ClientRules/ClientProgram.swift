// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A mail program whose reader of documents is known.
public struct ClientProgram: Hashable, Sendable {
  /// A short name for machines, such as `thunderbird-android`.
  public let id: String
  /// The name as people know it.
  public let name: String
  /// The versions that were looked at.
  public let versions: String
  /// What is known by: the code that ran or was read, or a specification.
  public let source: String

  /// Thunderbird for desktops.
  public static let thunderbird = ClientProgram(
    id: "thunderbird", name: "Thunderbird",
    versions: "153.7.0esr and comm-central cf9726f (2026-08-22)",
    source: "readFromXML.sys.mjs, run over 90 edge cases and the ISPDB")
  /// Thunderbird for Android, once K-9 Mail.
  public static let thunderbirdAndroid = ClientProgram(
    id: "thunderbird-android", name: "Thunderbird for Android", versions: "a59bd67 (2026-08-20)",
    source: "RealAutoconfigParser.kt, run")
  /// FairEmail for Android.
  public static let fairEmail = ClientProgram(
    id: "fairemail", name: "FairEmail", versions: "2026-08-22",
    source: "EmailProvider.java, its parser run")
  /// Delta Chat and other chatmail clients.
  public static let deltaChat = ClientProgram(
    id: "delta-chat", name: "Delta Chat", versions: "chatmail/core 48888898e (2026-08-22)",
    source: "src/configure/auto_mozilla.rs and auto_outlook.rs")
  /// GNOME Online Accounts.
  public static let gnome = ClientProgram(
    id: "gnome", name: "GNOME Online Accounts", versions: "an undated copy",
    source: "goamailconfig.c")
  /// KDE's account wizard.
  public static let kde = ClientProgram(
    id: "kde", name: "KMail", versions: "account wizard 8163b65 (2026-07-22)",
    source: "ispdb.cpp of kmail-account-wizard")
  /// Evolution, which asks the ISPDB only.
  public static let evolution = ClientProgram(
    id: "evolution", name: "Evolution", versions: "an old copy", source: "e-mail-autoconfig.c")
  /// Nextcloud Mail.
  public static let nextcloud = ClientProgram(
    id: "nextcloud", name: "Nextcloud Mail", versions: "an undated copy",
    source: "IspDb.php and IspDbConfigurationDetector.php")
  /// Outlook for Windows with its older account wizard.
  public static let outlook = ClientProgram(
    id: "outlook", name: "Outlook (classic)", versions: "2016 and later",
    source: "MS-OXDSCLI section 2.2.4; not run")
  /// Mail on iPhone, iPad and Mac.
  public static let appleMail = ClientProgram(
    id: "apple-mail", name: "Apple Mail", versions: "iOS 4 to 26.4, macOS 10.7 to 26.4",
    source: "apple/device-management, and reports; not run")
  /// Whatever reads PACC.
  public static let pacc = ClientProgram(
    id: "pacc", name: "PACC clients", versions: "draft-ietf-mailmaint-pacc-02",
    source: "the Internet-Draft, and Pimalaya's io-discovery")

  /// Every one of them.
  public static let all: [ClientProgram] = [
    thunderbird, thunderbirdAndroid, fairEmail, deltaChat, gnome, kde, evolution, nextcloud,
    outlook, appleMail, pacc,
  ]
}
