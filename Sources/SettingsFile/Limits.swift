// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Trees

/// How much settings may hold before they are refused, so that no file can exhaust the program.
public struct SettingsLimits: Sendable {
  /// What one settings file may hold.
  public var file = TreeLimits.settings
  /// Providers of all files together.
  public var providers = 10_000
  /// Settings files and list files together.
  public var files = 10_000
  /// Domains and aliases of all files together.
  public var domains = 2_000_000
  /// Bytes of one list of domains.
  public var listBytes = 256 * 1_024 * 1_024
  /// Bytes of one line in a list of domains.
  public var listLineBytes = 1_024
  /// Bytes of one file of certificates.
  public var certificateBytes = 64 * 1_024
  /// Certificates that the profiles of one provider hold.
  public var certificates = 32
  /// Bytes of a logo.
  public var logoBytes = 128 * 1_024
  /// Bytes of one icon.
  public var iconBytes = 256 * 1_024
  /// Findings that are kept of one settings file; the others are counted.
  public var findings = 1_000
  /// Findings that are kept of one list of domains; the others are counted.
  public var listFindings = 100

  /// The limits that hold unless others are chosen.
  public init() {}
}
