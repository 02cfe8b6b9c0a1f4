// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import HTTPListener
import MailSettings
import PersonalLinks
import ProfileServer
import SettingsFile
import System

/// Notes what links have made where all servers of a provider see it, in its PostgreSQL: whichever
/// of them is asked, a link has one password. Where that is not to be had, each server knows what it
/// knows by itself.
final class DirectoryLedger: LinkLedger {
  private let store: LinkStore
  private let own: any LinkLedger
  private let provider: DomainName
  private let log: RequestLog
  private let key: @Sendable () -> LinkKey?
  /// What was said last, so that it is said once.
  private let complaint = Guarded("")

  /// A ledger in front of the server's own.
  init(
    _ store: LinkStore, own: any LinkLedger, _ provider: DomainName, _ log: RequestLog,
    key: @escaping @Sendable () -> LinkKey?
  ) {
    self.store = store
    self.own = own
    self.provider = provider
    self.log = log
    self.key = key
  }

  /// What is wrong with the table, to be said at the start; nil where nothing is, and where the
  /// database is away, which others say.
  func probe(_ places: Places) -> Finding? {
    do throws(DirectoryFault) { _ = try store.note(of: "probe") } catch {
      guard error.kind == .settings else { return nil }
      return Finding(
        .note, at: "directory.source",
        "each server has its own passwords of links: \(error.message)", fix: error.fix,
        place: places["directory.source"])
    }
    return nil
  }

  func record(of token: LinkToken) -> LinkRecord {
    var record = own.record(of: token)
    do throws(DirectoryFault) {
      take(try store.note(of: token.identifier), of: token, into: &record)
      isWell()
    } catch { complain(error) }
    return record
  }

  func change(_ token: LinkToken, at now: Int64, _ body: (inout LinkRecord) -> Void) {
    own.change(token, at: now) { record in
      let outcome = store.change(token.identifier, expires: token.link.expires, at: now) { note in
        take(note, of: token, into: &record)
        let old = record
        body(&record)
        return record == old ? nil : self.note(of: token, record)
      }
      switch outcome {
      case .done: isWell()
      case .busy:
        log.say(.warning, "another server has had a link for too long: nothing was made")
      case .unavailable(let fault):
        complain(fault)
        body(&record)
      case .lost(let fault): complain(fault)
      }
    }
  }

  private func take(_ note: LinkStore.Note, of token: LinkToken, into record: inout LinkRecord) {
    guard let made = note.made, made >= record.made ?? .min else { return }
    var noted = LinkRecord()
    noted.made = made
    if let sealed = note.sealed, let key = key(),
      let note = LinkNote(sealed, token, provider: provider, key: key), note.made == made
    {
      noted.download = note.download
      noted.view = note.view
      // Who pressed at the same time gets the same.
      noted.isSeen = note.isSeen
    } else if made == record.made {
      return
    }
    if note.isFresh { noted.isSeen = false }
    record = noted
  }

  private func note(of token: LinkToken, _ record: LinkRecord) -> LinkStore.Note {
    var note = LinkStore.Note()
    note.made = record.made
    if let made = record.made, let download = record.download, let key = key() {
      note.sealed = LinkNote(
        made: made, download: download, view: record.view, isSeen: record.isSeen
      ).text(token, provider: provider, key: key)
    }
    return note
  }

  private func isWell() { complaint.withLock { $0 = "" } }

  private func complain(_ fault: DirectoryFault) {
    let isNew = complaint.withLock { complaint in
      defer { complaint = fault.message }
      return complaint != fault.message
    }
    guard isNew else { return }
    log.say(
      .warning, "each server has its own passwords of links until the database answers",
      [Finding(.warning, at: "directory.source", fault.message, fix: fault.fix)])
  }
}
