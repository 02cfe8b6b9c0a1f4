// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Testing

@testable import DirectorySources

/// What is done with queries, filters and URLs.
@Suite struct TextTests {
  @Test func hostileAddressesMeanNothingInFilters() throws {
    let rows = [
      (#""*)(uid=*"@example.ch"#, #"(mail="\2a\29\28uid=\2a"@example.ch)"#),
      (#""a\\b"@example.ch"#, #"(mail="a\5c\5cb"@example.ch)"#),
      ("*@example.ch", #"(mail=\2a@example.ch)"#),
      ("{domain}@example.ch", "(mail={domain}@example.ch)"),
    ]
    for (address, filter) in rows {
      #expect(LDAPFilter.filled("(mail={address})", try MailAddress(address)) == filter)
    }
    #expect(LDAPFilter.escaped("a\0b") == #"a\00b"#)
  }

  @Test func filtersAndQueriesOfEverybody() {
    #expect(LDAPFilter.ofEverybody("(&(x=y)(mail={address}))") == "(&(x=y)(mail=*))")
    #expect(LDAPFilter.addressAttribute("(&(x=y)(mail={address}))") == "mail")
    #expect(LDAPFilter.addressAttribute("(uid={local})") == nil)
    let rows = [
      (
        "SELECT login, name FROM m WHERE active AND m.address = $1;",
        "SELECT m.address AS mkprofile_address, login, name FROM m WHERE active AND"
          + " m.address IS NOT NULL"
      ),
      (
        "select login from m where lower(a)=$1 and b = '$1'",
        "SELECT lower(a) AS mkprofile_address, login from m where lower(a) IS NOT NULL and b = '$1'"
      ),
      ("SELECT login FROM m WHERE a LIKE $1", nil),
      ("SELECT login FROM m WHERE a = $1 OR b = $1", nil),
      ("WITH x AS (SELECT 1) SELECT login FROM m WHERE a = $1", nil),
    ]
    for (query, everybody) in rows { #expect(SQLText(query).ofEverybody == everybody, "\(query)") }
    #expect(SQLText("SELECT '$1', $1 -- $1").withQuestionMarks == "SELECT '$1', ? -- $1")
  }

  @Test func partsOfURLs() {
    let url = SourceURL("mysql://us%40er@[::1]:3307/mail?socket=%2Frun%2Fs&sslmode=require")
    #expect(url.user == "us@er" && url.host == "::1" && url.port == 3_307 && url.path == "mail")
    #expect(url.parameters == ["socket": "/run/s", "sslmode": "require"])
    let (address, user) = LDAPSource.parts("ldaps://cn=a,dc=b@ldap.example.ch:636")
    #expect(address == "ldaps://ldap.example.ch:636" && user == "cn=a,dc=b")
  }

  @Test func linesOfCopy() {
    let rows: [(String, [String?])] = [
      ("a.ch\t\\N\n", ["a.ch", nil]), ("\n", [""]), ("a\\tb\tc\\\\d", ["a\tb", "c\\d"]),
    ]
    for (line, fields) in rows {
      let read = Array(line.utf8).withUnsafeBufferPointer { CopyLine.fields($0) }
      #expect(read == fields, "\(line)")
    }
  }

  @Test func linesOfCopyBecomeRows() throws {
    let rows = [
      ("a.ch\n", #"["a.ch"]"#), ("a.ch\t\\N\n", #"["a.ch"]"#), ("a.ch\t\n", #"["a.ch",""]"#),
      ("a.ch\tb.ch\n", #"["a.ch","b.ch"]"#), ("a.ch\tb.ch\tc.ch", #"["a.ch","b.ch","c.ch"]"#),
      ("a.ch\t\\N\tc.ch\n", #"["a.ch","","c.ch"]"#), ("\\N\n", #"[""]"#), ("\n", #"[""]"#),
      ("a\\\\b\t\\N\n", #"["a\\b"]"#), ("a\"b\n", #"["a\"b"]"#), ("bücher.ch\n", #"["bücher.ch"]"#),
      ("a.ch\t\\N\\N\n", #"["a.ch","NN"]"#),
    ]
    for (line, row) in rows {
      var ends: [Int32] = [0, 0]
      #expect(pipe(&ends) == 0)
      var writer = DomainWriter(number: 1, output: ends[1])
      Array(line.utf8).withUnsafeBufferPointer { writer.add(copied: $0) }
      writer.finish()
      SystemCall.close(ends[1])
      let file = FileDescriptor(ends[0])
      defer { try? file.close() }
      let written = String(decoding: try file.contents(limit: 9_999) ?? [], as: UTF8.self)
      #expect(written == "{\"id\":1,\"domains\":[\(row)]}\n", "\(line)")
    }
  }
}
