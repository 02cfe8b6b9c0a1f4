// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A chapter of the manual, a file of `Templates/manual`.
struct ManualTopic {
  /// The name of the file without `.md`, as it is typed after `mkprofile help`.
  let name: String
  /// Its first heading.
  let title: String
  /// What it says, without that heading.
  let blocks: [ManualBlock]

  /// A chapter in Markdown.
  init(name: String, markdown: String) {
    self.name = name
    var blocks = ManualBlock.read(markdown)
    if case .heading(1, let title) = blocks.first {
      self.title = title
      blocks.removeFirst()
    } else {
      title = name
    }
    self.blocks = blocks
  }

  /// Every chapter, in the order of reading.
  static var all: [ManualTopic] {
    EmbeddedFile.all(in: "manual").map {
      ManualTopic(name: $0.name, markdown: String(decoding: $0.bytes, as: UTF8.self))
    }
  }
}
