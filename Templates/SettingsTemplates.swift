// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The settings files that are part of the program.
public enum SettingsTemplates {
  /// The built-in providers: the name that people type, and the settings file.
  public static let providers: [(name: String, settings: [UInt8])] = [
    ("infomaniak", PackageResources.infomaniak_yaml)
  ]

  /// The file that `init` writes, with `@DOMAIN@` and `@HOST@` in it.
  public static var starter: [UInt8] { PackageResources.starter_yaml }
}
