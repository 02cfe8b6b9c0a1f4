// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// The page that a link to one person's profile leads to. Looking at it changes nothing: only its
/// button makes a profile.
package struct LinkPage: Sendable {
  /// What there is to say.
  package enum Step: Sendable, Hashable {
    /// Nothing was made yet: the button makes it.
    case first
    /// A profile was made at this second since 1970 UTC; the button makes another one, which ends
    /// the password of the one before.
    case again(made: Int64)
    /// The link has had its profile, at this second since 1970 UTC.
    case used(made: Int64)
    /// Nothing is there (any more), or not now.
    case refused(Reason)
  }

  /// Why there is nothing.
  package enum Reason: Sendable, Hashable, CaseIterable {
    /// The time of the link is over.
    case over
    /// The time of what the button made is over.
    case downloadOver
    /// What the link is for is no longer offered.
    case withdrawn
    /// Nobody here has made the link.
    case unknown
    /// It did not work this time.
    case failed
    /// Others could read the answer.
    case insecure
  }

  /// Whose page it is; nil where nobody can be told.
  package var provider: Provider?
  /// The account of the link; nil where the link is not genuine.
  package var account: AccountSettings?
  /// The language of the page.
  package var language: Language
  /// The link as it stands in the address; nil where it is not genuine.
  package var token: String?
  /// What was chosen for the profile.
  package var options = RenderOptions()
  /// True where the profile holds a password.
  package var hasPassword = false
  /// True where the link ends with its first profile.
  package var isSingleUse = false
  /// The `User-Agent` field of whoever looks.
  package var userAgent: String?
  /// What tells one view of the page from another; nil for none.
  package var view: String?
  /// Where what was made from this very view can be fetched again; nil for nowhere.
  package var download: String?

  /// A page of a provider in a language.
  package init(_ provider: Provider?, _ language: Language) {
    self.provider = provider
    self.language = language
  }
}

extension SetupPage {
  /// What browsers may do with the page of a link: no script is there.
  package func linkPolicy(_ provider: Provider?) -> String {
    let page = PageWriter(library, provider, .english, .server)
    return "default-src 'none'; style-src '\(page.styleDigest)'; img-src 'self' data:; "
      + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
  }

  /// The page of a link.
  package func link(_ link: LinkPage, _ step: LinkPage.Step) -> [UInt8] {
    LinkPageWriter(library, link).write(step)
  }
}

/// Writes the page of a link.
private struct LinkPageWriter {
  let link: LinkPage
  let page: PageWriter

  init(_ library: SheetLibrary, _ link: LinkPage) {
    self.link = link
    var page = PageWriter(library, link.provider, link.language, .server)
    page.hasScript = false
    page.ownLink = link.token.map { "\(SetupPage.profilePath)?link=\($0)" } ?? ""
    self.page = page
  }

  private var wording: Wording { page.wording }

  func write(_ step: LinkPage.Step) -> [UInt8] {
    let address = link.account?.address?.description
    let title = address.map { page.about(page.title) + $0 } ?? page.title
    return page.write(title: title) { html in
      html.element("h1") { html in
        if let address {
          html.text(page.about(wording[.pageTitle]))
          page.breakable(address, &html)
        } else {
          html.text(page.title)
        }
      }
      switch step {
      case .first: first(&html)
      case .again(let made): again(made, &html)
      case .used(let made): used(made, &html)
      case .refused(let reason): problem(wording.line(reason.phrase), &html)
      }
    }
  }

  // MARK: Steps

  private func first(_ html: inout HTMLWriter) {
    machine(&html)
    html.element("p", text: wording[link.hasPassword ? .linkIntroPassword : .linkIntro])
    if link.isSingleUse { html.element("p", text: wording[.linkOnce]) }
    button(.pageDownload, again: nil, &html)
    guide(&html)
  }

  private func again(_ made: Int64, _ html: inout HTMLWriter) {
    problem(said(.linkMade, made), &html)
    // The button ends a password: nobody is to press it where the new profile is of no use.
    if !isOnDevice { machine(&html) }
    fetchAgain(&html)
    html.element("p", text: wording[.linkAgain])
    button(.linkMakeNew, again: made, &html)
    guide(&html)
  }

