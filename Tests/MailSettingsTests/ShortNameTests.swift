// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@Suite struct ShortNameTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    var id = "quay.example"
    let short: String
    var testDescription: String { "\(name), \(id)" }
  }

  @Test(arguments: [
    Row(name: "Quay", short: "Quay"),
    Row(name: "Twenty characters ok", short: "Twenty characters ok"),
    Row(
      name: "Mail of long-harbor-name.example", id: "long-harbor-name.example",
      short: "long-harbor-name"),
    Row(
      name: "Mail of harbour.quays.example", id: "harbour.quays.example", short: "harbour"),
    Row(
      name: "Mail of quay-harbor.example", id: "quay-harbor.example", short: "quay-harbor.example"),
    Row(name: "Stadtwerke und Hafenbetriebe Quay AG", short: "Quay"),
    Row(name: "Stadtwerke und Hafenbetriebe AG", short: "Stadtwerke"),
    Row(name: "Universit\u{E9} de la C\u{F4}te d'Azur", short: "Universit\u{E9}"),
    Row(name: "Of the and for of the and of the", short: "quay"),
    Row(name: "Donaudampfschifffahrtsgesellschaft", short: "quay"),
    Row(
      name: "Donaudampfschifffahrtsgesellschaft", id: "very-long-harbor-company-name.example",
      short: "very-long-harbor"),
    Row(
      name: "Donaudampfschifffahrtsgesellschaft", id: "donaudampfschifffahrtsgesellschaft.example",
      short: "donaudampfschifffahr"),
    Row(
      name: "Donaudampfschifffahrtsgesellschaft", id: "xn--bcher-kva.example", short: "b\u{FC}cher"),
  ])
  func shortNameSaysSomething(_ row: Row) throws {
    let provider = Provider(id: try DomainName(row.id), name: try DisplayText(row.name))
    #expect(provider.shortName.text == row.short)
    #expect(provider.shortName.text.count <= 20)
  }
}
