// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The settings files that are part of the program.
public enum SettingsTemplates {
  /// The built-in providers: the name that people type, and the settings file.
  public static let providers: [(name: String, settings: [UInt8])] = [
    ("infomaniak", PackageResources.infomaniak_yaml)
  ]

  /// The file that `init` writes, with `@DOMAIN@` and `@HOST@` in it. The lines about the licence
  /// stay behind: what is written belongs to whoever fills it in.
  public static var starter: [UInt8] {
    let lines = PackageResources.starter_yaml.split(
      separator: 0x0A, omittingEmptySubsequences: false)
    return Array(lines.drop { !$0.isEmpty }.dropFirst().joined(separator: [0x0A]))
  }
}
