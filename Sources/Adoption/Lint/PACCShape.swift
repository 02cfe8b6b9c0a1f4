// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Trees

/// The kinds of values that a reader of PACC has places for; it refuses an answer with another one.
indirect enum PACCShape: Sendable {
  case text
  case truth
  case list(PACCShape)
  /// Keys that are known; those in `needed` have to be there, those in `solid` may not be null.
  case keys([String: PACCShape], needed: Set<String> = [], solid: Set<String> = [])

  /// What Himalaya's reader takes (`pacc/config.rs` of io-pim-discovery). Whole parts that are
  /// missing are told by rules of their own.
  static var answer: PACCShape {
    keys(
      [
        "protocols": keys([
          "jmap": web, "caldav": web, "carddav": web, "webdav": web,
          "imap": server, "pop3": server, "smtp": server, "managesieve": server,
        ]),
        "authentication": keys([
          "oauth-public": keys(["issuer": text], needed: ["issuer"]), "password": truth,
        ]),
        "info": keys(
          [
            "provider": keys(
              [
                "name": text, "shortName": text,
                "logo": list(keys(["url": text, "content-type": text], needed: ["url"])),
              ], solid: ["name"]),
            "help": keys(["documentation": text, "developer": text, "contact": list(text)]),
          ], solid: ["provider"]),
      ], solid: ["protocols", "authentication", "info"])
  }

  private static var web: PACCShape { keys(["url": text], needed: ["url"]) }
  private static var server: PACCShape { keys(["host": text], needed: ["host"]) }

  /// The first value that does not fit and where it stands; nil where all fit.
  func fault(in node: Node, at path: String = "") -> (path: String, node: Node)? {
    switch (self, node.value) {
    case (.text, .scalar(_, isPlain: false)): return nil
    case (.truth, .scalar(let word, isPlain: true)) where word == "true" || word == "false":
      return nil
    case (.list(let shape), .sequence(let nodes)):
      return nodes.lazy.compactMap { shape.fault(in: $0, at: path) }.first
    case (.keys(let shapes, let needed, let solid), .mapping(let pairs)):
      var seen: Set<String> = []
      for pair in pairs {
        guard let shape = shapes[pair.key] else { continue }
        let place = path.isEmpty ? pair.key : "\(path).\(pair.key)"
        guard seen.insert(pair.key).inserted else { return (place, pair.value) }
        let mayBeNull = !needed.contains(pair.key) && !solid.contains(pair.key)
        if mayBeNull, pair.value.kind == .empty { continue }
        if let fault = shape.fault(in: pair.value, at: place) { return fault }
      }
      let missing = needed.subtracting(seen).min()
      return missing.map { ("\(path).\($0)", node) }
    default: return (path, node)
    }
  }
}
