// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// A format whose document shows what reached it; some addresses make it complain.
struct FakeFormat: Renderer {
  var name = "plain"
  var fileExtension = "plain.txt"
  var options: [FormatOption] = []
  let summary = "A format for tests."
  let mediaType = "text/plain"

  static let client = FormatOption(
    "client", values: ["generic", "outlook"], summary: "The mail program.")
  static let parts = FormatOption(
    "parts", values: ["mail", "calendar"], isList: true, summary: "What is in it.")

  static let all: [any Renderer] = [
    FakeFormat(), FakeFormat(name: "sheet", fileExtension: "txt", options: [client]),
    FakeFormat(name: "profile", fileExtension: "mobileconfig", options: [parts]),
  ]

  func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let local = account.address?.localContent ?? ""
    if local == "bad" {
      throw RenderFailure([Finding(.error, at: "incoming", "there is no server", fix: "add one")])
    }
    var findings = [Finding(.note, at: "outgoing", "one of two is used")]
    if local.hasPrefix("warn") {
      findings.append(Finding(.warning, at: "incoming[0]", "is not for everybody"))
    }
    let person = account.person
    var lines = [account.address?.description ?? account.domain.ascii]
    lines += [person.name?.text, person.login?.text, person.language?.tag].compactMap { $0 }
    lines += self.options.map { "\($0.name)=\(options[$0].joined(separator: ","))" }
    return Document(Array((lines.joined(separator: "\n") + "\n").utf8), findings: findings)
  }
}
