// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The programs, with what each was known by.
extension ClientProgram {
  /// Thunderbird for desktops.
  package static let thunderbird = ClientProgram(
    "thunderbird", "Thunderbird",
    versions: "153.8.0esr of Debian, comm-central cf9726f (2026-08-22)",
    source: "readFromXML.sys.mjs, InputSanitizer.sys.mjs, JXON.sys.mjs and OAuth2Providers.sys.mjs",
    logIns: [.password, .encryptedPassword, .oauth2, .kerberos, .ntlm, .nothing])
  /// Thunderbird for Android, once K-9 Mail.
  package static let thunderbirdAndroid = ClientProgram(
    "thunderbird-android", "Thunderbird for Android", versions: "a59bd67 (2026-08-20)",
    source: "RealAutoconfigParser.kt, GetAutoDiscovery.kt and TbOAuthConfigurationFactory.kt",
    logIns: [.password, .encryptedPassword, .oauth2])
  /// FairEmail for Android.
  package static let fairEmail = ClientProgram(
    "fairemail", "FairEmail", versions: "1.2331a, e23dd9d (2026-08-22)",
    source: "EmailProvider.java and EmailService.java",
    logIns: [.password, .encryptedPassword, .ntlm, .oauth2, .nothing])
  /// Delta Chat and other chatmail clients.
  package static let deltaChat = ClientProgram(
    "delta-chat", "Delta Chat", versions: "2.65.0, chatmail/core 4888889 (2026-08-22)",
    source: "configure.rs, auto_mozilla.rs, auto_outlook.rs and server_params.rs",
    logIns: .password)
  /// GNOME Online Accounts.
  package static let gnome = ClientProgram(
    "gnome", "GNOME Online Accounts", versions: "3.58.1, 0a85e7c (2026-05-30)",
    source: "goamailclient.c and goaimapsmtpprovider.c", logIns: [.password, .nothing])
  /// KDE's account wizard.
  package static let kde = ClientProgram(
    "kde", "KMail", versions: "account wizard 8163b65 (2026-07-22)",
    source: "ispdbservice.cpp, serverconfiguration.cpp and configurationmodel.cpp",
    logIns: [.password, .encryptedPassword, .oauth2, .kerberos, .ntlm, .nothing])
  /// Evolution.
  package static let evolution = ClientProgram(
    "evolution", "Evolution", versions: "3.46.4 of Debian (2023-02-10)",
    source: "e-mail-autoconfig.c, also as of 6901b22",
    logIns: [.password, .encryptedPassword, .oauth2, .nothing])
  /// Nextcloud Mail.
  package static let nextcloud = ClientProgram(
    "nextcloud", "Nextcloud Mail", versions: "e5734fe (2026-08-22)",
    source: "IspDb.php and AccountForm.vue",
    logIns: [.password, .encryptedPassword, .nothing])
  /// Himalaya, for terminals.
  package static let himalaya = ClientProgram(
    "himalaya", "Himalaya",
    versions: "ca88bee (2026-08-16) on io-pim-discovery 5036dfa (2026-08-15)",
    source: "autoconfig/config.rs, compose/config.rs and wizard/search.rs",
    logIns: [.password, .oauth2])
  /// Mailspring.
  package static let mailspring = ClientProgram(
    "mailspring", "Mailspring", versions: "d93a0d7 (2026-08-21) on mailcore2 8f0923d (2026-07-29)",
    source: "onboarding-helpers.ts", logIns: [.password, .encryptedPassword, .ntlm])
  /// aerc, for terminals.
  package static let aerc = ClientProgram(
    "aerc", "aerc", versions: "fab0531 (2026-05-02)",
    source: "lib/autoconfig/autoconfig.go and account-wizard.go", logIns: .password)
  /// Geary.
  package static let geary = ClientProgram(
    "geary", "Geary", versions: "3e8d4f1 (2026-05-13)",
    source: "accounts-autoconfig.vala and accounts-editor-add-pane.vala", logIns: .password)
  /// SnappyMail with its plug-in for autoconfig.
  package static let snappyMail = ClientProgram(
    "snappymail", "SnappyMail", versions: "2.38.2, ba49691 (2025-06-16)",
    source: "Autoconfig.php and login-autoconfig/index.php", logIns: [.password, .nothing])
  /// Mustang, from which Parula is made.
  package static let mustang = ClientProgram(
    "mustang", "Mustang", versions: "227ae5a (2026-08-20)",
    source: "readConfig.ts, saveConfig.ts and OAuth2URLs.ts",
    logIns: [.password, .encryptedPassword, .oauth2])
  /// Outlook for Windows with its older account wizard.
  package static let outlook = ClientProgram(
    "outlook", "Outlook (classic)", versions: "2016 and later, by MS-OXDSCLI 24.0 (2021-08-17)",
    source: "MS-OXDSCLI section 2.2.4; not run",
    logIns: [.password, .kerberos, .ntlm, .nothing])
  /// Mail on iPhone, iPad and Mac.
  package static let appleMail = ClientProgram(
    "apple-mail", "Apple Mail",
    versions: "keys of iOS 18.1 and macOS 15.1, apple/device-management b6202ca (2024-10-28)",
    source: "com.apple.mail.managed.yaml and its like, and reports; not run",
    logIns: [.password, .encryptedPassword, .ntlm, .nothing])
  /// Whatever reads PACC.
  package static let pacc = ClientProgram(
    "pacc", "PACC clients", versions: "draft-ietf-mailmaint-pacc-02 (2026-02-27)",
    source: "the Internet-Draft, and pacc/config.rs of io-pim-discovery 5036dfa",
    logIns: [.password, .oauth2])
  /// Not a program: what the draft about autoconfig says beyond what known programs read.
  package static let draft = ClientProgram(
    "autoconfig", "autoconfig", versions: "draft-ietf-mailmaint-autoconfig-06 (2026-06-28)",
    source: "the Internet-Draft", logIns: [])
}
