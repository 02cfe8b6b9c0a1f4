// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

extension Field {
  /// What is particular to Apple profiles.
  func apple(_ language: Language, hasWebmail: Bool) -> AppleOptions? {
    guard let fields = Fields<Keys.Apple>(self) else { return nil }
    var options = AppleOptions()
    options.organization = fields[.organization]?.displayText()
    options.consentText = fields[.consentText]?.localized(language)
    options.removalDisallowed = fields[.removalDisallowed]?.boolean() ?? false
    options.removalDate = fields[.removalDate]?.value(CalendarDate.init)
    if let day = options.removalDate?.description, day < Timestamp.now.day {
      fields[.removalDate]?.warning(
        "is over: devices remove the profile as soon as it is there", fix: "write a later day")
    }
    options.removeAfterDays = fields[.removeAfterDays]?.integer(1...3_650)
    options.preventMove = fields[.preventMove]?.boolean() ?? false
    options.certificates = fields[.certificates]?.certificates() ?? []
    options.webClip = fields[.webClip]?.webClip(language)
    if options.webClip != nil, !hasWebmail {
      fields[.webClip]?.warning(
        "opens webmail, but nothing says where that is", fix: "add 'webmail:'")
    }
    return options
  }

  /// The certificates of all files of a list.
  private func certificates() -> [TrustedCertificate] {
    let files = list { item in item.certificateFile() }
    let certificates = files.flatMap(\.self)
    guard certificates.count <= report.limits.certificates else {
      error("are more than \(report.limits.certificates) certificates", fix: "name the roots alone")
      return []
    }
    return certificates
  }

  /// The certificates of one file; nil where there is none.
  private func certificateFile() -> [TrustedCertificate]? {
    contents(limit: report.limits.certificateBytes) { path, bytes throws(InvalidValue) in
      try TrustedCertificate.read(bytes, fileName: path.lastPathComponent)
    }
  }

  /// `true`, or the particulars of an icon; nil for none.
  private func webClip(_ language: Language) -> WebClip? {
    guard case .mapping = node.value else { return boolean() == true ? WebClip() : nil }
    guard let fields = Fields<Keys.WebClip>(self) else { return nil }
    var clip = WebClip()
    clip.label = fields[.label]?.localized(language)
    clip.icon = fields[.icon]?.icon()
    clip.fullScreen = fields[.fullScreen]?.boolean() ?? false
    return clip
  }

  private func icon() -> IconImage? {
    contents(limit: report.limits.iconBytes) { _, bytes throws(InvalidValue) in
      let icon = try IconImage(png: bytes)
      _ = try PNGPicture(bytes, mostPixels: IconImage.mostPixels * IconImage.mostPixels)
      return icon
    }
  }

  /// The picture in the file that is named here.
  func logo() -> LogoImage? {
    contents(limit: report.limits.logoBytes) { _, bytes throws(InvalidValue) in
      try LogoImage(bytes)
    }
  }

  /// What a type of the model makes of the file that is named here; the file counts as one of
  /// the settings, whether it can be read or not.
  func contents<Value>(
    limit: Int, _ read: (String, [UInt8]) throws(InvalidValue) -> Value
  ) -> Value? {
    guard let path = filePath() else { return nil }
    report.note(file: path)
    do throws(InputFault) {
      // A pipe would be waited for.
      guard try Folder.isFile(path) else { throw InputFault(.unusable, "is not a file") }
      let bytes = try InputFile(path: path).contents(limit: limit)
      do throws(InvalidValue) {
        return try read(path, bytes)
      } catch {
        throw InputFault(.unusable, error.message, fix: error.fix)
      }
    } catch {
      self.error(error, of: path)
      return nil
    }
  }
}

extension String {
  /// What follows the last slash.
  fileprivate var lastPathComponent: String {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return self }
    return String(self[utf8.index(after: slash)...])
  }
}
