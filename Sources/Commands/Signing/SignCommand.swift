// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import MailSettings
import ProfileSigning
import SettingsFile
import System

extension CLI {
  /// Signs a profile that is there already.
  var signCommand: Command {
    Command(
      name: "sign",
      synopsis: [
        "[--output FILE] --certificate FILE --key FILE\n"
          + "[--chain FILE] [--passphrase-file FILE] [--ca FILE] FILE",
        "[--output FILE] [--settings PATH | --provider NAME] FILE",
      ],
      summary: "Sign a profile, so that devices show who made it.",
      details: [
        "Puts FILE (- for standard input) into CMS SignedData in DER, with the certificate and its"
          + " intermediates, and writes it to standard output or to --output. Without"
          + " --certificate and --key the settings say how. With --ca the certificates are judged by"
          + " roots of your own.",
        "A path may begin with $CREDENTIALS_DIRECTORY/ in a service of systemd.",
      ],
      options: [
        .certificate, .key, .chain, .passphraseFile, .roots, .settings,
        .provider(providers.map(\.name)),
        .output,
      ] + CommandOption.reporting,
      takesFiles: true,
      examples: [
        (
          "mkprofile sign --certificate c.pem --key k.pem --output b a.mobileconfig",
          "Sign with the certificate of a web server."
        )
      ],
      run: { invocation throws(Failure) in try invocation.sign() })
  }
}

extension Invocation {
  fileprivate func sign() throws(Failure) -> ExitCode {
    guard let path = arguments.operands.first, arguments.operands.count == 1 else {
      throw .usage("sign takes one FILE", fix: "give the profile to sign, or - for standard input")
    }
    let tools = cli.signing
    let (options, names) = try signingOptions()
    let document = try document(path)
    let now = Clock.seconds()
    try checkIsProfile(document, tools, now)
    do throws(SigningFailure) {
      let loaded = try tools.signer(
        for: options, named: names, roots: arguments[.roots], at: now)
      guard reporter.report(loaded.findings) else { return .badInput }
      let signed = try loaded.signer.sign(document.bytes)
      return try written(signed)
    } catch {
      throw error.failure
    }
  }

  private func written(_ signed: [UInt8]) throws(SigningFailure) -> ExitCode {
    do throws(Failure) {
      let target = OutputTarget(arguments[.output], documents: 1)
      let sink = DocumentSink(target, "mobileconfig", self)
      try sink.add(signed, for: "signed")
      try sink.finish(failed: 0, of: "profile", "profiles")
      return .done
    } catch {
      reporter.report(error)
      return error.code
    }
  }

  /// Neither rubbish nor something that is signed already.
  private func checkIsProfile(
    _ document: SourceDocument, _ tools: any SigningTools, _ now: Int64
  ) throws(Failure) {
    let report: SignatureReport
    do throws(SigningFailure) {
      report = try tools.verify(document.bytes, roots: nil, at: now)
    } catch {
      throw error.failure
    }
    switch report.status {
    case .notSigned: reporter.report(report.findings, for: document.name)
    case .verified, .notVerified:
      throw Failure(
        .badInput, "\(document.name.quoted) is signed already",
        fix: "sign the profile as it was before")
    case .unusable:
      reporter.report(report.findings, for: document.name)
      throw Failure(.badInput, "\(document.name.quoted) is not a profile")
    }
  }

  private func signingOptions() throws(Failure) -> (SigningOptions, SigningNames) {
    let typed = [CommandOption.certificate, .key, .chain, .passphraseFile]
    if let first = typed.first(where: { arguments.has($0) }) {
      guard !arguments.has(.settings), !arguments.has(.provider([])) else {
        throw .usage("\(first.flag) and the settings exclude each other")
      }
      guard let certificate = arguments[.certificate], let key = arguments[.key] else {
        throw .usage("--certificate and --key belong together", fix: "give both")
      }
      var options = SigningOptions()
      (options.certificate, options.key) = (certificate, key)
      (options.chain, options.passphraseFile) = (arguments[.chain], arguments[.passphraseFile])
      return (options, .options)
    }
    let all = Set(try settings().providers.compactMap(\.signing))
    guard let options = all.first else {
      throw Failure(
        .badInput, "the settings do not say how to sign",
        fix: "add 'signing:', or give --certificate and --key")
    }
    guard all.count == 1 else {
      throw Failure(
        .badInput, "the providers of the settings sign in different ways",
        fix: "name the file of one provider with --settings, or give --certificate and --key")
    }
    return (options, .settings)
  }
}

extension SigningFailure {
  /// As a command ends with it.
  var failure: Failure { Failure(.badInput, findings: findings) }
}
