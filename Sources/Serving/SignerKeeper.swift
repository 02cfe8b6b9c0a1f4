// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import ProfileServer
import ProfileSigning
import System

/// The signer of one provider while the server runs: loaded again when its files change, the old
/// one kept where the new one cannot be used.
final class SignerKeeper: Sendable {
  /// What loading gave.
  struct Loaded {
    /// Nil where nothing can sign.
    var signer: (any ProfileSigner)?
    var findings: [Finding] = []
  }

  private struct State {
    var signer: (any ProfileSigner)?
    var marks: [FileMark]
    var generation = 0
    /// The day on which it was last said that the certificate ends soon.
    var warnedOn: Int64 = 0
  }

  private let paths: [String]
  private let load: @Sendable () -> Loaded
  private let metrics: ServerMetrics
  private let log: RequestLog
  private let state: Guarded<State>
  private static let generations = Guarded(0)

  /// A keeper of what `load` makes from the files at the paths.
  init(
    _ paths: [String], _ metrics: ServerMetrics, _ log: RequestLog,
    load: @escaping @Sendable () -> Loaded
  ) {
    self.paths = paths
    self.load = load
    self.metrics = metrics
    self.log = log
    state = Guarded(State(marks: paths.map { FileMark($0) }))
  }

  /// Loads for the first time; gives what was found.
  func start() -> [Finding] {
    let loaded = load()
    if let signer = loaded.signer { put(signer) }
    return loaded.findings
  }

  /// Loads again where a file has changed; to be called each second.
  func refresh(at wall: Int64 = Clock.wall) {
    let marks = paths.map { FileMark($0) }
    let isChanged = state.withLock { state in
      defer { state.marks = marks }
      return state.marks != marks
    }
    if isChanged {
      let loaded = load()
      if let signer = loaded.signer {
        put(signer)
        log.say(.note, "the signer was loaded again after a changed file", loaded.findings)
      } else {
        log.say(.error, "the old signer stays: the new one cannot be used", loaded.findings)
      }
    }
    warn(at: wall)
  }

  private func put(_ signer: any ProfileSigner) {
    let generation = Self.generations.withLock { number in
      number += 1
      return number
    }
    state.withLock { state in
      state.signer = signer
      state.generation = generation
      state.warnedOn = 0
    }
  }

  /// Once a day while the certificate has to be renewed.
  private func warn(at wall: Int64) {
    let today = wall / 86_400_000_000
    guard let days = daysLeft(at: wall), days < SignerCertificate.fewDays else { return }
    let isNew = state.withLock { state in
      defer { state.warnedOn = today }
      return state.warnedOn != today
    }
    guard isNew else { return }
    let words = days < 0 ? "has ended" : "ends in \(days) \(days == 1 ? "day" : "days")"
    log.say(days < 0 ? .error : .warning, "the certificate that signs profiles \(words)")
  }

  /// Days until the certificate ends; nil where it is not known.
  func daysLeft(at wall: Int64 = Clock.wall) -> Int? {
    state.withLock { $0.signer }?.certificate?.daysLeft(at: wall / 1_000_000)
  }

  /// Who signs now, and tells metrics and log of it.
  var current: CurrentSigner {
    let (signer, generation) = state.withLock { ($0.signer, $0.generation) }
    return CurrentSigner(generation: generation) { [metrics, log] document in
      guard let signer else { return nil }
      let start = Clock.monotonic
      do throws(SigningFailure) {
        let signed = try signer.sign(document)
        metrics.signed(in: Clock.monotonic - start)
        return signed
      } catch {
        metrics.signingFailed()
        log.say(.error, "a profile could not be signed", error.findings)
        return nil
      }
    }
  }
}
