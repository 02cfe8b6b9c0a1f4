// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A document as somebody gave it.
package struct SourceDocument: Sendable {
  /// What findings call it.
  package let name: String
  /// Its bytes.
  package let bytes: [UInt8]

  /// A document.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// What is known beside the documents to import.
package struct ImportOptions: Sendable {
  /// A domain that the settings are for.
  package var domain: DomainName?
  /// The address that a document was made for.
  package var address: MailAddress?

  /// Nothing.
  package init() {}
}

/// Something that settings keep in a file of its own.
package struct ImportedFile: Sendable, Hashable {
  /// The name of the file, without a folder.
  package let name: String
  /// What is in it.
  package let bytes: [UInt8]
}

/// What came of an import.
package struct ImportResult: Sendable {
  /// A settings file; nil where an error is among the findings.
  package let settings: [UInt8]?
  /// The same with the names of `files` in it; nil where there are none.
  package var settingsWithFiles: [UInt8]?
  /// What settings keep in files beside them: certificates and pictures.
  package var files: [ImportedFile] = []
  /// What has no place in the settings, was guessed, or is wrong.
  package var findings: [Finding]

  /// A result.
  package init(settings: [UInt8]?, findings: [Finding]) {
    self.settings = settings
    self.findings = findings
  }
}
