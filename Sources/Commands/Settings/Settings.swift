// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import SettingsFile
import System

extension Invocation {
  /// The settings that were asked for, or the first of the usual ones that is there.
  /// `path` stands for --settings where an operand names them.
  func settings(drawsLogos: Bool = false, at path: String? = nil) throws(Failure) -> SettingsCatalog
  {
    let source = try settingsSource(drawsLogos: drawsLogos, at: path)
    let loaded: LoadedSettings
    do throws(SettingsFailure) {
      loaded = try source.load()
    } catch {
      throw Failure(error.cause == .invalid ? .badInput : .noSuchFile, findings: error.findings)
    }
    guard reporter.report(loaded.findings) else { throw Failure(.badInput, findings: []) }
    if !loaded.catalog.directories.isEmpty { try readDirectories(of: loaded.catalog) }
    return loaded.catalog
  }

  /// Where the settings come from. Logos are drawn for what shows them.
  func settingsSource(
    drawsLogos: Bool = false, at path: String? = nil
  ) throws(Failure) -> SettingsSource {
    let source = try plainSource(at: path)
    guard drawsLogos else { return source }
    return SettingsSource(path: source.path) { () throws(SettingsFailure) in
      let loaded = try source.load()
      let (catalog, findings) = LogoPress().draw(loaded.catalog)
      return try loaded.with(catalog, findings)
    }
  }

  private func plainSource(at named: String?) throws(Failure) -> SettingsSource {
    if arguments.has(.settings), arguments.has(.provider([])) {
      throw .usage("--settings and --provider exclude each other", fix: "give one of them")
    }
    let (load, read) = (cli.load, cli.read)
    let name = arguments[.provider([])]
    if let provider = cli.providers.first(where: { $0.name == name }) {
      return SettingsSource(path: nil) { () throws(SettingsFailure) in
        try read(provider.settings, "\(provider.name).yaml")
      }
    }
    if let path = named ?? settingsPath {
      return SettingsSource(path: path) { () throws(SettingsFailure) in try load(path) }
    }
    throw Failure(
      .noSuchFile,
      "there are no settings: neither \(cli.usualSettings.joined(separator: " nor ")) exists",
      fix: "write them with 'mkprofile init', name them with --settings PATH,"
        + " or use a built-in provider with --provider NAME")
  }

  /// The file or folder that was named, or the first of the usual ones that is there.
  var settingsPath: String? {
    if let path = arguments[.settings] { return path }
    if let path = environment[EnvironmentVariable.settings.name], !path.isEmpty { return path }
    return cli.usualSettings.first { FileKind($0) != .missing }
  }
}

/// Where settings come from; they can be read again and again.
package struct SettingsSource {
  /// The file or folder; nil for a built-in provider.
  package let path: String?
  /// Reads them.
  package let load: () throws(SettingsFailure) -> LoadedSettings

  init(path: String?, load: @escaping () throws(SettingsFailure) -> LoadedSettings) {
    self.path = path
    self.load = load
  }
}

/// What to say of a domain that the settings do not serve.
struct DomainAdvice {
  private let names: [String]
  private let total: Int

  /// More are neither listed nor compared with what was typed.
  private static let mostListed = 5
  private static let mostCompared = 200

  init(_ catalog: SettingsCatalog) {
    let domains = catalog.domains
    total = domains.count + catalog.wildcards.count
    names = catalog.wildcards + domains.prefix(Self.mostCompared).map(\.unicode)
  }

  func finding(_ domain: DomainName) -> Finding {
    let name = domain.unicode
    let suggestion = name.suggestion(from: Array(names.prefix(Self.mostCompared)))
    let rest = total - min(total, Self.mostListed)
    let listed = names.prefix(Self.mostListed).joined(separator: ", ")
    return Finding(
      .error, at: "", "the settings do not serve the domain \(name.quoted)\(suggestion)",
      fix: total == 0
        ? "the settings name no domain at all"
        : "the domains are \(listed)\(rest > 0 ? " and \(rest) more" : "")")
  }
}
