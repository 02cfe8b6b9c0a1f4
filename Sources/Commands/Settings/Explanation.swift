// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers

/// A forecast in words.
struct Explanation {
  let forecast: ProfileForecast
  let signing: SigningOptions?
  /// Where the service behind each redirect is.
  let targets: [String: String]

  init(_ forecast: ProfileForecast, signing: SigningOptions?, targets: [String: String]) {
    self.forecast = forecast
    self.signing = signing
    self.targets = targets
  }

  /// The URLs of calendars and contacts by the URL that devices ask first.
  static func targets(of accounts: [AccountSettings]) -> [String: String] {
    var targets: [String: String] = [:]
    func add(_ url: WebURL, _ path: LookupPath) {
      let port = url.explicitPort.map { ":\($0)" } ?? ""
      targets["https://\(url.host)\(port)\(path)"] = url.description
    }
    for account in accounts {
      for calendar in account.calendars { add(calendar.url, .caldav) }
      for contacts in account.contacts { add(contacts.url, .carddav) }
    }
    return targets
  }

  /// Everything in sentences for a terminal.
  var text: String {
    var out = "\(forecast.name)\n\n" + HelpLayout.paragraph(summary)
    out += HelpLayout.section("The device shows", HelpLayout.list(shown))
    out += HelpLayout.section("It sets up", HelpLayout.list(items))
    out += HelpLayout.section("It asks for", Self.lines(asked))
    out += HelpLayout.section("These addresses must redirect", HelpLayout.list(redirects))
    out += HelpLayout.section("To install it", HelpLayout.list(installation))
    return out
  }

  private var summary: String {
    let device =
      switch forecast.targetDeviceType {
      case 1: "An iPhone or iPad"
      case 5: "A Mac"
      default: "An iPhone, iPad or Mac"
      }
    let accounts = forecast.items.count == 1 ? "1 part" : "\(forecast.items.count) parts"
    let times = passwords == 1 ? "once" : "\(passwords) times"
    let typing = passwords == 0 ? "no password" : "a password \(times)"
    return "\(device) that installs this profile gets \(accounts) and asks for \(typing)."
  }

  private var passwords: Int { forecast.questions.filter { $0.answer == .password }.count }

  private var shown: [(term: String, text: String)] {
    var rows = [
      (term: "name", text: forecast.name), (term: "description", text: forecast.description),
      (term: "from", text: forecast.organization), (term: "signature", text: signature),
    ]
    if let usual = forecast.consent.first {
      let others = forecast.consent.dropFirst().filter { $0.text != usual.text }
        .map { "; \($0.language): \"\($0.text)\"" }
      rows.append(
        (
          term: "consent",
          text: "\"\(usual.text)\", which the person must agree to\(others.joined())"
        ))
    }
    if !removal.isEmpty { rows.append((term: "removal", text: removal)) }
    return rows
  }

  /// What the settings say about the signature; the certificate itself is not looked at.
  private var signature: String {
    guard let signing else {
      return "\"Not Signed\" in red, with a warning to confirm: the settings have no 'signing:'"
    }
    let signer = signing.certificate ?? signing.command.first ?? ""
    return "signed by \(signer); \"Verified\" where the device trusts that certificate"
  }

  private var removal: String {
    var parts: [String] = []
    if let date = forecast.removalDate {
      parts.append("the profile and its accounts go by themselves at \(date)")
    }
    if let seconds = forecast.secondsUntilRemoval {
      parts.append("they go by themselves \(seconds / 86_400) days after they were installed")
    }
    if forecast.isRemovalDisallowed {
      parts.append(
        "a supervised iPhone does not let the user remove it, a Mac asks for an administrator")
    }
    return parts.joined(separator: "; ")
  }

  private var items: [(term: String, text: String)] {
    forecast.items.map { item in
      let facts = item.facts.isEmpty ? "" : ": \(item.facts.joined(separator: ", "))"
      return (term: item.kind, text: "\(item.label)\(facts)")
    }
  }

  /// The questions in the order of the device's screens.
  private var asked: [String] {
    let unlocking =
      switch forecast.targetDeviceType {
      case 1: "the passcode of the device"
      case 5: "the password of the Mac's user"
      default: "the passcode of the device, or the password of the Mac's user"
      }
    var lines = [unlocking]
    if !forecast.consent.isEmpty { lines.append("agreement to the consent text") }
    for question in forecast.questions {
      lines.append("\(question.noun) for \(question.purpose) (\(question.label))")
    }
    if forecast.hasCertificates, forecast.targetDeviceType != 5 {
      lines.append(
        "on an iPhone, trust in each new root: Settings, General, About, Certificate Trust Settings"
      )
    }
    return lines
  }

  private static func lines(_ lines: [String]) -> String {
    HelpLayout.list(lines.enumerated().map { (term: "\($0 + 1).", text: $1) })
  }

  private var redirects: [(term: String, text: String)] {
    forecast.redirects.map { url in
      (term: url, text: targets[url].map { "to the service at \($0)" } ?? "to the service")
    }
  }

  /// Where people find a downloaded profile, by version (Apple's support pages).
  private var installation: [(term: String, text: String)] {
    let mobile = [
      (
        term: "iPhone, iPad",
        text: "Open the link in Safari and allow the download; then, within 8 minutes, Settings,"
          + " Profile Downloaded (or General, VPN & Device Management), Install. A second download"
          + " takes the place of the first. iOS and iPadOS 12.2 and later."
      )
    ]
    let mac = [
      (
        term: "macOS 15 and later",
        text: "Open the file; System Settings, General, Device Management."
      ),
      (
        term: "macOS 13 and 14",
        text: "Open the file; System Settings, Privacy & Security, Profiles."
      ),
      (term: "macOS 11 and 12", text: "Open the file; System Preferences, Profiles."),
    ]
    switch forecast.targetDeviceType {
    case 1: return mobile
    case 5: return mac
    default: return mobile + mac
    }
  }

  /// The same for programs.
  var json: JSON {
    .object([
      "name": .string(forecast.name), "description": .string(forecast.description),
      "organization": .string(forecast.organization), "isSigned": .boolean(signing != nil),
      "consentText": forecast.consent.isEmpty
        ? nil
        : .array(
          forecast.consent.map {
            .object(["language": .string($0.language), "text": .string($0.text)])
          }),
      "removalDate": .optional(forecast.removalDate),
      "secondsUntilRemoval": forecast.secondsUntilRemoval.map { .integer($0) },
      "removalDisallowed": .boolean(forecast.isRemovalDisallowed),
      "targetDeviceType": forecast.targetDeviceType.map { .integer($0) },
      "items": .array(
        forecast.items.map {
          .object([
            "kind": .string($0.kind), "title": .string($0.title), "label": .string($0.label),
            "facts": .strings($0.facts),
          ])
        }),
      "questions": .array(
        forecast.questions.map {
          .object([
            "answer": .string($0.answer.rawValue), "purpose": .string($0.purpose),
            "label": .string($0.label),
          ])
        }),
      "redirects": .array(
        forecast.redirects.map {
          .object(["from": .string($0), "to": .optional(targets[$0])])
        }),
    ])
  }
}

extension ProfileForecast.Question {
  fileprivate var noun: String {
    switch answer {
    case .name: "the name that recipients see,"
    case .address: "the address"
    case .username: "the user name"
    case .password: "the password"
    case .passphrase: "the passphrase"
    }
  }
}
