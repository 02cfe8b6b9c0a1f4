// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System
import Trees

/// What is wrong with a logo for mail programs: its file against SVG Tiny Portable/Secure.
struct LogoPicture {
  private(set) var problems: [(grade: Grade, message: String, fix: String)] = []

  init(_ answer: WebAnswer) {
    let type = answer.contentType.prefix { $0 != ";" }.lowercased()
    if type.trimmingBlanks != "image/svg+xml" {
      note(.warning, "the logo is sent as \(type.quoted)", "send it as image/svg+xml")
    }
    if answer.body.count > 32_768 {
      note(.warning, "the logo has \(answer.body.count) bytes", "keep it under 32768")
    }
    let document: XMLDocument
    do throws(UnreadableDocument) {
      document = try XMLReader.read(answer.body, name: "logo", onlyUTF8: true)
    } catch {
      let reason = error.findings.first?.message ?? "it is empty"
      note(.error, "the logo is no SVG picture: \(reason)", "publish an SVG file")
      return
    }
    let grammar = SVGGrammar.portableSecure.problems(in: document)
    for problem in grammar {
      note(.error, "the logo \(problem.message), in line \(problem.place.line)", Self.fix(problem))
    }
    guard document.root.name == "svg" else { return }
    judge(document.root)
  }

  private static func fix(_ problem: SVGGrammar.Problem) -> String {
    if problem.message.holds("tiny-ps") {
      return "export it with baseProfile=\"tiny-ps\""
    }
    if problem.message.hasPrefix("has no xmlns=") { return "add that attribute to <svg>" }
    return "remove it: SVG Tiny PS does not have it there"
  }

  /// What is to be there, and how it is to look.
  private mutating func judge(_ root: XMLElement) {
    if root.attributes["baseProfile"] == nil {
      note(.error, "the logo is not SVG Tiny PS", "export it with baseProfile=\"tiny-ps\"")
    }
    if root.attributes["version"] == nil {
      note(.error, "the logo's SVG version is not 1.2", "set version=\"1.2\"")
    }
    if root["title"] == nil { note(.error, "the logo has no title", "add <title> to <svg>") }
    let box = (root.attributes["viewBox"] ?? "").split { " ,\n\t".contains($0) }
    let sides = box.compactMap { Double($0) }
    if sides.count == 4, sides[2] != sides[3] {
      note(.warning, "the logo is not square", "make its viewBox a square")
    }
  }

  private mutating func note(_ grade: Grade, _ message: String, _ fix: String) {
    problems.append((grade, message, fix))
  }
}
