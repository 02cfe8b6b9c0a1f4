// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DomainCheck

/// What is said of a logo for mail programs, as the schema of SVG Tiny PS judges it.
@Suite struct LogoPictureTests {
  private static let open =
    "<svg version=\"1.2\" baseProfile=\"tiny-ps\" xmlns=\"http://www.w3.org/2000/svg\""
    + " viewBox=\"0 0 80 80\">"
  private static let title = "<title>Harbour</title>"

  private func problems(_ text: String, type: String = "image/svg+xml") -> [String] {
    var answer = WebAnswer()
    (answer.status, answer.contentType, answer.body) = (200, type, Array(text.utf8))
    return LogoPicture(answer).problems.map { "\($0.grade.rawValue): \($0.message)" }
  }

  @Test(arguments: [
    "\(open)\(title)<path d=\"M10 50h60l-10 20h-40z\" fill=\"#264653\"/></svg>",
    "<svg version = \"1.2\" baseProfile\n=\n'tiny-ps' xmlns=\"http://www.w3.org/2000/svg\">\(title)</svg>",
    "<svg version=\"1.2\" baseProfile=\"tiny&#45;ps\" xmlns=\"http://www.w3.org/2000/svg\">\(title)</svg>",
    "<?xml version=\"1.0\"?><!-- <script/> -->\(open)\(title)<desc>&lt;a &gt;</desc></svg>",
    "\(open)\(title)<g id=\"a\"><text x=\"1\">A</text></g><use href=\"#a\"/></svg>",
    "\(open)\(title)<defs><linearGradient id=\"g\"><stop offset=\"0\"/></linearGradient></defs>"
      + "<rect fill=\"url(#g)\"/></svg>",
  ])
  func goodLogosAreFound(_ text: String) { #expect(problems(text) == []) }

  @Test(arguments: [
    ("<rect style=\"fill:#264653\"/>", "the attribute 'style'"),
    ("<rect opacity=\"0.5\"/>", "the attribute 'opacity'"),
    ("<defs><filter id=\"f\"/></defs>", "has '<filter>'"),
    ("<defs><mask id=\"m\"/></defs>", "has '<mask>'"),
    ("<defs><pattern id=\"p\"/></defs>", "has '<pattern>'"),
    ("<defs><clipPath id=\"p\"/></defs>", "has '<clipPath>'"),
    ("<style>a{}</style>", "has '<style>'"), ("<discard/>", "has '<discard>'"),
    ("<rect><set attributeName=\"x\" to=\"5\"/></rect>", "has '<set>'"),
    ("<rect width=\"9\" onload\n=\"x()\"/>", "the attribute 'onload'"),
    ("<s:script xmlns:s=\"http://www.w3.org/2000/svg\">x()</s:script>", "has '<s:script>'"),
    ("<h:p xmlns:h=\"http://www.w3.org/1999/xhtml\"/>", "has '<h:p>', which is no SVG"),
    ("<g><title>Harbour</title></g>", "has '<title>' in '<g>'"),
    ("<g>words</g>", "has text in '<g>'"), ("<image href=\"#a\"/>", "has '<image>'"),
    ("<a><rect/></a>", "has '<a>'"), ("<rect fill=\"url(http://x.test/)\"/>", "another file"),
    ("<use href=\"https://x.test/a.svg#b\"/>", "only '#'"), ("<rect", "no SVG picture"),
  ])
  func badLogosAreFound(_ part: String, _ says: String) {
    let found = problems("\(Self.open)\(Self.title)\(part)</svg>")
    #expect(found.contains { $0.hasPrefix("error: ") && $0.contains(says) }, "\(found)")
  }

  @Test func whatIsMissingIsSaid() {
    let found = problems("<svg viewBox=\"0 0 9 8\"/>", type: "text/plain")
    for part in [
      "xmlns", "not SVG Tiny PS", "version is not 1.2", "no title", "not square", "sent",
    ] {
      #expect(found.contains { $0.contains(part) }, "\(part): \(found)")
    }
    #expect(problems("{}").first?.contains("no SVG picture") == true)
  }
}
