// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import TestNetwork

extension DomainFault {
  /// What can be wrong with records.
  static let records: [DomainFault] = [
    .zone("mail elsewhere", .mx, "mail goes elsewhere") {
      $0.remove("example.test", 15)
      $0.add("example.test", "MX 5 mail.other.test")
      $0.add("mail.other.test", "A 127.0.0.1")
    },
    .zone("no exchanger", .mx, "there is no mail exchanger") { $0.remove("example.test", 15) },
    .zone("exchanger is an alias", .mx, "an MX record leads to an alias") {
      $0.remove("mail.example.test", 1)
      $0.add("mail.example.test", "CNAME setup.example.test")
    },
    .zone("aliases in a circle", .mx, "an MX record leads to an alias") {
      $0.remove("mail.example.test", 1)
      $0.add("mail.example.test", "CNAME a.test")
      $0.add("a.test", "CNAME mail.example.test")
    },
    .zone("two SPF records", .spf, "there are 2 SPF records: receivers use neither") {
      $0.add("example.test", "TXT v=spf1 mx -all")
    },
    .zone("SPF that includes itself", .spf, "'_spf.example.test' includes itself") {
      $0.remove("_spf.example.test", 16)
      $0.add("_spf.example.test", "TXT v=spf1 include:_spf.example.test -all")
    },
    .zone("too many look-ups", .spf, "it takes 12 look-ups, and receivers stop after 10") {
      $0.remove("_spf.example.test", 16)
      let terms = (0..<11).map { "a:h\($0).example.test" }.joined(separator: " ")
      $0.add("_spf.example.test", "TXT v=spf1 \(terms) -all")
    },
    .zone("everybody may send", .spf, "it lets everybody send as the domain") {
      $0.remove("example.test", 16)
      $0.add("example.test", "TXT v=spf1 include:_spf.example.test +all")
    },
    .zone("DKIM missing", .dkim, "there is no key: signatures cannot be verified") {
      $0.remove("mail._domainkey.example.test", 16)
    },
    .zone("DMARC without a policy", .dmarc, "the record has no policy") {
      $0.remove("_dmarc.example.test", 16)
      $0.add("_dmarc.example.test", "TXT v=DMARC1; rua=mailto:dmarc@example.test")
    },
    .zone("logo not allowed", .bimi, "the logo is not shown: DMARC is not strong enough") {
      $0.remove("_dmarc.example.test", 16)
      $0.add("_dmarc.example.test", "TXT v=DMARC1; p=none")
    },
    .zone("zone elsewhere", .zone, "the zone is elsewhere, at ns.other.test", .advice) {
      $0.remove("example.test", 2)
      $0.add("example.test", "NS ns.other.test")
      $0.remove("example.test", 6)
      $0.add("example.test", "SOA ns.other.test")
    },
    .zone(
      "not registered", .zone, "the domain is not registered, or its registrar has no zone for it"
    ) {
      $0 = TestZone()
      $0.add("test", "SOA ns.test")
    },
    .zone("server failure", .dmarc, "the resolver cannot find out (SERVFAIL)") {
      $0.behaviours["_dmarc.example.test"] = .fail
    },
    .zone(
      "address that is not found out", .servers,
      "the address of mail.example.test is not known: the resolver cannot find out (SERVFAIL)"
    ) { $0.behaviours["mail.example.test"] = .fail },
    .zone("a question without an answer", .tlsReports, "no answer came in time") {
      $0.behaviours["_smtp._tls.example.test"] = .silent
    },
    .zone("an answer in pieces", .dmarc, "receivers are asked to reject forged mail", .good) {
      $0.behaviours["_dmarc.example.test"] = .truncated
    },
    .zone(
      "one wrong signature", .dnssec,
      "the signature of the records is wrong: resolvers that verify it find nothing"
    ) { $0.behaviours["_dmarc.example.test"] = .bogus },
    .zone("another digest", .setup, "the digest is not that of the document", .warning) {
      $0.remove("_ua-auto-config.example.test", 16)
      $0.add("_ua-auto-config.example.test", "TXT v=UAAC1; a=sha256; d=AAAA")
    },
    .zone("null MX", .mx, "the domain says that it takes no mail (null MX)") {
      $0.remove("example.test", 15)
      $0.add("example.test", "MX 0 .")
    },
    .zone("one name server", .zone, "there is one name server", .warning) {
      $0.remove("example.test", 2)
      $0.add("example.test", "NS ns1.example.test")
    },
    .zone("name server is an alias", .zone, "a name server is an alias") {
      $0.remove("ns2.example.test", 1)
      $0.add("ns2.example.test", "CNAME ns1.example.test")
    },
    .zone("zone that was not created", .zone, "the resolver cannot find out (SERVFAIL)") {
      $0.behaviours["example.test"] = .fail
    },
    .zone("wrong signatures", .dnssec, "the signatures of the zone are wrong") {
      $0.behaviours["example.test"] = .bogus
    },
    .zone("no SPF record", .spf, "there is no SPF record") { $0.remove("example.test", 16) },
    .zone("look-ups that lead nowhere", .spf, "3 of its look-ups lead nowhere, and 2 are allowed") {
      $0.remove("_spf.example.test", 16)
      $0.add("_spf.example.test", "TXT v=spf1 a:x.test a:y.test mx:z.test -all")
    },
    .zone("include without a record", .spf, "'_spf.example.test' cannot be included") {
      $0.remove("_spf.example.test", 16)
    },
    .zone(
      "network that is none", .spf,
      "'_spf.example.test': 'ip4:192.0.2.300/24' has '192.0.2.300/24', which is no IPv4 network"
    ) {
      $0.remove("_spf.example.test", 16)
      $0.add("_spf.example.test", "TXT v=spf1 ip4:192.0.2.300/24 -all")
    },
    .zone(
      "terms after all", .spf, "the record refuses the senders that the settings want"
    ) {
      $0.remove("example.test", 16)
      $0.add("example.test", "TXT v=spf1 -all include:_spf.example.test")
    },
    .zone("another key", .dkim, "the key is not that of the settings") {
      $0.remove("mail._domainkey.example.test", 16)
      $0.add("mail._domainkey.example.test", "TXT v=DKIM1; k=rsa; p=MIIB")
    },
    .zone("two DMARC records", .dmarc, "there are 2 DMARC records: receivers use none") {
      $0.add("_dmarc.example.test", "TXT v=DMARC1; p=none")
    },
    .zone("strict alignment", .dmarc, "adkim=s: mail passes only where its signature", .advice) {
      $0.remove("_dmarc.example.test", 16)
      $0.add(
        "_dmarc.example.test", "TXT v=DMARC1; p=reject; adkim=s; rua=mailto:dmarc@example.test")
    },
    .zone("unknown alignment", .dmarc, "aspf is neither r nor s") {
      $0.remove("_dmarc.example.test", 16)
      $0.add("_dmarc.example.test", "TXT v=DMARC1; p=reject; aspf=x; rua=mailto:dmarc@example.test")
    },
    .zone("reports to nobody", .dmarc, "reports do not go to dmarc@example.test", .warning) {
      $0.remove("_dmarc.example.test", 16)
      $0.add("_dmarc.example.test", "TXT v=DMARC1; p=reject")
    },
    .zone(
      "reports that are not allowed", .dmarc, "watch.invalid does not allow reports", .warning
    ) {
      $0.remove("_dmarc.example.test", 16)
      $0.add(
        "_dmarc.example.test",
        "TXT v=DMARC1; p=reject; rua=mailto:dmarc@example.test,mailto:a@watch.invalid")
    },
    .zone("no TLS reports", .tlsReports, "the record is missing") {
      $0.remove("_smtp._tls.example.test", 16)
    },
    .zone("no authorities", .caa, "the record is missing") { $0.remove("example.test", 257) },
    .zone("no path of the calendars", .services, "the record is missing") {
      $0.remove("_caldavs._tcp.example.test", 16)
    },
    .zone("no name for set-up", .setup, "the name has no address: clients find no settings there") {
      $0.remove("autoconfig.example.test", 5)
    },
  ]
}
