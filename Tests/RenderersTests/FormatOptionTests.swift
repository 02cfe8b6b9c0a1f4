// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import Renderers

@Suite struct FormatOptionTests {
  private let list = FormatOption(
    "parts", values: ["mail", "calendar"], isList: true, summary: "P.")
  private let single = FormatOption("client", values: ["generic", "other"], summary: "C.")

  @Test func defaultsAreAllOfAListAndTheFirstOfAChoice() throws {
    let options = RenderOptions()
    #expect(options[list] == ["mail", "calendar"])
    #expect(options.value(single) == "generic")
  }

  @Test func takesWhatIsAccepted() throws {
    var options = RenderOptions()
    try options.choose(list, " calendar , mail")
    try options.choose(single, "other")
    #expect(options[list] == ["calendar", "mail"])
    #expect(options.value(single) == "other")
  }

  @Test(arguments: [
    ("calender", "'calender' is not a value of --parts; did you mean 'calendar'?"),
    ("", "--parts has no value"), (",", "--parts has no value"),
    ("mail,", nil), ("mail,xyz", "'xyz' is not a value of --parts"),
  ])
  func namesTheBadValueAndTheLikelyOne(_ text: String, _ message: String?) {
    var options = RenderOptions()
    do throws(InvalidValue) {
      try options.choose(list, text)
      #expect(message == nil)
    } catch {
      #expect(error.message == message)
      #expect(error.fix == "the accepted ones are mail, calendar")
    }
  }
}
