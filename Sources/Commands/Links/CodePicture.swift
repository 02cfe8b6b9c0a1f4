// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import QRCode
import Renderers

/// How a QR code is written: by the name of a file, or as a terminal can show it.
enum CodePicture {
  case svg(String?)
  case png(String)
  case terminal

  /// The form that a path asks for; nil is standard output.
  init(_ path: String?) throws(Failure) {
    guard let path, path != "-" else {
      self = path == nil ? .terminal : .svg(nil)
      return
    }
    let name = path.lowercased()
    if name.hasSuffix(".svg") {
      self = .svg(path)
    } else if name.hasSuffix(".png") {
      self = .png(path)
    } else {
      throw .usage(
        "\(path.quotedPath) ends neither in .svg nor in .png", fix: "add one of them to the name")
    }
  }

  /// Writes the code; `title` is what a screen reader says of it.
  func write(_ code: QRCode, title: String, _ invocation: Invocation) throws(Failure) {
    let io = invocation.io
    switch self {
    case .terminal where io.outputIsTerminal:
      let isColored = TextStyle.wantsColor(
        invocation.arguments[.color] ?? "auto", environment: invocation.environment,
        isTerminal: true)
      try io.write(Array(code.blocks(colored: isColored).utf8))
    case .terminal, .svg(nil): try io.write(code.svg(title: title))
    case .svg(let path?): try Self.write(code.svg(title: title), path, io)
    case .png(let path):
      guard let png = code.png() else { throw Failure(.bug, "libpng cannot write the code") }
      try Self.write(png, path, io)
    }
  }

  private static func write(_ bytes: [UInt8], _ path: String, _ io: InputOutput) throws(Failure) {
    let batch = FileBatch(isInterrupted: io.isInterrupted)
    try batch.add(bytes, to: path)
    try batch.commit()
  }
}

extension QRCode {
  /// The code as an SVG picture of its own, black on white.
  func svg(title: String) -> [UInt8] {
    var svg = XMLWriter()
    let attributes: [(StaticString, String)] = [
      ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(fullSide) \(fullSide)"),
      ("role", "img"), ("shape-rendering", "crispEdges"),
    ]
    svg.element("svg", attributes) { svg in
      svg.element("title", text: title.isEmpty ? "QR code" : "QR code: \(title)")
      svg.emptyElement("rect", [("width", "100%"), ("height", "100%"), ("fill", "#fff")])
      svg.emptyElement("path", [("d", svgPath)])
    }
    return svg.bytes
  }
}
