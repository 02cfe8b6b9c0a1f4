// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CTemplates
import MailSettings
import SettingsFile

/// A file that a library is made of.
struct TemplateFile: Sendable {
  /// What a file describes.
  enum Folder: String, Sendable, CaseIterable { case clients, devices, sources, languages }

  /// What it describes.
  let folder: Folder
  /// Its name without `.yaml`.
  let name: String
  /// Its path in findings.
  let path: String
  /// Folder and name, by which languages refer to it.
  var id: String { "\(folder.rawValue)/\(name)" }
  private let bytes: @Sendable () -> [UInt8]

  /// A file in memory.
  init(_ folder: Folder, _ name: String, path: String, bytes: [UInt8]) {
    (self.folder, self.name, self.path) = (folder, name, path)
    self.bytes = { bytes }
  }

  /// A file that is part of the program, the index-th.
  private init?(builtIn index: Int) {
    guard let file = embedded_template(index)?.pointee,
      let folder = String(cString: file.folder)
        .asFolder
    else { return nil }
    self.folder = folder
    name = String(cString: file.name)
    path = "\(folder.rawValue)/\(name).yaml"
    bytes = {
      embedded_template(index).map {
        Array(UnsafeBufferPointer(start: $0.pointee.bytes, count: $0.pointee.count))
      } ?? []
    }
  }

  /// The files that are part of the program.
  static var builtIn: [TemplateFile] {
    var files: [TemplateFile] = []
    var index = 0
    while embedded_template(index) != nil {
      if let file = TemplateFile(builtIn: index) { files.append(file) }
      index += 1
    }
    return files
  }

  /// The files of a folder; throws where one cannot be read, or where there is none at all.
  static func read(folder path: String) throws(SettingsFailure) -> [TemplateFile] {
    guard YAMLFile.isFolder(path) else {
      throw SettingsFailure(
        cause: .missing, findings: [Finding(.error, at: "", "\(path.quotedPath) is no folder")])
    }
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    var files: [TemplateFile] = []
    for folder in Folder.allCases {
      for file in try YAMLFile.files(in: "\(base)/\(folder.rawValue)") {
        files.append(TemplateFile(folder, file.name, path: file.path, bytes: file.bytes))
      }
    }
    guard !files.isEmpty || YAMLFile.isFolder("\(base)/\(WebFile.folder)") else {
      let folders = Folder.allCases.map(\.rawValue).joined(separator: ", ")
      throw SettingsFailure(
        cause: .invalid,
        findings: [
          Finding(
            .error, at: "", "\(path.quotedPath) has no definitions",
            fix: "put .yaml files into its folders \(folders), or files into web")
        ])
    }
    return files
  }

  /// What it says, read anew.
  var content: YAMLFile { YAMLFile(bytes(), name: path) }

  /// True for another file about the same.
  func isSame(as other: TemplateFile) -> Bool { folder == other.folder && name == other.name }
}

extension String {
  fileprivate var asFolder: TemplateFile.Folder? { TemplateFile.Folder(rawValue: self) }
}
