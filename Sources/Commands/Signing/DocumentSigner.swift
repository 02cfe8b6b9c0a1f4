// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import ProfileSigning
import Renderers
import SettingsFile
import System

extension Invocation {
  /// The settings to render a format with.
  func settings(toRender format: any Renderer) throws(Failure) -> SettingsCatalog {
    try checkSigningOptions(format)
    return try settings(drawsLogos: format.showsLogo)
  }

  private func checkSigningOptions(_ format: any Renderer) throws(Failure) {
    let options = [CommandOption.unsigned, .allowUnsigned].filter { arguments.has($0) }
    if options.count == 2 {
      throw .usage("--unsigned and --allow-unsigned exclude each other", fix: "give one of them")
    }
    if let option = options.first, !format.isSigned {
      let signed = cli.formats.filter(\.isSigned).map(\.name).joined(separator: " and ")
      throw .usage("\(option.flag) is for \(signed), not for \(format.name)")
    }
  }

  /// What signs the documents of a format; nil where nothing does.
  func documentSigner(_ format: any Renderer) -> DocumentSigner? {
    guard format.isSigned, !arguments.has(.unsigned) else { return nil }
    return DocumentSigner(
      cli.signing, reporter, mayLeaveUnsigned: arguments.has(.allowUnsigned))
  }
}

/// Signs documents as the settings of each provider say.
final class DocumentSigner {
  private let tools: any SigningTools
  private let reporter: Reporter
  private let mayLeaveUnsigned: Bool
  private var signers: [SigningOptions: Result<any ProfileSigner, SigningFailure>] = [:]
  private var said: Set<SigningFailure> = []

  init(_ tools: any SigningTools, _ reporter: Reporter, mayLeaveUnsigned: Bool) {
    self.tools = tools
    self.reporter = reporter
    self.mayLeaveUnsigned = mayLeaveUnsigned
  }

  /// The signed document; the bare one where its provider does not sign; nil where it cannot be
  /// signed, which is reported.
  func sign(
    _ document: [UInt8], for account: AccountSettings, _ subject: String?, at place: Place? = nil
  ) -> [UInt8]? {
    guard let options = account.provider.signing else { return document }
    do throws(SigningFailure) {
      return try signer(options).get().sign(document)
    } catch {
      // What is wrong with the signer is wrong for everybody.
      if !said.insert(error).inserted { return mayLeaveUnsigned ? document : nil }
      var findings = error.findings
      for index in findings.indices where mayLeaveUnsigned {
        findings[index].severity = min(findings[index].severity, .warning)
      }
      if mayLeaveUnsigned {
        findings.append(
          Finding(.warning, at: "signing", "the profile is not signed: devices say 'Not Signed'"))
      }
      return reporter.report(findings, for: subject, at: place) ? document : nil
    }
  }

  /// Loaded once for all documents of a provider; what is worth knowing is said once.
  private func signer(
    _ options: SigningOptions
  ) -> Result<any ProfileSigner, SigningFailure> {
    if let known = signers[options] { return known }
    let result = load(options)
    signers[options] = result
    return result
  }

  private func load(_ options: SigningOptions) -> Result<any ProfileSigner, SigningFailure> {
    do throws(SigningFailure) {
      let loaded = try tools.signer(for: options, named: .settings, at: Clock.seconds())
      guard reporter.report(loaded.findings) else { return .failure(SigningFailure([])) }
      return .success(loaded.signer)
    } catch {
      return .failure(error)
    }
  }
}