  private func used(_ made: Int64, _ html: inout HTMLWriter) {
    problem(said(.linkMade, made), &html)
    fetchAgain(&html)
    html.element("p", text: wording[.linkUsed])
    if link.download != nil { guide(&html) }
  }

  /// For a person who has put away what a browser had fetched: the same once more, for the page
  /// whose button was pressed and no other.
  private func fetchAgain(_ html: inout HTMLWriter) {
    guard let address = link.download else { return }
    html.element("p") { html in
      html.element(
        "a", [("class", "button"), ("href", address)], text: wording[.linkFetchAgain])
    }
  }

  private func problem(_ line: Line, _ html: inout HTMLWriter) {
    html.element("p", [("class", "problem"), ("role", "alert")]) { page.sheets().line(line, &$0) }
  }

  /// True on a device that the profile can be for, in a browser that hands it over.
  private var isOnDevice: Bool {
    let machine = Machine(userAgent: link.userAgent)
    return machine == .mac
      || machine == .iphone && !Machine.cannotInstall(userAgent: link.userAgent)
  }

  /// A link is opened where mail is read: not always on the device that it is for.
  private func machine(_ html: inout HTMLWriter) {
    switch Machine(userAgent: link.userAgent) {
    case .iphone:
      html.element("p", [("class", isOnDevice ? "hint" : "problem")]) { html in
        html.text(wording[isOnDevice ? .pageSafari : .pageCannotInstall])
      }
    case .mac: break
    case .android, .computer, .linux:
      html.element("p", [("class", "notice")], text: wording[.linkElsewhere])
    }
  }

  private func button(_ words: Phrase, again: Int64?, _ html: inout HTMLWriter) {
    // The link stands in the address, too: a proxy in front of several servers goes by it.
    let query = link.token.map { "?link=\($0)" } ?? ""
    let action = SetupPage.profilePath + query
    html.element("form", [("method", "post"), ("action", action)]) { html in
      page.hidden("link", link.token, &html)
      page.hidden("lang", page.language.tag, &html)
      page.hidden("view", link.view, &html)
      page.hidden("again", again.map(String.init), &html)
      html.element("button", text: wording[words])
    }
  }

  /// What to do with what was fetched; elsewhere than on the device it would be in the way of the
  /// one sentence that counts there.
  private func guide(_ html: inout HTMLWriter) {
    guard isOnDevice else { return }
    let platform: Platform =
      Machine(userAgent: link.userAgent) == .mac
        || link.options.value(MobileConfig.deviceOption) == "mac"
      ? .macos : .ios
    guard let account = link.account,
      let client = page.library.client("apple-profile", for: wording.language)
    else { return }
    let sheet = ClientSheet(client, account, wording)
    for block in sheet.notices(.definition) { page.sheets().block(block, &html) }
    // Here the link is the page itself, and a password in the profile is typed by nobody.
    let others: [Condition] = [.link, .noLink] + (link.hasPassword ? [.password] : [])
    let steps = client.definition.steps.filter {
      $0.conditions.allSatisfy { !others.contains($0) }
    }.compactMap { $0.only(on: platform) }
    html.element("h2", text: wording[.stepsHeading])
    let press = wording.line(platform == .macos ? .pageClick : .pageTap)
    page.sheets().block(.steps([press] + sheet.lines(steps)), &html)
  }

  /// A sentence with a moment in it.
  private func said(_ phrase: Phrase, _ seconds: Int64) -> Line {
    wording.line(phrase, [.date: [.text(wording.moment(seconds))]])
  }
}

extension LinkPage.Reason {
  fileprivate var phrase: Phrase {
    switch self {
    case .over: .linkOver
    case .downloadOver: .linkDownloadOver
    case .withdrawn: .linkWithdrawn
    case .unknown: .linkUnknown
    case .failed: .linkFailed
    case .insecure: .linkInsecure
    }
  }
}
