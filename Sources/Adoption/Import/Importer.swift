// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

/// Makes settings from documents that providers publish.
package enum Importer {
  /// The settings, or every reason why there are none.
  package static func settings(
    from source: SourceDocument, _ options: ImportOptions
  ) -> ImportResult {
    do throws(UnreadableDocument) {
      let document = try DocumentReader.read(source.bytes, name: source.name)
      guard let draft = draft(of: document, source, options) else {
        let isSettings = String(decoding: source.bytes, as: UTF8.self).contains("provider")
        throw UnreadableDocument(
          isSettings ? "this is a settings file already" : "this is no document of mail clients",
          fix: isSettings ? "use it with --settings" : DocumentReader.known,
          place: Place(file: source.name, line: 1, column: 1))
      }
      return finish(draft, source.name, options)
    } catch {
      return ImportResult(settings: nil, findings: error.findings)
    }
  }

  /// What a document says; nil for settings.
  static func draft(
    of document: AccountDocument, _ source: SourceDocument, _ options: ImportOptions
  ) -> SettingsDraft? {
    switch document {
    case .autoconfig(let document): AutoconfigImport(document.root).draft
    case .autodiscover(let document):
      AutodiscoverImport(document.root, address: options.address).draft
    case .profile(let profile, _): ProfileImport(profile, address: options.address).draft
    case .pacc(let root): PACCImport(root, file: source.name).draft
    case .settings: nil
    }
  }

  /// Fills in what settings must have, writes them, and reads them back.
  static func finish(
    _ draft: SettingsDraft, _ name: String, _ options: ImportOptions
  ) -> ImportResult {
    var draft = draft
    complete(&draft, options)
    guard !draft.findings.contains(where: { $0.severity == .error }) else {
      return ImportResult(settings: nil, findings: draft.findings)
    }
    let text = Array(draft.yaml(from: name).utf8)
    do throws(SettingsFailure) {
      let loaded = try SettingsLoader.read(text, name: "settings")
      return ImportResult(
        settings: text, findings: draft.findings + loaded.findings.map(\.withoutPlace))
    } catch {
      return ImportResult(
        settings: nil, findings: draft.findings + error.findings.map(\.withoutPlace))
    }
  }

  private static func complete(_ draft: inout SettingsDraft, _ options: ImportOptions) {
    if let domain = options.domain ?? options.address?.domain,
      !draft.domains.contains(where: { $0.text == domain.ascii })
    {
      draft.domains.insert(SettingsDraft.Value(domain.ascii), at: 0)
    }
    if draft.servers.isEmpty {
      draft.note(.error, "no server is left to make settings from", at: nil)
    }
    if draft.domains.isEmpty {
      let host = draft.servers.first.flatMap { try? DomainName($0.host) }
      guard let guess = draft.id?.text ?? host.map({ $0.withoutHostLabel.ascii }) else {
        return draft.note(
          .error, "the document names no domain", fix: "name it with --domain DOMAIN", at: nil)
      }
      draft.note(
        .warning, "the document names no domain: \(guess) is guessed",
        fix: "name it with --domain DOMAIN", at: nil)
      draft.domains = [SettingsDraft.Value(guess, guess: "guessed from the servers")]
    }
    let first = draft.domains.first { $0.text != "*" }?.text
    if draft.id == nil {
      draft.id = SettingsDraft.Value(first ?? "provider.invalid", guess: "guessed from the domain")
    }
    if draft.name == nil {
      draft.name = SettingsDraft.Value(draft.id?.text ?? "", guess: "guessed from the domain")
    }
    if let name = draft.name?.text, name.unicodeScalars.count > 60 {
      draft.name?.text = String(String.UnicodeScalarView(name.unicodeScalars.prefix(60)))
    }
  }
}

extension DomainName {
  /// The domain above a host; the name itself where only a top-level domain would be left.
  fileprivate var withoutHostLabel: DomainName {
    labels.count > 2 ? parent ?? self : self
  }
}

extension Finding {
  /// The finding about text that is made here: lines in it would only mislead.
  fileprivate var withoutPlace: Finding {
    Finding(severity, at: path, message, fix: fix)
  }
}
