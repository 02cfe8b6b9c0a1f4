// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Renderers

#if os(Linux)
  import FoundationXML
#endif

@Suite struct WriterTests {
  struct Escape: CustomTestStringConvertible {
    let text: String
    let xml: String
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Escape(text: "plain", xml: "plain", why: "nothing to escape"),
    Escape(text: "a<b>&\"c\"", xml: "a&lt;b&gt;&amp;&quot;c&quot;", why: "markup"),
    Escape(text: "it's", xml: "it's", why: "an apostrophe needs nothing in double quotes"),
    Escape(text: "]]>", xml: "]]&gt;", why: "the end of a CDATA section"),
    Escape(text: "a\tb\nc\rd", xml: "a&#9;b&#10;c&#13;d", why: "white space survives attributes"),
    Escape(text: "a\u{1}b\u{0}c", xml: "a?b?c", why: "XML cannot hold control characters"),
    Escape(text: "Zoë 🦊 \u{5D0}", xml: "Zoë 🦊 \u{5D0}", why: "letters beyond ASCII stay"),
    Escape(text: "", xml: "", why: "empty"),
  ])
  func xmlEscapes(_ row: Escape) throws {
    var writer = XMLWriter()
    writer.element("root") { $0.element("a", [("b", row.text)], text: row.text) }
    let text = String(decoding: writer.bytes, as: UTF8.self)
    let inText = row.xml.split(separator: "&quot;", omittingEmptySubsequences: false)
    #expect(text.contains("<a b=\"\(row.xml)\">\(inText.joined(separator: "\""))</a>\n"))
    #expect(XMLParser(data: Data(writer.bytes)).parse(), "not well-formed: \(text)")
  }

  @Test func xmlLeavesOutWhatIsNotThere() {
    var writer = XMLWriter()
    writer.element("root") { writer in
      writer.element("missing", text: nil)
      writer.emptyElement("present", [("url", "https://a.example/?b&c")])
    }
    let text = String(decoding: writer.bytes, as: UTF8.self)
    let expected = """
      <?xml version="1.0" encoding="UTF-8"?>
      <root>
        <present url="https://a.example/?b&amp;c"/>
      </root>

      """
    #expect(text == expected)
  }

  @Test func propertyListIsReadBackWithItsTypes() throws {
    let hostile = "<&>\"' ]]> é 🦊"
    let list = PropertyList.dictionary([
      "Text": .string(hostile), "Number": .integer(993), "Yes": .boolean(true),
      "No": .boolean(false), "Missing": nil, "List": .array([.string("a"), .dictionary([:])]),
    ])
    let read = try PropertyListSerialization.propertyList(
      from: Data(list.encoded()), options: [], format: nil)
    let root = try #require(read as? [String: Any])
    #expect(root["Text"] as? String == hostile)
    #expect(root["Number"] as? Int == 993)
    #expect(root["Yes"] as? Bool == true)
    #expect(root["No"] as? Bool == false)
    #expect(root["Missing"] == nil)
    #expect((root["List"] as? [Any])?.count == 2)
  }

  @Test(arguments: [
    ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#),
    ("\u{0}\u{1F}", #""\u0000\u001f""#), ("é🦊", #""é🦊""#), ("</script>", #""</script>""#),
  ])
  func jsonEscapes(_ text: String, _ expected: String) throws {
    let bytes = JSON.string(text).encoded(pretty: false)
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
    let read = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    #expect(read as? String == text)
  }

  @Test func jsonKeepsTheOrderOfMembers() {
    let value = JSON.object([
      "z": .integer(1), "gone": nil, "a": .array([]), "m": .object(["x": .boolean(true)]),
      "n": .null,
    ])
    #expect(
      String(decoding: value.encoded(pretty: false), as: UTF8.self)
        == #"{"z":1,"a":[],"m":{"x":true},"n":null}"#)
    let pretty = """
      {
        "z": 1,
        "a": [],
        "m": {
          "x": true
        },
        "n": null
      }

      """
    #expect(String(decoding: value.encoded(pretty: true), as: UTF8.self) == pretty)
  }
}

@Suite struct NameUUIDTests {
  @Test func isVersion5InUpperCase() {
    let text = NameUUID(["infomaniak.com", "anna@example.ch"]).description
    #expect(UUID(uuidString: text)?.uuidString == text)
    #expect(Array(text)[14] == "5")
    #expect("89AB".contains(Array(text)[19]))
  }

  /// Installed profiles depend on this value: it must never change.
  @Test func neverChanges() {
    #expect(
      NameUUID(["infomaniak.com", "anna@example.ch"]).description
        == "22219356-F46F-509D-BB53-F9050A6949D4")
  }

  @Test func namesDoNotRunTogether() {
    let lists = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], []]
    #expect(Set(lists.map { NameUUID($0).description }).count == lists.count)
  }
}
