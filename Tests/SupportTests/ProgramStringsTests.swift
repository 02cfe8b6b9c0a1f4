// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TestSupport

@Suite struct ProgramStringsTests {
  private func strings(_ text: String, _ name: String) -> ProgramStrings {
    var strings = ProgramStrings()
    strings.read(text, named: name)
    return strings
  }

  @Test func fluentHasTextsAndAttributes() {
    let found = strings(
      """
      # a comment = not a text
      next = Weiter
      new-account =
          .label = Neues Konto…
          .accesskey = N
      port = Port:

      """, "x.ftl")
    #expect(found["next"] == "Weiter" && found["new-account.label"] == "Neues Konto")
    #expect(found["port"] == "Port" && found["a comment"] == nil)
  }

  @Test func entitiesHaveQuotes() {
    let found = strings("<!ENTITY dir.label \"IMAP-Verzeichnis:\">\n<!ENTITY x \"y\">", "a.dtd")
    #expect(found["dir.label"] == "IMAP-Verzeichnis" && found["x"] == "y")
  }

  @Test func androidHasEscapes() {
    let found = strings(
      """
      <resources>
        <string name="host">Nome dell\\'host</string>
        <string name="ssl" translatable="false">SSL &amp; TLS</string>
      </resources>
      """, "strings.xml")
    #expect(found["host"] == "Nome dell'host" && found["ssl"] == "SSL & TLS")
  }

  @Test func gettextHasShortcutsAndDoubts() {
    let found = strings(
      """
      msgid ""
      msgstr "Language: de\\n"

      #: a.ui:3
      msgctxt "@action:button"
      msgid "&Next"
      msgstr "&Weiter"

      msgid "Server _Type:"
      msgstr ""
      "_Server-"
      "Art:"

      #, fuzzy
      msgid "Port"
      msgstr "Hafen"

      """, "de.po")
    #expect(found["&Next"] == "Weiter" && found["Server _Type:"] == "Server-Art")
    #expect(found["Port"] == nil)
  }

  @Test func whatIsReadFirstStays() {
    var found = strings("a = b", "x.ftl")
    found.read("a = c", named: "y.ftl")
    #expect(found["a"] == "b" && !found.isEmpty)
    #expect(strings("a = b", "x.txt").isEmpty)
  }
}
