// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A system that manages devices and fills in, for each person, what stands for the person in a
/// profile or a declaration.
enum ManagementSystem: String, CaseIterable {
  /// Jamf Pro: its payload variables, as Rich Trouton's gist 8e0e3696 has their table.
  case jamf
  /// Microsoft Intune: the tokens of Microsoft's "Add app configuration policies for managed iOS
  /// devices".
  case intune
  /// Mosyle: the variables that administrators list for devices of one person; its own pages are
  /// not public.
  case mosyle
  /// Kandji, now Iru: kandji-inc/support, `Global Variables.mobileconfig`.
  case kandji
  /// Fleet: fleetdm/fleet, the names of its table `fleet_variables`, for hosts with an identity
  /// provider.
  case fleet

  /// The option; the first value are profiles without anything to fill in.
  static let option = FormatOption(
    "placeholders", values: ["none"] + allCases.map(\.rawValue),
    summary: "The management system that fills in address, user name and name of each person: one"
      + " document for everybody at a domain.")

  /// The system that was chosen; nil where none was. With an address it is refused.
  static func chosen(
    _ options: RenderOptions, for account: AccountSettings, _ gaps: inout Gaps
  ) -> ManagementSystem? {
    guard let system = ManagementSystem(rawValue: options.value(option)) else { return nil }
    if account.address != nil {
      gaps.refuse(
        "", "--placeholders make one document for everybody, and this one is for one person",
        fix: "give the domain instead of the address")
    }
    gaps.note(
      "",
      "a signature ends where \(system.rawValue) fills something in: have the system sign, and"
        + " make this document with --unsigned")
    let usernames = (account.incoming + account.outgoing).map(\.username)
    if system == .jamf || system == .mosyle,
      usernames.contains(where: { $0.parts.contains(.localPart) })
    {
      gaps.warn(
        "",
        "\(system.localPart) is the user name that \(system.rawValue) knows, and mail servers want"
          + " the part of the address before its @",
        fix: "see that both are the same for everybody")
    }
    return system
  }

  /// What stands for the whole address.
  var address: String {
    switch self {
    case .jamf, .kandji: "$EMAIL"
    case .intune: "{{mail}}"
    case .mosyle: "%Email%"
    case .fleet: "$FLEET_VAR_HOST_END_USER_IDP_USERNAME"
    }
  }

  /// What stands for the address before its `@`.
  var localPart: String {
    switch self {
    case .jamf: "$USERNAME"
    case .intune: "{{partialupn}}"
    case .mosyle: "%UserId%"
    case .kandji: "$EMAIL_PREFIX"
    case .fleet: "$FLEET_VAR_HOST_END_USER_IDP_USERNAME_LOCAL_PART"
    }
  }

  /// What stands for the person's name.
  var name: String {
    switch self {
    case .jamf: "$FULLNAME"
    case .intune: "{{username}}"
    case .mosyle: "%FullName%"
    case .kandji: "$FULL_NAME"
    case .fleet: "$FLEET_VAR_HOST_END_USER_IDP_FULL_NAME"
    }
  }

  /// A user name in the system's words.
  func login(_ name: LoginName) -> String {
    name.parts.map { part in
      switch part {
      case .literal(let text): text
      case .address: address
      case .localPart: localPart
      }
    }.joined()
  }
}
