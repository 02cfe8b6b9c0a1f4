// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Which program has which commands.
extension CLI {
  /// `mkprofile`: everything, in the order in which people need it: settings, documents, the
  /// service, an eye on it.
  static func everyCommand(_ cli: CLI) -> [Command] {
    let others = [
      cli.renderCommand, cli.quickstartCommand, cli.initCommand, cli.importCommand,
      cli.validateCommand, cli.explainCommand, cli.qrCommand, cli.linkCommand, cli.exportCommand,
      cli.namesCommand, cli.deployCommand, cli.serveCommand, cli.checkCommand, cli.signCommand,
      cli.verifyCommand, cli.lintCommand, cli.diffCommand, cli.formatsCommand, cli.sheetsCommand,
      cli.completionCommand, cli.manCommand, cli.versionCommand,
    ]
    return others + [cli.helpCommand(about: others)]
  }

  /// `mkprofile-serve`, which faces strangers.
  static func commandsOfServer(_ cli: CLI) -> [Command] { [cli.serveCommand, cli.versionCommand] }

  /// `mkprofile-pdf`, which draws pages.
  static func commandsOfPrinter(_ cli: CLI) -> [Command] {
    [cli.renderCommand, cli.validateCommand, cli.versionCommand]
  }

  /// `mkprofile-check`, which asks the network.
  static func commandsOfCheck(_ cli: CLI) -> [Command] {
    [
      cli.checkCommand, cli.importCommand, cli.lintCommand, cli.diffCommand, cli.quickstartCommand,
      cli.versionCommand,
    ]
  }
}
