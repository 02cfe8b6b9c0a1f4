// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Settings without errors.
public struct LoadedSettings: Sendable {
  /// Who serves which domain.
  public let catalog: SettingsCatalog
  /// Warnings and notes in the order of the files.
  public let findings: [Finding]
  /// Every file and folder that was read: where one changes, the settings have.
  public let files: [String]

  /// The same settings after something was done with them, and what was found; throws where that
  /// is an error.
  package func with(
    _ catalog: SettingsCatalog, _ more: [Finding]
  ) throws(SettingsFailure) -> LoadedSettings {
    let findings = findings + more
    guard !more.contains(where: { $0.severity == .error }) else {
      throw SettingsFailure(cause: .invalid, findings: findings, files: files)
    }
    return LoadedSettings(catalog: catalog, findings: findings, files: files)
  }
}

/// Why there are no settings: at least one finding that is an error.
public struct SettingsFailure: Error, Sendable {
  /// What kind of failure it is.
  public enum Cause: Sendable, Hashable {
    /// The file or folder does not exist.
    case missing
    /// The system refused to read it.
    case unreadable
    /// It was read, and is wrong.
    case invalid
  }

  /// What kind of failure it is.
  public let cause: Cause
  /// Everything found, warnings among it, in the order of the files.
  public let findings: [Finding]
  /// Every file and folder that was read, as in `LoadedSettings`.
  public let files: [String]

  /// A failure with everything found.
  public init(cause: Cause, findings: [Finding], files: [String] = []) {
    self.cause = cause
    self.findings = findings
    self.files = files
  }
}

/// Loads settings from files or memory.
public enum SettingsLoader {
  /// Loads a file in YAML or, where its name ends in `.json`, in JSON; every such file of a
  /// folder in the order of their names; or, for `-`, YAML from standard input.
  public static func load(
    path: String, limits: SettingsLimits = SettingsLimits()
  ) throws(SettingsFailure) -> LoadedSettings {
    var reader = SettingsReader(limits: limits)
    let cause = reader.load(path)
    return try reader.result(cause)
  }

  /// Reads settings from memory. Relative paths inside begin at the folder of `name`, which
  /// findings show; a name that ends in `.json` says that it is JSON.
  public static func read(
    _ bytes: [UInt8], name: String, limits: SettingsLimits = SettingsLimits()
  ) throws(SettingsFailure) -> LoadedSettings {
    var reader = SettingsReader(limits: limits)
    reader.read(bytes, name: name)
    return try reader.result()
  }
}
