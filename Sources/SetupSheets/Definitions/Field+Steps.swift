// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

extension Field {
  /// A list of steps: names of shared sentences, or sets of keys.
  func steps(_ glossary: Glossary) -> [Step] {
    (items() ?? []).compactMap { $0.step(glossary) }
  }

  private func step(_ glossary: Glossary) -> Step? {
    if node.text != nil { return choice(of: Phrase.self).map { Step(content: .phrase($0)) } }
    guard let fields = Fields<DefinitionKeys.Step>(self) else { return nil }
    var contents: [Step.Content] = []
    if let phrase = fields[.use]?.choice(of: Phrase.self) { contents.append(.phrase(phrase)) }
    if let words = fields[.text]?.words(glossary) { contents.append(.text(words)) }
    if let paths = fields[.open]?.menuPaths(glossary) { contents.append(.open(paths)) }
    let given = [fields[.use], fields[.text], fields[.open]].compactMap { $0 }
    guard given.count == 1 else {
      error(
        given.isEmpty ? "says nothing" : "says more than one thing",
        fix: "give one of use, text and open")
      return nil
    }
    return contents.first.map {
      Step(
        content: $0, conditions: fields[.when]?.conditions() ?? [],
        isConfirmed: fields[.confirmed]?.boolean() ?? true,
        platform: fields[.platform]?.choice(of: Platform.self))
    }
  }

  private func menuPaths(_ glossary: Glossary) -> [MenuPath] {
    guard case .sequence = node.value else {
      return words(glossary, isShown: true).map { [MenuPath(versions: nil, path: $0)] } ?? []
    }
    return (items() ?? []).compactMap { item in
      guard let fields = Fields<DefinitionKeys.Path>(item),
        let path = fields[.path]?.words(glossary, isShown: true)
      else { return nil }
      return MenuPath(
        versions: fields[.versions]?.words(glossary),
        platform: fields[.platform]?.choice(of: Platform.self), path: path)
    }
  }

  /// One condition or a list of them.
  func conditions() -> [Condition] {
    if case .sequence = node.value { return list { $0.choice(of: Condition.self) } }
    return [choice(of: Condition.self)].compactMap { $0 }
  }

  /// The lines of a form.
  func formFields(_ glossary: Glossary) -> [FormField] {
    (items() ?? []).compactMap { item in
      if item.node.text != nil {
        return item.choice(of: FormField.Kind.self).map { FormField(kind: $0) }
      }
      guard let fields = Fields<DefinitionKeys.FormField>(item),
        let kind = fields[.field]?.choice(of: FormField.Kind.self)
      else { return nil }
      let isBox = kind == .on || kind == .off
      if isBox, fields[.label] == nil {
        item.error("a box has no label", fix: "add 'label:' with the words beside the box")
      }
      return FormField(
        kind: kind, label: fields[.label]?.words(glossary, isShown: true),
        isOptional: fields[.optional]?.boolean() ?? false,
        isLater: fields[.later]?.boolean() ?? false,
        conditions: fields[.when]?.conditions() ?? [])
    }
  }

  /// Ports that can be chosen.
  func ports() -> [Port] { list { $0.integer(1...65_535).flatMap { Port($0) } } }
}
