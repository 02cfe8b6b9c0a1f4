// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Payloads that hold what settings keep in files of their own: certificates and icons.
extension PayloadImport {
  mutating func readCertificate(_ payload: PropertyListNode) {
    var keys = PayloadKeys(payload)
    let said = keys.string("PayloadCertificateFileName")
    draft.loseRest(keys, payload["PayloadType"]?.string ?? "")
    guard case .data(let bytes)? = payload["PayloadContent"]?.value else {
      return draft.lose("a certificate", "there is none in it", at: payload.place)
    }
    let count = draft.apple.certificates.count + 1
    let isText = bytes.starts(with: "-----".utf8)
    let name = Self.fileName(said, otherwise: "certificate-\(count).\(isText ? "pem" : "der")")
    do throws(InvalidValue) {
      _ = try TrustedCertificate.read(bytes, fileName: name)
    } catch {
      return draft.lose("the certificate \(name.quoted)", error.message, at: payload.place)
    }
    guard !draft.apple.certificates.contains(where: { $0.bytes == bytes }) else { return }
    let isTaken = draft.apple.certificates.contains { $0.name == name }
    draft.apple.certificates.append(
      ImportedFile(name: isTaken ? "\(count)-\(name)" : name, bytes: bytes))
  }

  mutating func readWebClip(_ payload: PropertyListNode) {
    var keys = PayloadKeys(payload)
    var clip = SettingsDraft.WebClip()
    let label = keys.string("Label")
    let said = keys.string("URL") ?? ""
    let icon = keys.data("Icon")
    clip.fullScreen = keys.boolean("FullScreen") == true
    if keys.boolean("IsRemovable") == false {
      draft.lose("IsRemovable (false) of the web clip", "people can remove it", at: payload.place)
    }
    draft.loseRest(keys, "com.apple.webClip.managed")
    guard draft.apple.webClip == nil else {
      return draft.lose(
        "a second web clip (\(said.quoted))", "settings have one, for webmail", at: payload.place)
    }
    guard let url = draft.url(said, what: "the web clip", at: payload.place) else { return }
    // What profiles from here say in every language where nobody chose a word.
    clip.label = draft.name(
      label == "Webmail" ? nil : label, limit: 1_000, what: "the label of the web clip",
      at: payload.place)
    if let bytes = icon {
      do throws(InvalidValue) {
        _ = try IconImage(png: bytes)
        clip.icon = ImportedFile(name: "webclip.png", bytes: bytes)
      } catch {
        draft.lose(
          "the icon of the web clip", error.message, at: payload["Icon"]?.place ?? payload.place)
      }
    }
    draft.webmail = url
    draft.apple.webClip = clip
  }

  /// A name that is a file of this folder, and nothing else.
  private static func fileName(_ said: String?, otherwise name: String) -> String {
    guard let said, !said.isEmpty, said.utf8.count <= 100, said.first != ".", said.first != "-",
      said.utf8.allSatisfy({ byte in
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      })
    else { return name }
    return said
  }
}
