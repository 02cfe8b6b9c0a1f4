// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System
import Trees

/// Makes settings from documents that providers publish.
package enum Importer {
  /// The settings, or every reason why there are none.
  package static func settings(
    from source: SourceDocument, _ options: ImportOptions
  ) -> ImportResult {
    do throws(UnreadableDocument) {
      let document = try DocumentReader.read(source.bytes, name: source.name)
      if case .own(let format) = document {
        throw UnreadableDocument(
          "a document of the format \(format.rawValue) gives no settings",
          fix: "import the autoconfig file or the profile of the same provider",
          place: Place(file: source.name, line: 1, column: 1))
      }
      guard let drafts = drafts(of: document, source, options) else {
        let isSettings = String(decoding: source.bytes, as: UTF8.self).holds("provider")
        throw UnreadableDocument(
          isSettings ? "this is a settings file already" : "this is no document of mail clients",
          fix: isSettings ? "use it with --settings" : DocumentReader.known,
          place: Place(file: source.name, line: 1, column: 1))
      }
      return finish(drafts, source.name, options)
    } catch {
      return ImportResult(settings: nil, findings: error.findings)
    }
  }

  /// What a document says, for each mail domain with servers of its own; nil for settings.
  static func drafts(
    of document: AccountDocument, _ source: SourceDocument, _ options: ImportOptions
  ) -> [SettingsDraft]? {
    switch document {
    case .autoconfig(let document):
      [AutoconfigImport(document.root, address: options.address).draft]
    case .autodiscover(let document):
      [AutodiscoverImport(document.root, address: options.address).draft]
    case .profile(let profile, _): ProfileImport(profile, options).drafts
    case .pacc(let root): [PACCImport(root, file: source.name).draft]
    case .settings, .own: nil
    }
  }

  /// Fills in what settings must have, writes them, and reads them back.
  static func finish(
    _ drafts: [SettingsDraft], _ name: String, _ options: ImportOptions
  ) -> ImportResult {
    var drafts = drafts
    for index in drafts.indices {
      complete(&drafts[index], options, isFirst: index == 0)
    }
    let findings = drafts.flatMap(\.findings)
    guard !findings.contains(where: { $0.severity == .error }) else {
      return ImportResult(settings: nil, findings: findings)
    }
    let text = Array(SettingsWriter.text(drafts, from: name, hasFiles: false).utf8)
    let loaded: [Finding]
    do throws(SettingsFailure) {
      loaded = try SettingsLoader.read(text, name: "settings").findings
    } catch {
      return ImportResult(settings: nil, findings: findings + error.findings.map(\.withoutPlace))
    }
    var result = ImportResult(settings: text, findings: findings + loaded.map(\.withoutPlace))
    let files = drafts.flatMap {
      $0.apple.certificates + [$0.apple.webClip?.icon].compactMap { $0 }
    }
    if !files.isEmpty {
      result.files = files
      result.settingsWithFiles = Array(
        SettingsWriter.text(drafts, from: name, hasFiles: true).utf8)
    }
    return result
  }

  private static func complete(
    _ draft: inout SettingsDraft, _ options: ImportOptions, isFirst: Bool
  ) {
    if isFirst, let domain = options.domain ?? options.address?.domain,
      !draft.domains.contains(where: { $0.text == domain.ascii })
    {
      draft.domains.insert(SettingsDraft.Value(domain.ascii), at: 0)
    }
    draft.dropRepeated()
    // What is wrong with the document as a whole says it all.
    guard !draft.findings.contains(where: { $0.severity == .error }) else { return }
    if draft.isEmpty {
      draft.note(.error, "no server or service is left to make settings from", at: nil)
    }
    guard nameDomain(&draft) else { return }
    let first = draft.domains.first { $0.text != "*" }?.text
    if draft.id == nil {
      draft.id = SettingsDraft.Value(first ?? "provider.invalid", guess: "guessed from the domain")
    }
    if draft.name == nil {
      let id = draft.id?.text ?? ""
      draft.name = SettingsDraft.Value(
        String(String.UnicodeScalarView(id.unicodeScalars.prefix(60))),
        guess: "guessed from the domain")
    }
    // Where a profile is for no person, devices show the provider's name for what has none.
    if draft.sample == nil {
      for list in [\SettingsDraft.calendars, \.contacts] {
        for index in draft[keyPath: list].indices
        where draft[keyPath: list][index].name == draft.name?.text {
          draft.note(
            .note,
            "the name of a service \(draft[keyPath: list][index].name?.quoted ?? "") is left out: it is"
              + " the provider's, which devices show where there is none", at: nil)
          draft[keyPath: list][index].name = nil
        }
      }
    }
    for label in draft.labels where label.text != draft.name?.text {
      draft.lose(
        "\(label.key) \(label.text.quoted)", "devices show the address or the provider's name",
        at: label.place)
    }
  }

  /// True where there is a domain, be it a guessed one.
  private static func nameDomain(_ draft: inout SettingsDraft) -> Bool {
    guard draft.domains.isEmpty else { return true }
    let host = draft.anyHost.flatMap { try? DomainName($0) }
    guard let guess = draft.id?.text ?? host.map({ $0.withoutHostLabel.ascii }) else {
      draft.note(
        .error, "the document names no domain", fix: "name it with --domain DOMAIN", at: nil)
      return false
    }
    draft.noteGuessed(guess)
    draft.domains = [SettingsDraft.Value(guess, guess: "guessed from the servers")]
    return true
  }
}

extension DomainName {
  /// The domain above a host; the name itself where only a top-level domain would be left.
  var withoutHostLabel: DomainName {
    labels.count > 2 ? parent ?? self : self
  }
}

extension SettingsDraft {
  /// Tells that a domain is not the document's.
  mutating func noteGuessed(_ domain: String) {
    note(
      .warning, "the document names no domain: \(domain) is guessed",
      fix: "name it with --domain DOMAIN", at: nil)
  }
}

extension Finding {
  /// The finding about text that is made here: lines in it would only mislead.
  fileprivate var withoutPlace: Finding {
    Finding(severity, at: path, message, fix: fix)
  }
}
