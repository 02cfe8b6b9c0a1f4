// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestNetwork
import Testing

/// Whatever the documentation shows of a terminal is what a terminal shows.
@Suite struct ConsoleTests {
  /// The blocks that are not run, with the reasons that stand beside them.
  private static let exceptions: [String: [String]] = [
    "Templates/manual/install.md": [
      "builds the programs", "installs a package; ./dev test --packages does",
    ],
    "Templates/manual/serving.md": ["ports below 1024 are for root"],
  ]

  @Test(arguments: Page.all)
  func everyBlockIsTrue(_ page: Page) throws {
    var scenes: [String: Scene] = [:]
    for block in page.blocks where block.reason == nil {
      if let name = block.network {
        let network = try Networks.named(name)
        let scene = try Scene("plain", arguments: network.arguments, settings: TestDomain.settings)
        try compare(block, in: scene, of: page)
        withExtendedLifetime(network) {}
      } else {
        let scene = try scenes[block.scene] ?? Scene(block.scene)
        scenes[block.scene] = scene
        try compare(block, in: scene, of: page)
      }
    }
  }

  private func compare(_ block: ConsoleBlock, in scene: Scene, of page: Page) throws {
    for command in block.commands {
      let written = try scene.type(command)
      let isSame = Wildcards.match(command.output, written)
      #expect(
        isSame,
        """
        \(page.path):\(block.line): $ \(command.line)
        \(written.prefix(80).joined(separator: "\n"))
        """)
    }
  }

  @Test func whatIsNotRunIsNamedHere() {
    let found = Dictionary(
      Page.all.map { ($0.path, $0.blocks.compactMap(\.reason).sorted()) }
    ) { first, _ in first }
    #expect(found.filter { !$0.value.isEmpty } == Self.exceptions)
  }

  @Test func thePagesAreRead() {
    #expect(Page.all.count > 20)
    #expect(Page.all.flatMap(\.blocks).flatMap(\.commands).count > 60)
    #expect(Page.all.contains { $0.blocks.contains { $0.network != nil } })
  }

  @Test(arguments: [
    (["a"], ["a"], true), (["a"], ["b"], false), (["a"], ["a", "b"], false), ([], [], true),
    ([], ["a"], false), (["…"], [], true), (["a", "…", "c"], ["a", "b", "b", "c"], true),
    (["a", "…", "c"], ["a", "b"], false), (["x … z"], ["x 1 2 z"], true),
    (["x … z"], ["x 1"], false), (["…", "c", "…"], ["a", "b", "c", "d"], true),
    (["…", "c", "d"], ["c", "c", "d"], true), (["a"], [], false),
  ])
  func ellipsesStandForAnything(_ shown: [String], _ written: [String], _ isSame: Bool) {
    #expect(Wildcards.match(shown, written) == isSame)
  }
}
