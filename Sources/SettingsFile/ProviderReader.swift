// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Reads one provider: `provider:` and everything beside it but the domains.
struct ProviderReader {
  private let fields: Fields<Keys.Service>
  private let identity: Fields<Keys.Provider>?

  init(_ fields: Fields<Keys.Service>) {
    self.fields = fields
    identity = fields[.provider].flatMap(Fields<Keys.Provider>.init)
  }

  /// The provider's id as it stands in the file.
  var id: Field? { identity?[.id] }

  /// The provider; nil where it has no usable name or id. Everything is read in any case, so
  /// that every finding is made.
  func provider() -> Provider? {
    let languages = identity?[.languages]?.list { $0.language() } ?? []
    let language = languages.first ?? .english
    let named = identity.flatMap { self.named($0, language) }
    let addServices = services(language)
    let addOptions = options(language)
    guard var provider = named else { return nil }
    if !languages.isEmpty { provider.languages = languages }
    addServices(&provider)
    addOptions(&provider)
    return provider
  }

  /// What `provider:` itself holds.
  private func named(_ identity: Fields<Keys.Provider>, _ language: Language) -> Provider? {
    let id = identity[.id]?.providerID()
    let name = identity[.name]?.displayText(limit: 60)
    let shortName = identity[.shortName]?.displayText(limit: 20)
    let documentation = identity[.documentation]?.list { $0.documentation(language) } ?? []
    let support = identity[.support]?.support(language)
    let logo = identity[.logo]?.logo()
    let color = identity[.color]?.color()
    let publicURL = identity[.publicURL]?.url()
    guard let id, let name else { return nil }
    var provider = Provider(id: id, name: name, shortName: shortName)
    provider.documentation = documentation
    provider.support = support
    provider.logo = logo
    provider.color = color
    provider.publicURL = publicURL
    return provider
  }

  private func services(_ language: Language) -> (inout Provider) -> Void {
    let incoming = fields[.incoming]?.servers(.incoming) ?? []
    let outgoing = fields[.outgoing]?.servers(.outgoing) ?? []
    let calendars = fields[.calendars]?.list { $0.calendar(language) } ?? []
    let contacts = fields[.contacts]?.list { $0.contacts(language) } ?? []
    let directories = fields[.directories]?.list { $0.directory(language) } ?? []
    let files = fields[.files]?.list { $0.files() } ?? []
    let activeSync = fields[.activeSync]?.activeSync()
    let ews = fields[.ews]?.ews()
    let jmap = fields[.jmap]?.jmap()
    let manageSieve = fields[.manageSieve]?.manageSieve()
    let webmail = fields[.webmail]?.webmail()
    reportMissingServers()
    return { provider in
      provider.incoming = incoming
      provider.outgoing = outgoing
      provider.calendars = calendars
      provider.contacts = contacts
      provider.directories = directories
      provider.files = files
      provider.activeSync = activeSync?.host
      provider.activeSyncUsername = activeSync?.username ?? .address
      provider.ews = ews
      provider.jmap = jmap
      provider.manageSieve = manageSieve
      provider.webmail = webmail
    }
  }

  private func options(_ language: Language) -> (inout Provider) -> Void {
    let oauth2 = fields[.oauth2]?.oauth2()
    let apple = fields[.apple]?.apple(language, hasWebmail: fields[.webmail] != nil)
    let autoconfig = fields[.autoconfig]?.autoconfig()
    let autodiscover = fields[.autodiscover]?.autodiscover()
    let signing = fields[.signing]?.signing()
    let delivery = fields[.delivery]?.delivery(isSigned: fields[.signing] != nil)
    let dns = fields[.dns]?.dns()
    reportMissingOAuth2()
    return { provider in
      provider.oauth2 = oauth2
      provider.apple = apple ?? AppleOptions()
      provider.autoconfig = autoconfig ?? AutoconfigOptions()
      provider.autodiscover = autodiscover ?? AutodiscoverOptions()
      provider.signing = signing
      provider.delivery = delivery ?? DeliveryOptions()
      provider.dns = dns
    }
  }

  private func reportMissingServers() {
    for group in [ServerGroup.incoming, .outgoing] where fields[group.key] == nil {
      fields.report.warning(
        fields.mark, .key(fields.path, group.rawValue),
        "there is no \(group.rawValue) server; several mail programs need one of each kind",
        fix: "add '\(group.rawValue):'")
    }
  }

  /// Says once that servers take OAuth 2.0 without saying from whom the tokens come.
  private func reportMissingOAuth2() {
    guard fields[.oauth2] == nil else { return }
    for group in [fields[.incoming], fields[.outgoing]] {
      guard let group, let method = group.firstUse(of: .oauth2) else { continue }
      method.warning(
        "mail programs need to know where to log in with OAuth 2.0", fix: "add 'oauth2:'")
      return
    }
  }
}
