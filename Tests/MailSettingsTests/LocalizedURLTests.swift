// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@Suite struct LocalizedURLTests {
  @Test(arguments: [
    (["de"], "https://x.example/de"), (["de-CH"], "https://x.example/de"),
    (["fr", "de"], "https://x.example/de"), (["it"], "https://x.example/en"),
    ([], "https://x.example/en"),
  ])
  func readersGetTheirPage(_ wanted: [String], _ found: String) throws {
    let urls = try #require(
      LocalizedURL([
        (.english, try WebURL("https://x.example/en")),
        (try Language("de"), try WebURL("https://x.example/de")),
      ]))
    #expect(urls.url(for: try wanted.map { try Language($0) }).description == found)
  }

  @Test func onePageIsForEverybody() throws {
    let url = try WebURL("https://x.example")
    #expect(LocalizedURL(url).url(for: [try Language("fr")]) == url)
    #expect(LocalizedURL([]) == nil)
  }
}
