// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// What a device needs to find in a profile before it looks at anything else.
struct ProfileContent {
  /// What is missing or has another type; an error among them where a device refuses it.
  private(set) var findings: [Finding] = []

  /// Looks at a profile that is not signed, or at what a signed one holds.
  init(_ bytes: [UInt8]) {
    let fix = "give a profile as 'mkprofile --format mobileconfig' writes it"
    let document: AccountDocument
    do throws(UnreadableDocument) {
      document = try DocumentReader.read(bytes, name: "profile")
    } catch {
      findings += error.findings.map { found in
        Finding(
          .error, at: "", "it is no profile that can be read: \(found.message)",
          fix: found.fix ?? fix)
      }
      return
    }
    guard case .profile(let list, isSigned: false) = document, list.dictionary != nil else {
      findings.append(Finding(.error, at: "", "it is not a property list", fix: fix))
      return
    }
    expect("PayloadType", "Configuration", in: list, at: "")
    common(of: list, at: "")
    if let payloads = list["PayloadContent"]?.array {
      for (index, payload) in payloads.enumerated() {
        let path = "PayloadContent[\(index)]"
        text("PayloadType", in: payload, at: path)
        common(of: payload, at: path)
      }
    } else if list["PayloadContent"] != nil || list["EncryptedPayloadContent"]?.type != "data" {
      findings.append(
        Finding(.error, at: "PayloadContent", "is missing or no array: the profile is empty"))
    }
  }

  /// Apple's schema TopLevel and CommonPayloadKeys: these are required everywhere.
  private mutating func common(of payload: PropertyListNode, at path: String) {
    text("PayloadIdentifier", in: payload, at: path)
    text("PayloadUUID", in: payload, at: path)
    if payload["PayloadVersion"]?.integer != 1 {
      findings.append(
        Finding(.error, at: Self.join(path, "PayloadVersion"), "is not the integer 1"))
    }
  }

  private mutating func text(_ key: String, in payload: PropertyListNode, at path: String) {
    guard let text = payload[key]?.string, !text.isEmpty else {
      findings.append(Finding(.error, at: Self.join(path, key), "is missing or no text"))
      return
    }
  }

  private mutating func expect(
    _ key: String, _ value: String, in payload: PropertyListNode, at path: String
  ) {
    guard payload[key]?.string != value else { return }
    findings.append(Finding(.error, at: Self.join(path, key), "is not the text \(value.quoted)"))
  }

  private static func join(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }
}
