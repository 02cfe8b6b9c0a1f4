// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SettingsFile

/// A line of settings, and what is said about it.
struct Mistake: CustomTestStringConvertible, Sendable {
  let more: String
  let finding: String
  var testDescription: String { more }

  init(_ more: String, _ finding: String) {
    self.more = more
    self.finding = finding
  }
}

/// Every mistake is said once, at its place, in exactly these words.
struct MistakesTests {
  /// Each stands in line 10 of a file that is otherwise good.
  @Test(arguments: [
    Mistake(
      "webmial: {}",
      """
      s.yaml:10:1: error: there is no key 'webmial' here; did you mean 'webmail'?
        fix: the accepted keys are provider, domains, incoming, outgoing, calendars, contacts, \
      directories, files, activeSync, ews, jmap, manageSieve, webmail, oauth2, apple, autoconfig, \
      autodiscover, signing, delivery, dns, directory
      """),
    Mistake(
      "domains: []",
      """
      s.yaml:10:1: error: domains: is given twice; the first is in line 4
        fix: remove one of the two
      """),
    Mistake(
      "apple: {webClip: yes}",
      """
      s.yaml:10:18: error: apple.webClip: 'yes' is not true or false
        fix: write true or false, without quotes
      """),
    Mistake(
      "apple: {webClip: \"true\"}",
      """
      s.yaml:10:18: error: apple.webClip: 'true' is not true or false
        fix: write true or false, without quotes
      """),
    Mistake("apple:", "s.yaml:10:7: error: apple: has no value; a set of keys is needed"),
    Mistake("apple: []", "s.yaml:10:8: error: apple: is a list; a set of keys is needed"),
    Mistake(
      "autodiscover: {}",
      """
      s.yaml:10:15: error: autodiscover: says nothing
        fix: add 'redirectAddress:' or 'redirectURL:', or leave the key out
      """),
    Mistake(
      "autodiscover: {redirectAddress: \"{local}@b.ch\", redirectURL: \"https://b.ch/\"}",
      """
      s.yaml:10:49: error: autodiscover.redirectURL: an address and a URL are both given
        fix: keep the one where clients are to ask
      """),
    Mistake(
      "autodiscover: {redirectAddress: help@b.ch}",
      """
      s.yaml:10:33: error: autodiscover.redirectAddress: 'help@b.ch' has no {local} before the \
      '@', by which addresses differ
        fix: write it like {local}@example.ch
      """),
    Mistake(
      "autodiscover: {redirectAddress: \"{local}@{domain}\"}",
      """
      s.yaml:10:33: error: autodiscover.redirectAddress: '{local}@{domain}' has no fixed domain
        fix: write it like {local}@example.ch
      """),
    Mistake(
      "autodiscover: {redirectURL: \"http://b.ch/\"}",
      """
      s.yaml:10:29: error: autodiscover.redirectURL: 'http://b.ch/' is not https
        fix: use https://
      """),
    Mistake(
      "files: []",
      """
      s.yaml:10:8: error: files: is an empty list
        fix: name at least one, or leave the key out
      """),
    Mistake(
      "files: {protocol: webdav}",
      """
      s.yaml:10:8: error: files: is a set of keys; a list is needed
        fix: begin every entry with '- '
      """),
    Mistake(
      "files: [{protocol: webdav}]",
      """
      s.yaml:10:9: error: files[0].url: is missing
        fix: add 'url:'
      """),
    Mistake(
      "files: [{protocol: ftp, url: https://f.ch}]",
      """
      s.yaml:10:20: error: files[0].protocol: 'ftp' is not known
        fix: write webdav
      """),
    Mistake(
      "webmail: {url: http://w.ch}",
      """
      s.yaml:10:16: error: webmail.url: 'http://w.ch' is not https
        fix: use https://
      """),
    Mistake(
      "calendars: [{protocol: caldav, url: webcal://w.ch}]",
      """
      s.yaml:10:37: error: calendars[0].url: 'webcal://w.ch' is not https
        fix: use https://
      """),
    Mistake(
      "activeSync: {host: 192.0.2.1}",
      """
      s.yaml:10:20: error: activeSync.host: '192.0.2.1' is an IP address or a number
        fix: give a host name: certificates are made for names
      """),
    Mistake(
      "activeSync: {host: \"[2001:db8::1]\"}",
      """
      s.yaml:10:20: error: activeSync.host: '[2001:db8::1]' is not a host name
        fix: write the name alone, without port, URL or address
      """),
    Mistake(
      "activeSync: {host: \"{adress}.ch\"}",
      """
      s.yaml:10:20: error: activeSync.host: '{adress}' is not a placeholder
        fix: the placeholders are {address}, {local}, {domain}
      """),
    Mistake(
      "jmap: {url: https://j.ch, username: local_part}",
      """
      s.yaml:10:37: error: jmap.username: 'local_part' would be the same user name for \
      everybody; did you mean 'local-part'?
        fix: write address, local-part, or a pattern with {address}, {local} or {domain}
      """),
    Mistake(
      "directories: [{protocol: ldap, host: l.ch, port: 636, security: none}]",
      """
      s.yaml:10:50: warning: directories[0].port: 636 is a port for implicit TLS, but security is none; \
      several programs use TLS there whatever they are told
        fix: use port 389, or security: tls, unless the server has it so
      """),
    Mistake(
      "directories: [{protocol: ldap, host: l.ch, searchBases: [{base: a, scope: sub}]}]",
      """
      s.yaml:10:75: error: directories[0].searchBases[0].scope: 'sub' is not known; did you mean \
      'subtree'?
        fix: the accepted ones are base, one-level, subtree
      """),
    Mistake(
      "manageSieve: {host: m.ch, port: 0}",
      """
      s.yaml:10:33: error: manageSieve.port: '0' is not a whole number from 1 to 65535
      """),
    Mistake(
      "oauth2: {issuer: a_b, authorizationURL: https://a.ch, tokenURL: https://a.ch}",
      """
      s.yaml:10:18: error: oauth2.issuer: 'a_b' has an underscore, which host names cannot have
      """),
    Mistake(
      "signing: {key: k, certificate: c, command: [x]}",
      """
      s.yaml:10:11: error: signing.key: a key and a command are both given
        fix: keep the one that signs
      """),
    Mistake(
      "signing: {key: k}",
      """
      s.yaml:10:11: error: signing.key: there is no certificate for the key
        fix: add 'certificate:'
      """),
    Mistake(
      "delivery: {linkKey: k, passwordCommand: [sh]}",
      """
      s.yaml:10:24: error: delivery.passwordCommand: a profile with a password has to be signed
        fix: add 'signing:', or leave the password to the person
      """),
    Mistake(
      "delivery: {linkKey: k, passwordTimeout: 5}",
      """
      s.yaml:10:24: error: delivery.passwordTimeout: there is no program to wait for
        fix: add 'passwordCommand:'
      """),
    Mistake(
      "signing: {certificate: k}",
      """
      s.yaml:10:10: error: signing: neither a key nor a command signs
        fix: add 'key:' and 'certificate:', or 'command:'
      """),
    Mistake(
      "dns: {ttl: -1}",
      """
      s.yaml:10:12: error: dns.ttl: '-1' is not a whole number from 0 to 2147483647
      """),
    Mistake(
      "dns: {spf: {all: +all}}",
      """
      s.yaml:10:18: error: dns.spf.all: '+all' is not known; did you mean '-all'?
        fix: the accepted ones are -all, ~all, ?all
      """),
    Mistake(
      "dns: {dkim: [{selector: a}]}",
      """
      s.yaml:10:14: error: dns.dkim[0]: has no key
        fix: add 'target:' or 'publicKey:'
      """),
    Mistake(
      "dns: {dkim: [{selector: a, target: b, publicKey: QUJD}]}",
      """
      s.yaml:10:28: error: dns.dkim[0].target: a target and a public key are both given
        fix: keep one of them
      """),
    Mistake(
      "dns: {dkim: [{selector: a, publicKey: QUJ}]}",
      """
      s.yaml:10:39: error: dns.dkim[0].publicKey: 'QUJ' is not a key in base64
        fix: copy the lines between BEGIN PUBLIC KEY and END PUBLIC KEY
      """),
    Mistake(
      "dns: {mtaSTS: {id: a-b}}",
      """
      s.yaml:10:20: error: dns.mtaSTS.id: 'a-b' is not an identifier of a policy
        fix: write 1 to 32 letters and digits
      """),
    Mistake(
      "dns: {mtaSTS: {mode: enforced}}",
      """
      s.yaml:10:22: error: dns.mtaSTS.mode: 'enforced' is not known; did you mean 'enforce'?
        fix: the accepted ones are enforce, testing, none
      """),
    Mistake(
      "dns: {mtaSTS: {maxAge: 31557601}}",
      """
      s.yaml:10:24: error: dns.mtaSTS.maxAge: '31557601' is not a whole number from 0 to 31557600
      """),
    Mistake(
      "dns: {setup: {}}",
      """
      s.yaml:10:14: error: dns.setup: leads nowhere
        fix: add 'host:' or 'addresses:'
      """),
    Mistake(
      "dns: {setup: {addresses: [b.ch]}}",
      """
      s.yaml:10:27: error: dns.setup.addresses[0]: 'b.ch' is not an IP address
      """),
    Mistake(
      "dns: {setup: {host: a.ch, addresses: [192.0.2.1]}}",
      """
      s.yaml:10:15: error: dns.setup.host: a host and addresses are both given
        fix: keep one of them
      """),
    Mistake(
      "dns: {dmarc: {policy: strict}}",
      """
      s.yaml:10:23: error: dns.dmarc.policy: 'strict' is not known
        fix: the accepted ones are none, quarantine, reject
      """),
    Mistake(
      "dns: {dmarc: {policy: none, rua: \"mailto:a@b.ch\"}}",
      """
      s.yaml:10:34: error: dns.dmarc.rua: 'mailto:a@b.ch' is a URL
        fix: leave out 'mailto:'
      """),
    Mistake(
      "dns: {mx: [{host: m.ch, preference: 65536}]}",
      """
      s.yaml:10:37: error: dns.mx[0].preference: '65536' is not a whole number from 0 to 65535
      """),
    Mistake(
      "apple: {consentText: {english: Hi}}",
      """
      s.yaml:10:23: error: apple.consentText: 'english' is not a language tag
        fix: write 'de' or 'de-CH'
      """),
    Mistake(
      "apple: {consentText: {de: a, DE: b}}",
      """
      s.yaml:10:30: error: apple.consentText.DE: is given twice
        fix: remove one of the two
      """),
    Mistake(
      "apple: {consentText: {}}",
      """
      s.yaml:10:22: error: apple.consentText: is a set of keys; a text for at least one language \
      is needed
        fix: write {en: "..."}
      """),
    Mistake(
      "apple: {organization: true}",
      """
      s.yaml:10:23: error: apple.organization: is true or false; text is needed
        fix: put it in quotes to use it as text
      """),
    Mistake(
      "apple: {organization: {local}}",
      """
      s.yaml:10:23: error: apple.organization: is a set of keys; text is needed
        fix: put a text with '{' in quotes
      """),
    Mistake(
      "dns: {spf: {include: [a.ch, a.ch]}}",
      """
      s.yaml:10:29: error: dns.spf.include[1]: is in the list twice
        fix: remove one of the two
      """),
    Mistake(
      "apple: {certificates: [missing.pem]}",
      "s.yaml:10:24: error: apple.certificates[0]: 'missing.pem' does not exist"),
    Mistake(
      "apple: {removalDate: 2027-02-29}",
      """
      s.yaml:10:22: error: apple.removalDate: there is no day '2027-02-29'
        fix: write it like 2027-01-31
      """),
    Mistake(
      "apple: {webClip: {icon: missing.png}}\nwebmail: {url: https://w.ch}",
      "s.yaml:10:25: error: apple.webClip.icon: 'missing.png' does not exist"),
    Mistake(
      "apple: {webClip: true}",
      """
      s.yaml:10:18: warning: apple.webClip: opens webmail, but nothing says where that is
        fix: add 'webmail:'
      """),
    Mistake(
      "? [a]\n: b",
      """
      s.yaml:10:3: error: a key must be a word or a text, not a list or a set of keys
      """),
  ])
  func oneMistakeIsOneFinding(_ mistake: Mistake) {
    #expect(findings(service(mistake.more)) == [mistake.finding])
  }
}
