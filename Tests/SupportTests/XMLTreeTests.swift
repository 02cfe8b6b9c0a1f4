// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite struct XMLTreeTests {
  @Test func readsEverything() throws {
    let text = """
      <a xmlns="urn:x" xmlns:y="urn:y" k="&lt;1&gt;"><y:b y:l="2">x<!-- c -->y</y:b>&amp;<![CDATA[<z>]]></a>
      """
    let tree = try XMLTree(Array(text.utf8))
    #expect(tree.name == "a")
    #expect(tree.namespace == "urn:x")
    #expect(tree.prefix == nil)
    #expect(tree.attributes == ["k": "<1>"])
    let child = try #require(tree["b"])
    #expect(child.prefix == "y")
    #expect(child.namespace == "urn:y")
    #expect(child.attributes == ["y:l": "2"])
    #expect(child.text == "xy")
    #expect(tree.text == "xy&<z>")
    #expect(tree.descendants.map(\.name) == ["a", "b"])
  }

  @Test(arguments: [
    ("", "empty"), ("<a>", "line 1"), ("<a>&unknown;</a>", "line 1"),
    ("\n<?xml version='1.0'?><a/>", "line 2"),
    ("<!DOCTYPE a><a/>", "document type"), ("<a>\u{1}</a>", "line 1"),
  ])
  func refuses(_ text: String, _ says: String) {
    #expect {
      try XMLTree(Array(text.utf8))
    } throws: { error in
      "\(error)".contains(says)
    }
  }
}
