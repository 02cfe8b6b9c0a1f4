// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension LogoImage {
  /// The most pixels of a PNG: more only make documents large.
  package static let mostPixels = 4_000_000

  /// A logo from the bytes of a file; throws what is wrong with it, to follow the file's name. An
  /// SVG holds nothing but what draws it, in documents that many people open; a PNG is decoded to
  /// its end, and what does not draw it is left out.
  package init(_ bytes: [UInt8]) throws(InvalidValue) {
    if bytes.starts(with: PNGPicture.signature) {
      let picture = try PNGPicture(bytes, mostPixels: Self.mostPixels)
      self.init(known: .png, picture.bytes)
    } else {
      try Self.check(svg: bytes)
      self.init(known: .svg, bytes)
    }
  }

  /// The picture is refused as a whole, since one that was changed would no longer be the
  /// provider's.
  private static func check(svg bytes: [UInt8]) throws(InvalidValue) {
    guard bytes.contains(UInt8(ascii: "<")), String(validating: bytes, as: UTF8.self) != nil else {
      throw InvalidValue("is neither an SVG in UTF-8 nor a PNG", fix: "convert the picture")
    }
    var limits = TreeLimits()
    limits.values = 20_000
    let document: XMLDocument
    do throws(UnreadableDocument) {
      document = try XMLReader.read(bytes, name: "", limits: limits, onlyUTF8: true)
    } catch {
      let found = error.findings.first
      let line = found?.place.map { " in line \($0.line)" } ?? ""
      throw InvalidValue(
        "is no SVG that can be read: \(found?.message ?? "")\(line)", fix: found?.fix)
    }
    let problem =
      SVGGrammar.logo.problems(in: document, limit: 1).first ?? SVGWork.problem(in: document.root)
    guard let problem else { return }
    throw InvalidValue(
      "\(problem.message), in line \(problem.place.line)",
      fix: "export the picture as plain SVG without it, or as PNG")
  }
}
