// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// A YAML text that holds something else than settings, read as strictly.
package struct YAMLFile {
  /// What is found in it.
  package let report: Report
  /// Its value; nil where it is no YAML, which the report says.
  package let root: Field?

  /// Bytes of one file.
  package static let mostBytes = 256 * 1_024

  /// Reads a text; `name` is the file's name in findings.
  package init(_ bytes: [UInt8], name: String) {
    var limits = TreeLimits()
    limits.depth = 16
    limits.values = 20_000
    report = Report(file: name, limit: SettingsLimits().findings)
    do throws(SyntaxFault) {
      let node = try YAMLParser.parse(try SourceText(bytes), limits: limits)
      root = Field(node: node, path: .root, report: report)
    } catch {
      report.error(error.mark, .root, error.message, fix: error.fix)
      root = nil
    }
  }

  /// The YAML files of a folder in the order of their names; none where the folder is missing.
  /// Throws the findings about files that cannot be read.
  package static func files(
    in folder: String
  ) throws(SettingsFailure) -> [(name: String, path: String, bytes: [UInt8])] {
    var files: [(name: String, path: String, bytes: [UInt8])] = []
    var findings: [Finding] = []
    func read(_ path: String) throws(InputFault) -> [UInt8] {
      try InputFile(path: path).contents(limit: mostBytes)
    }
    do throws(InputFault) {
      for name in try Folder.settingsFiles(in: folder) where name.hasSuffix(".yaml") {
        let path = "\(folder)/\(name)"
        do throws(InputFault) {
          files.append((String(name.dropLast(5)), path, try read(path)))
        } catch {
          findings.append(Finding(.error, at: "", "\(path.quotedPath) \(error.message)"))
        }
      }
    } catch  where error.cause == .missing {
      return []
    } catch {
      findings.append(Finding(.error, at: "", "\(folder.quotedPath) \(error.message)"))
    }
    if !findings.isEmpty { throw SettingsFailure(cause: .unreadable, findings: findings) }
    return files
  }

  /// True where there is such a folder.
  package static func isFolder(_ path: String) -> Bool {
    (try? Folder.isFolder(path)) ?? false
  }
}
