// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Directories: `com.apple.ldap.account`, which has no key for a port: devices use 636 with SSL
/// and 389 without.
enum DirectoryPayloads {
  static func all(_ context: PayloadContext, _ gaps: inout Gaps) -> [Payload] {
    context.account.directories.compactMap { directory in
      guard admits(directory, &gaps) else { return nil }
      let label = context.account.provider.name.text
      var keys: PropertyList.Entries = [
        "LDAPAccountDescription": .string(label),
        "LDAPAccountHostName": .string(directory.host.ascii),
        "LDAPAccountUseSSL": .boolean(directory.security == .tls),
        "LDAPAccountUserName": .optional(login(directory, context, &gaps)),
      ]
      for (index, base) in directory.searchBases.enumerated() {
        gaps.noteOneLanguage("\(directory.path).searchBases[\(index)].name", base.name)
      }
      if !directory.searchBases.isEmpty {
        let languages = context.account.languages
        keys.append(
          "LDAPSearchSettings",
          .array(directory.searchBases.map { searchBase($0, languages) }))
      }
      return Payload(
        .ldap, directory.path, context, index: String(directory.index),
        name: "\(context.words.directory) (\(label))", keys)
    }
  }

  /// A name for everybody stands in every profile, that of one person where she is known.
  private static func login(
    _ directory: AccountDirectory, _ context: PayloadContext, _ gaps: inout Gaps
  ) -> String? {
    guard let name = directory.username else { return nil }
    if let login = context.login(name) ?? name.sameForEverybody { return login }
    gaps.note(
      "\(directory.path).username",
      "is left out: it depends on the address, and devices ask for it")
    return nil
  }

  private static func admits(_ directory: AccountDirectory, _ gaps: inout Gaps) -> Bool {
    let usual = DirectoryService.usualPort(directory.security)
    if directory.security == .starttls {
      gaps.refuse(
        "\(directory.path).security", "Apple profiles know no STARTTLS for LDAP",
        fix: "offer implicit TLS on port 636, or leave directory out of --parts")
      return false
    }
    if directory.port != usual {
      gaps.refuse(
        "\(directory.path).port",
        "Apple profiles have no word for the LDAP port: devices would use \(usual)",
        fix: "use port \(usual), or leave directory out of --parts")
      return false
    }
    return true
  }

  private static func searchBase(
    _ base: DirectoryService.SearchBase, _ languages: [Language]
  ) -> PropertyList {
    .dictionary([
      "LDAPSearchSettingDescription": .optional(base.name?.text(for: languages).text),
      "LDAPSearchSettingScope": .string(base.scope.appleName),
      "LDAPSearchSettingSearchBase": .string(base.base.text),
    ])
  }
}

extension DirectoryService.Scope {
  fileprivate var appleName: String {
    switch self {
    case .base: "LDAPSearchSettingScopeBase"
    case .oneLevel: "LDAPSearchSettingScopeOneLevel"
    case .subtree: "LDAPSearchSettingScopeSubtree"
    }
  }
}
