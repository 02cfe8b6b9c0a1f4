// swift-tools-version: 6.2
// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// Every target: Swift 6 language mode (the tools version's default), a warning is an error.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error), .enableUpcomingFeature("MemberImportVisibility"),
]

// What no request and no document that is made in masses goes through: small before fast.
let small = strict + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

let package = Package(
  name: "mkprofile",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "mkprofile", targets: ["mkprofile"]),
    .executable(name: "mkprofile-serve", targets: ["mkprofile-serve"]),
    .executable(name: "mkprofile-pdf", targets: ["mkprofile-pdf"]),
    .executable(name: "mkprofile-check", targets: ["mkprofile-check"]),
    .executable(name: "mkprofile-directory", targets: ["mkprofile-directory"]),
    .library(name: "MailSettings", targets: ["MailSettings"]),
    .library(name: "SettingsFile", targets: ["SettingsFile"]),
    .library(name: "Formats", targets: ["Formats"]),
  ],
  dependencies: [],
  targets: [
    // The program, and below it what it stands on: arrows point down this list only.
    .executableTarget(name: "mkprofile", dependencies: ["Commands"], swiftSettings: strict),
    .executableTarget(
      name: "mkprofile-serve", dependencies: ["Commands", "Serving"],
      swiftSettings: strict),
    .executableTarget(
      name: "mkprofile-pdf", dependencies: ["Commands", "SheetPDF"], swiftSettings: strict),
    // The one program that links databases and directories.
    .executableTarget(
      name: "mkprofile-directory", dependencies: ["DirectorySources"], swiftSettings: strict),
    .target(
      name: "DirectorySources",
      dependencies: [
        "CLDAP", "CMariaDB", "CPQ", "CSQLite", "Directory", "MailSettings", "PersonalLinks",
        "Renderers", "SettingsFile", "System", "Trees",
      ],
      swiftSettings: strict),
    .target(
      name: "Directory",
      dependencies: ["MailSettings", "Renderers", "SettingsFile", "System", "Trees"],
      swiftSettings: strict),
    .target(
      name: "SheetPDF",
      dependencies: [
        "CPango", "CRSVG", "CZlib", "MailSettings", "QRCode", "Renderers", "SetupSheets", "System",
        "Trees",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "mkprofile-check", dependencies: ["Checking", "Commands"],
      swiftSettings: strict),
    .target(
      name: "Checking",
      dependencies: [
        "Commands", "DomainCheck", "DomainProbes", "MailSettings", "Renderers", "System",
      ],
      swiftSettings: small),
    .target(
      name: "DomainProbes",
      dependencies: [
        "CAres", "CCurl", "CGnuTLS", "DomainCheck", "MailSettings", "SettingsFile", "System",
      ],
      swiftSettings: small),
    .target(
      name: "Adoption",
      dependencies: [
        "CAppleKeys", "ClientRules", "DomainCheck", "Formats", "MailSettings", "ProfileSigning",
        "Renderers", "SettingsFile", "Signing", "System", "Trees",
      ],
      swiftSettings: small),
    .target(
      name: "DomainCheck",
      dependencies: ["ClientRules", "MailSettings", "Renderers", "System", "Trees"],
      swiftSettings: small),
    // Apple's table of keys, embedded by the C compiler.
    .target(name: "CAppleKeys", cSettings: [.treatAllWarnings(as: .error)]),
    .target(
      name: "Serving",
      dependencies: [
        "Commands", "Console", "Directory", "HTTPListener", "MailSettings", "PersonalLinks",
        "ProfileServer", "ProfileSigning", "Renderers", "SettingsFile", "SetupSheets", "Signing",
        "System",
      ],
      swiftSettings: strict),
    // Arguments, options, help, completion, reports, exit codes: knows no feature.
    .target(
      name: "Console", dependencies: ["MailSettings", "Renderers", "System"], swiftSettings: small),
    .target(
      name: "Commands",
      dependencies: [
        "Adoption", "CTemplates", "ClientRules", "Console", "Directory", "DomainCheck", "Formats",
        "MailSettings", "PersonalLinks", "ProfileServer", "ProfileSigning", "QRCode", "Renderers",
        "SettingsFile", "SetupSheets", "Signing", "System", "Templates", "Trees",
      ],
      swiftSettings: small),
    .target(name: "Formats", dependencies: ["Renderers", "SetupSheets"], swiftSettings: strict),
    .target(
      name: "HTTPListener",
      dependencies: ["CGnuTLS", "CMicroHTTPD", "MailSettings", "ProfileServer", "System"],
      swiftSettings: strict),
    .target(
      name: "ProfileServer",
      dependencies: [
        "CXML", "CZlib", "Directory", "MailSettings", "PersonalLinks", "Renderers", "SettingsFile",
        "SetupSheets", "System",
      ],
      swiftSettings: strict),
    .target(
      name: "Signing",
      dependencies: [
        "CCrypto", "MailSettings", "ProfileSigning", "SettingsFile", "System", "Trees",
      ],
      swiftSettings: small),
    .target(
      name: "SetupSheets",
      dependencies: [
        "CTemplates", "MailSettings", "QRCode", "Renderers", "SettingsFile", "System", "Trees",
      ],
      swiftSettings: strict),
    .target(name: "ProfileSigning", dependencies: ["MailSettings"], swiftSettings: small),
    .target(
      name: "PersonalLinks", dependencies: ["MailSettings", "CNettle"], swiftSettings: small),
    .target(
      name: "Renderers",
      dependencies: ["CLibUUID", "CNettle", "ClientRules", "MailSettings", "System", "Trees"],
      swiftSettings: strict),
    .target(
      name: "ClientRules", dependencies: ["MailSettings", "System", "Trees"], swiftSettings: small),
    .target(
      name: "SettingsFile", dependencies: ["MailSettings", "System", "Trees"], swiftSettings: strict
    ),
    .target(
      name: "Trees", dependencies: ["CPNG", "CXML", "CYAML", "MailSettings", "System"],
      swiftSettings: strict),
    .target(
      name: "QRCode", dependencies: ["CPNG", "CQREncode", "MailSettings", "System"],
      swiftSettings: strict),
    .target(
      name: "MailSettings", dependencies: ["CIDN", "CNettle", "System"], swiftSettings: strict),
    // What the operating system gives: the one place that knows which C library there is.
    .target(name: "System", dependencies: ["CSystem"], swiftSettings: strict),
    .target(
      name: "Templates", path: "Templates",
      exclude: [
        "directories", "hooks", "pictures", "clients", "devices", "languages", "manual", "sources",
        "web",
      ],
      resources: [
        .embedInCode("providers"), .embedInCode("starter.yaml"), .embedInCode("deploy"),
      ],
      swiftSettings: strict),

    // Definitions and languages of sheets, embedded by the C compiler: a literal of their size
    // takes the Swift compiler minutes.
    .target(
      name: "CTemplates", cSettings: [.treatAllWarnings(as: .error)]),

    // The tests, one target for each of the above, and what they share.
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "Console", "Formats", "MailSettings", "PersonalLinks", "Renderers",
        "SettingsFile", "SetupSheets", "System", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "AdoptionTests",
      dependencies: [
        "Adoption", "Checking", "ClientRules", "Commands", "Console", "DomainCheck", "DomainProbes",
        "Formats", "MailSettings", "ProfileServer", "Renderers", "SettingsFile", "Signing",
        "TestNetwork",
        "TestSupport", "Trees", "mkprofile", "mkprofile-check",
      ], swiftSettings: strict),
    .testTarget(
      name: "DirectoryTests",
      dependencies: [
        "Directory", "DirectorySources", "HTTPListener", "MailSettings", "PersonalLinks",
        "ProfileServer", "Renderers", "Serving", "SettingsFile", "System", "mkprofile",
        "mkprofile-directory", "mkprofile-serve",
      ],
      exclude: ["Support/servers.sh", "Support/config.ldif", "Support/people.ldif"],
      swiftSettings: strict),
    .testTarget(
      name: "HTTPListenerTests",
      dependencies: ["CGnuTLS", "HTTPListener", "ProfileServer", "System", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ServingTests",
      dependencies: [
        "Commands", "HTTPListener", "MailSettings", "PersonalLinks", "ProfileServer",
        "ProfileSigning", "Renderers", "Serving", "SettingsFile", "SetupSheets", "System",
        "mkprofile", "mkprofile-pdf", "mkprofile-serve",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DomainCheckTests",
      dependencies: [
        "Commands", "DomainCheck", "DomainProbes", "MailSettings", "Renderers", "SettingsFile",
        "TestNetwork", "Trees", "mkprofile-check",
      ],
      swiftSettings: strict),
    .target(
      name: "TestNetwork",
      dependencies: [
        "CGnuTLS", "DomainCheck", "DomainProbes", "MailSettings", "Renderers", "SettingsFile",
      ],
      path: "Tests/TestNetwork", swiftSettings: strict),
    .testTarget(
      name: "GoldenTests",
      dependencies: [
        "Formats", "MailSettings", "Renderers", "SettingsFile", "SheetPDF", "TestSupport", "Trees",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ManualTests",
      dependencies: [
        "TestNetwork", "TestSupport", "mkprofile", "mkprofile-check", "mkprofile-pdf",
        "mkprofile-serve",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "QRCodeTests", dependencies: ["QRCode", "MailSettings", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SheetPDFTests",
      dependencies: [
        "MailSettings", "QRCode", "Renderers", "SettingsFile", "SetupSheets", "SheetPDF",
        "Templates", "TestSupport", "Trees",
      ], swiftSettings: strict),
    .testTarget(
      name: "SetupSheetsTests",
      dependencies: [
        "MailSettings", "Renderers", "SettingsFile", "SetupSheets", "TestSupport", "Trees",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SigningTests",
      dependencies: [
        "CCrypto", "Commands", "Console", "MailSettings", "ProfileSigning", "Renderers",
        "SettingsFile", "Signing", "SigningSupport", "System", "TestSupport",
      ],
      swiftSettings: strict),
    .target(
      name: "SigningSupport", dependencies: ["CCrypto"], path: "Tests/SigningSupport",
      swiftSettings: strict),
    .testTarget(name: "SystemTests", dependencies: ["System"], swiftSettings: strict),
    .testTarget(
      name: "RenderersTests",
      dependencies: ["ClientRules", "MailSettings", "Renderers", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ProfileServerTests",
      dependencies: [
        "CZlib", "Directory", "MailSettings", "PersonalLinks", "ProfileServer", "Renderers",
        "SettingsFile", "SetupSheets", "System", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PersonalLinksTests", dependencies: ["PersonalLinks", "MailSettings", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SettingsFileTests",
      dependencies: ["SettingsFile", "MailSettings", "Templates", "TestSupport", "Trees"],
      swiftSettings: strict),
    .testTarget(
      name: "MailSettingsTests", dependencies: ["MailSettings", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TreesTests", dependencies: ["MailSettings", "TestSupport", "Trees"],
      swiftSettings: strict),
    .testTarget(
      name: "SupportTests", dependencies: ["TestSupport", "MailSettings"], swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: ["CXML", "ClientRules", "MailSettings", "Trees"],
      path: "Tests/Support", exclude: ["leaks.supp"], swiftSettings: strict),

    // A minute of everything at once, by `./dev soak`.
    .executableTarget(name: "soak", path: "Tests/Soak", swiftSettings: strict),

    // The words of programs in definitions against their language files, by `./dev labels`.
    .executableTarget(
      name: "labels", dependencies: ["MailSettings", "SetupSheets", "TestSupport"],
      path: "Tests/Labels", swiftSettings: strict),

    // Speed, measured by `./dev bench`.
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Adoption", "Commands", "DomainCheck", "Formats", "MailSettings", "ProfileSigning",
        "Renderers", "SettingsFile", "SetupSheets", "SheetPDF", "Signing", "SigningSupport",
        "System", "Templates", "TestNetwork",
      ], path: "Tests/Benchmarks", swiftSettings: strict),
    .executableTarget(
      name: "empty-program", path: "Tests/EmptyProgram", swiftSettings: strict),

    // The operating system's libraries, each wrapped by one Swift file.
    .systemLibrary(name: "CSystem"),
    .systemLibrary(
      name: "CIDN", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
    .systemLibrary(
      name: "CLibUUID", pkgConfig: "uuid", providers: [.apt(["uuid-dev"]), .brew(["util-linux"])]),
    .systemLibrary(
      name: "CAres", pkgConfig: "libcares",
      providers: [.apt(["libc-ares-dev"]), .brew(["c-ares"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-gnutls-dev"]), .brew(["curl"])]),
    .systemLibrary(
      name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"]), .brew(["nettle"])]),
    .systemLibrary(
      name: "CXML", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(
      name: "CPango", pkgConfig: "pangocairo",
      providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]),
    .systemLibrary(
      name: "CRSVG", pkgConfig: "librsvg-2.0",
      providers: [.apt(["librsvg2-dev"]), .brew(["librsvg"])]),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode",
      providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd",
      providers: [.apt(["libmicrohttpd-dev"]), .brew(["libmicrohttpd"])]),
    .systemLibrary(
      name: "CGnuTLS", pkgConfig: "gnutls",
      providers: [.apt(["libgnutls28-dev"]), .brew(["gnutls"])]),
    .systemLibrary(
      name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .systemLibrary(
      name: "CMariaDB", pkgConfig: "libmariadb",
      providers: [.apt(["libmariadb-dev"]), .brew(["mariadb-connector-c"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(
      name: "CLDAP", pkgConfig: "ldap",
      providers: [.apt(["libldap-dev"]), .brew(["openldap"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
  ]
)

// `./dev fuzz` builds this with libFuzzer; an ordinary build has no use for it.
if Context.environment["MKPROFILE_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Adoption", "Commands", "Console", "MailSettings", "ProfileServer", "SettingsFile",
        "Signing", "System", "Trees",
      ],
      path: "Tests/Fuzz", exclude: ["Found", "Seeds"],
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}

// The named test targets alone, for a build that takes less long.
if let chosen = Context.environment["MKPROFILE_TESTS"]?.split(separator: " ") {
  let measured = ["benchmarks", "soak", "labels", "empty-program"]
  package.targets.removeAll { target in
    measured.contains(target.name)
      || target.type == .test && !chosen.contains { $0 == target.name }
  }
}
