// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Directory
import MailSettings
import SettingsFile
import System

extension DirectoryPrograms {
  /// The program beside this one.
  package static var beside: DirectoryPrograms {
    DirectoryPrograms(helper: ProgramBeside.path("mkprofile-directory"))
  }
}

extension Invocation {
  /// Reads the domains of the directories of settings, and says what was found; throws where one
  /// does not give them.
  func readDirectories(of catalog: SettingsCatalog) throws(Failure) {
    for directory in catalog.directories where directory.options.domains != nil {
      let feed = DomainFeed(directory, catalog, .beside)
      do throws(DirectoryFault) {
        reporter.report(try feed.load())
      } catch {
        let finding = error.finding(
          .error, at: "directory.domains", directory.options.places)
        throw Failure(error.kind == .settings ? .badInput : .unreachable, findings: [finding])
      }
    }
  }
}
