// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import PersonalLinks
import ProfileServer
import Synchronization
import System

/// Notes in a folder which links were used: a restart does not forget it, and servers that share
/// the folder take turns. Where the folder cannot be written to, this process alone remembers.
///
/// A link has one file: its name says which link and until when, its content when the last profile
/// was made. Nothing in it is a secret.
final class FolderLedger: LinkLedger {
  private let folder: String
  private let memory = MemoryLedger()
  private let log: RequestLog
  private let hasComplained = Atomic(false)

  /// A folder that need not be there yet.
  init(_ folder: String, _ log: RequestLog) {
    self.folder = folder
    self.log = log
  }

  /// The folder that the settings name, else one of the service manager's, else one beside the key.
  static func folder(_ options: DeliveryOptions, key: String) -> String {
    if let named = options.usedLinks { return named }
    guard let state = getenv("STATE_DIRECTORY").map({ String(cString: $0) }),
      let first = state.split(separator: ":").first
    else { return "\(key).used" }
    return "\(first)/used-links"
  }

  func record(of token: LinkToken) -> LinkRecord {
    var record = memory.record(of: token)
    guard let file = File(path(token), creating: false) else { return record }
    record.take(file.made)
    return record
  }

  func change(_ token: LinkToken, at now: Int64, _ body: (inout LinkRecord) -> Void) {
    memory.change(token, at: now) { record in
      guard let file = open(token, now) else { return body(&record) }
      // Given back when the file is closed, even by a process that dies.
      while flock(file.descriptor, LOCK_EX) != 0, errno == EINTR {}
      record.take(file.made)
      let old = record.made
      body(&record)
      if let made = record.made, made != old, !file.write(made) { complain() }
    }
  }

  private func path(_ token: LinkToken) -> String {
    "\(folder)/\(token.identifier).\(token.link.expires)"
  }

  private func open(_ token: LinkToken, _ now: Int64) -> File? {
    if let file = File(path(token), creating: false) { return file }
    sweep(at: now)
    if let file = File(path(token), creating: true) { return file }
    if mkdir(folder, 0o700) == 0 { log.say(.note, "used links are noted in \(folder.quotedPath)") }
    if let file = File(path(token), creating: true) { return file }
    complain()
    return nil
  }

  /// Once.
  private func complain() {
    let number = errno
    guard !hasComplained.exchange(true, ordering: .relaxed) else { return }
    log.say(
      .warning,
      "which links were used is forgotten at the end: \(folder.quotedPath) cannot be written to: "
        + String(cString: strerror(number)))
  }

  /// Removes what is noted of links that are over; `now` in seconds since 1970 UTC.
  func sweep(at now: Int64) {
    guard let listing = opendir(folder) else { return }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].utf8.count == 16, let expires = Int64(parts[1]),
        expires < now
      else { continue }
      unlink("\(folder)/\(name)")
    }
  }
}

extension LinkRecord {
  /// Another process may know of a later profile than this one.
  fileprivate mutating func take(_ noted: Int64?) {
    guard let noted, noted > made ?? .min else { return }
    self = LinkRecord()
    made = noted
  }
}

/// An open file of a ledger.
private final class File {
  let descriptor: Int32

  init?(_ path: String, creating: Bool) {
    descriptor = SystemCall.open(path, O_RDWR | O_NOFOLLOW | (creating ? O_CREAT : 0), 0o600)
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  /// When the last profile was made; nil where nothing is noted.
  var made: Int64? {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let line = bytes.prefix(count).prefix { $0 != 0x0A }
    return Int64(String(decoding: line, as: UTF8.self))
  }

  func write(_ made: Int64) -> Bool {
    let bytes = Array("\(made)\n".utf8)
    return pwrite(descriptor, bytes, bytes.count, 0) == bytes.count && fsync(descriptor) == 0
  }
}
