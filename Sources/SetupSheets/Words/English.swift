// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension Wording {
  /// The sheets in English.
  static let english = Wording(
    language: .english,
    sentences: [
      .serverName: "Server name",
      .port: "Port",
      .security: "Connection security",
      .authentication: "Authentication",
      .userName: "User name",
      .password: "Password",
      .menuWord: "If the menu says",
      .senderAddress: "Sender address (From)",
      .smtpServer: "SMTP server",
      .smtpAuthentication: "SMTP authentication",
      .serverKind: "Server",

      .securityTLS: "SSL/TLS (implicit TLS)",
      .securitySTARTTLS: "STARTTLS",
      .securityNone: "None — not protected",
      .authPassword: "Normal password",
      .authEncryptedPassword: "Encrypted password",
      .authOAuth2: "OAuth2 (sign in in the browser)",
      .authKerberos: "Kerberos",
      .authNTLM: "NTLM",
      .authClientCertificate: "Client certificate",
      .authNone: "No log-in",
      .or: " or ",
      .turnedOn: "on (SMTP AUTH)",

      .ownName: "your name",
      .ownAddress: "your full e-mail address",
      .ownLocalPart: "the part before the @ of your e-mail address",
      .ownAddressInside: "[your full e-mail address]",
      .ownLocalPartInside: "[the part before the @]",
      .mailboxPassword: "your mailbox password (not printed here)",
      .passwordInBrowser: "none to type: you sign in in the browser",
      .passwordNotNeeded: "none to type",
      .deviceAddress: "the device's own full e-mail address",

      .clientTitle: "{provider}: set up your e-mail",
      .deviceTitle: "{provider}: scan to e-mail",
      .forAddress: "For {address}",
      .forPerson: "For {name}, {address}",
      .forDomain: "For every e-mail address at {domain}",
      .warning: "Warning",
      .important: "Important",

      .valuesHeading: "What to type",
      .incomingCaption: "Incoming server ({server})",
      .outgoingCaption: "Outgoing server ({server})",
      .usernameDiffers:
        "The user name differs from the e-mail address: type it exactly as shown above.",
      .unprotected:
        """
      The connection to {host}, port {port}, is not protected: others on the network can read \
      what is sent. Ask for a protected server.
      """,

      .servicesHeading: "Calendars, contacts and more",
      .servicesCaption: "Addresses of the other services",
      .sameLogin: "User name and password are those of the incoming server unless shown here.",
      .loginLine: "User name: {login}",
      .caldav: "Calendars (CalDAV)",
      .webcal: "Calendar to subscribe to",
      .carddav: "Address books (CardDAV)",
      .webdav: "Files (WebDAV)",
      .jmap: "Mail over JMAP",
      .activeSync: "Exchange ActiveSync",
      .webmail: "Webmail",
      .directoryCaption: "Directory of people (LDAP)",
      .sieveCaption: "Mail filters (ManageSieve)",
      .searchBase: "Search base",
      .scopeBase: " (this entry only)",
      .scopeOneLevel: " (one level below)",
      .scopeSubtree: " (everything below)",
      .openToAll: "none: everybody may read",

      .stepsHeading: "Steps",
      .stepAdd: "In your mail program, choose to add an account.",
      .stepIdentity: "Give {name}, {address} and the mailbox password; choose manual set-up.",
      .stepIdentityOnly: "Give {name} and {address}; choose manual set-up.",
      .stepIncoming: "Choose {server} as account type; type the values of the incoming server.",
      .stepOutgoing: "Type the values of the outgoing server; it needs a log-in too.",
      .stepOutgoingOpen: "Type the values of the outgoing server; it takes no log-in.",
      .stepTest: "Finish, then send a message to yourself: it must leave and arrive.",

      .checksHeading: "Check afterwards",
      .checksIntro: "Programs often guess these values wrongly:",
      .checkIncoming: "Incoming server: port {port}, {security}",
      .checkOutgoing: "Outgoing server: port {port}, {security}",

      .pitfallsHeading: "Common mistakes",
      .pitfallFullAddress:
        "The user name is the full e-mail address, not only the part before the @.",
      .pitfallPanel: "The password is the mailbox's own, not that of the control panel.",
      .pitfallOutgoing:
        "The outgoing server needs user name and password too, even where called optional.",
      .pitfallName: "Type the server's name, never an IP address.",
      .pitfallCertificates: "Never choose “accept all certificates” or a set-up without SSL.",

      .othersHeading: "Other ways to connect",
      .othersCaption: "Only where the values above cannot be typed",
      .othersIncoming: "Incoming ({server})",
      .othersOutgoing: "Outgoing ({server})",
      .othersPOP3:
        "POP3 takes the mail to one device; IMAP keeps it on the server for all your devices.",

      .troubleHeading: "If it does not work",
      .troublePassword: "A wrong password is the most common cause: type it again.",
      .troublePasswordWebmail: "A wrong password is the most common cause: try it at {url}.",
      .troubleApp: "With two-step verification, make an app password and type that one.",
      .troubleChanged: "After a change of password, type the new one for both servers.",
      .troubleCertificate: "After a certificate warning, check the server names; do not accept it.",

      .rulesHeading: "Before you begin",
      .ruleAuthentication: "The device must be able to log in to the server (SMTP AUTH).",
      .ruleName:
        """
      Type the server as a name, never as an IP address, which may change at any time. A \
      device that takes only an IP address is not suitable.
      """,
      .ruleMailbox:
        """
      Give each device a mailbox of its own: a password that leaks from a device then opens \
      nothing else.
      """,
      .ruleNoIncoming: "No incoming server (IMAP, POP3) is needed: leave its fields empty.",

      .deviceCaption: "Outgoing e-mail (SMTP)",
      .portsCaption: "Which port, by the word in the device's menu",
      .menuTLS: "SSL or SSL/TLS",
      .menuSTARTTLS: "STARTTLS or TLS",
      .menuNone: "None",
      .opportunistic:
        """
      If the menu has only “TLS if available” or “Negotiate”, do not use the device for \
      e-mail: it may send the password in clear text.
      """,
      .onlySTARTTLS: "A device whose menu has only SSL cannot use this server.",
      .onlyTLS: "A device whose menu has only STARTTLS cannot use this server.",
      .senderDiffers:
        """
      The user name is not the sender address. Where the device or the server insists that \
      they agree, use {login} as the sender address.
      """,

      .deviceStepTyping:
        """
      Open the device's settings for outgoing e-mail (often in its web page) and type the \
      values above.
      """,
      .deviceStepClock:
        "Check its clock, DNS server and gateway: without them, names and certificates fail.",
      .deviceStepTest: "Press its test button, where it has one.",
      .deviceStepScan: "Scan a page to your own e-mail address: it must arrive.",

      .limitsHeading: "Limits to check",
      .limitPassword:
        """
      Password: some devices take {count} characters or fewer. Give the mailbox such a \
      password rather than typing part of one.
      """,
      .limitPlus: "Some devices refuse a + in the user name or the sender address.",
      .limitLogin: "Some devices take at most {count} characters as user name.",
      .limitResolution:
        """
      Scan at {resolution} dpi and set the largest message size that the device and your \
      mailbox allow: large scans are refused.
      """,

      .codesHeading: "Error codes",
      .codesCaption: "Devices word them differently; the numbers usually mean",
      .code: "Code",
      .meaning: "Usual meaning and what to do",
      .code535: "Log-in refused: type user name and password again.",
      .code530: "Log-in or TLS required: turn on SMTP authentication, check port and security.",
      .code421: "Server not reached or busy: check network and DNS, try again later.",
      .code550: "Sender or recipient refused: check the sender address.",

      .supportHeading: "Help",
      .supportCaption: "Where to find help",
      .supportEmail: "E-mail",
      .supportPhone: "Telephone",
      .supportPage: "Web page",
      .supportHours: "Hours",
      .supportGuide: "Guide",

      .scanHeading: "Scan instead of typing",
      .scanProfile: "iPhone, iPad, Mac",
      .scanProfileSteps:
        "Point the camera at the code, open the link in Safari, then install the profile in"
        + " Settings, General, VPN & Device Management. You are asked for your password.",
      .scanThunderbird: "Thunderbird for Android",
      .scanThunderbirdSteps:
        "In the app: Settings, Import settings, Scan QR code; choose the account and type your"
        + " password.",
      .pageOf: "Page {page} of {count}",
      .cutHere: "Cut here, keep secret",
      .indexTitle: "Index",
      .indexCaption: "Who is where",
      .indexName: "Name",
      .indexAddress: "E-mail address",
      .indexPage: "Page",
      .bookTitle: "Set-up sheets",
    ])
}
