// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing

@testable import Commands
@testable import Console

@Suite struct DeployTests {
  /// Settings with everything that has a host of its own.
  private static let harbor = """
    provider: {id: harbor.example, name: Harbor, publicURL: "https://setup.harbor.example/mail"}
    domains: [{name: harbor.example, aliases: [quay.example]}]
    incoming: [{protocol: imap, host: mail.harbor.example}]
    outgoing: [{protocol: smtp, host: mail.harbor.example}]
    dns: {mx: [{host: mail.harbor.example}], mtaSTS: {id: a1}}

    """

  private static let hosts =
    [
      "autoconfig.harbor.example", "autodiscover.harbor.example", "ua-auto-config.harbor.example",
      "mta-sts.harbor.example", "setup.harbor.example", "autoconfig.quay.example",
      "autodiscover.quay.example", "ua-auto-config.quay.example", "mta-sts.quay.example",
    ]

  @Test(arguments: [
    "nginx", "caddy", "certbot", "static-nginx", "static-apache", "static-caddy",
  ])
  func everyHostIsNamed(_ file: String) throws {
    let result = try Program(settings: Self.harbor).run("deploy", file)
    #expect(result.code == .done)
    for host in Self.hosts { #expect(result.output.contains(host), "\(host)") }
    let left = try NSRegularExpression(pattern: "@[A-Z]+@")
    let range = NSRange(result.output.startIndex..., in: result.output)
    #expect(left.firstMatch(in: result.output, range: range) == nil)
  }

  @Test func certificatesAreOfOneDomainEach() throws {
    let program = try Program(settings: Self.harbor)
    let text = program.run("deploy", "certbot").output
    let names = text.components(separatedBy: "certbot certonly").dropFirst()
      .map { $0.components(separatedBy: "-d ").count - 1 }
    #expect(names == [5, 4])
    let tls = program.run("deploy", "tls").output
    #expect(tls.contains("LoadCredential=tls-2.key:/etc/letsencrypt/live/autoconfig.quay.example/"))
    #expect(tls.contains("--tls-key ${CREDENTIALS_DIRECTORY}/tls-2.key"))
    let alone = program.run("deploy", "certbot", "--proxy", "none").output
    #expect(alone.contains("--acme-webroot /var/lib/mkprofile/acme"))
  }

  @Test func aPublicHostElsewhereHasACertificateOfItsOwn() throws {
    let settings = Self.harbor.replacingOccurrences(of: "setup.harbor", with: "help.hoster")
    let text = try Program(settings: settings).run("deploy", "nginx").output
    #expect(
      text.contains("ssl_certificate /etc/letsencrypt/live/help.hoster.example/fullchain.pem"))
  }

  /// Lists of names end where certificates are asked for one by one.
  @Test(arguments: [
    (Program.settings, true),
    (harbor, false),
    (
      harbor.replacingOccurrences(
        of: "{name: harbor.example,", with: "{name: \"*\"}, {name: a.ch,"), true
    ),
    (
      harbor.replacingOccurrences(
        of: "[quay.example]", with: "[\((1...30).map { "d\($0).example" }.joined(separator: ","))]"),
      true
    ),
  ])
  func caddyAsksWhereNamesAreTooMany(_ settings: String, _ asks: Bool) throws {
    let text = try Program(settings: settings).run("deploy", "caddy").output
    #expect(text.contains("ask http://127.0.0.1:9180/tls-allowed") == asks)
    #expect(text.contains("autoconfig.") != asks)
  }

  /// certbot and nginx agree on a folder, also before there is a file for nginx.
  @Test(arguments: [
    ([], "/var/www/html"),
    (["/etc/nginx/nginx.conf", "/etc/nginx/sites-enabled"], "/var/www/html"),
    (["/etc/nginx/nginx.conf"], "/usr/share/nginx/html"),
  ])
  func challengesLieInTheFirstSiteOfNginx(_ paths: [String], _ folder: String) throws {
    let program = try Program(settings: Self.harbor)
    program.cli.hasPath = paths.contains
    #expect(program.run("deploy", "certbot").output.contains("--webroot -w \(folder) "))
    for file in ["nginx", "static-nginx"] {
      #expect(program.run("deploy", file).output.contains("root \(folder);"), "\(file)")
    }
  }

  @Test func longNamesHaveRoomInNginx() throws {
    let long = "a-very-long-name-of-a-company-with-many-words.example"
    let settings = Self.harbor.replacingOccurrences(of: "quay.example", with: long)
    let text = try Program(settings: settings).run("deploy", "nginx").output
    #expect(text.contains("server_names_hash_bucket_size"))
  }

  @Test func typedDomainsAreThoseOfTheSettings() throws {
    let program = try Program()
    let typed = program.run("deploy", "nginx", "Bücher.customers.example")
    #expect(typed.output.contains("autoconfig.xn--bcher-kva.customers.example"))
    #expect(!typed.output.contains("example.ch"))
    let other = program.run("deploy", "nginx", "example.cz")
    #expect(other.code == .badInput && other.output.isEmpty)
    #expect(
      other.error.contains("do not serve the domain 'example.cz'; did you mean 'example.ch'?"))
  }

  /// What nginx sends on from the site of a mail domain, and what it keeps there.
  @Test(arguments: [
    ("/.well-known/autoconfig/mail/config-v1.1.xml", true), ("/.well-known/caldav", true),
    ("/AutoDiscover/AutoDiscover.xml", true),
    ("/autodiscover/autodiscover.json/v1.0/a@example.ch", true),
    ("/.well-known/acme-challenge/x", false), ("/.well-known/mail-v1xxml", false),
    ("/x/.well-known/caldav", false), ("/.well-known/caldavx", false), ("/", false),
  ])
  func nginxKnowsThePathsOfSites(_ path: String, _ isSentOn: Bool) throws {
    let text = try Program().run("deploy", "nginx").output
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("#   location ~* ") })
    let pattern = line.dropFirst("#   location ~* ".count).dropLast(" {".count)
    let regex = try NSRegularExpression(pattern: String(pattern), options: .caseInsensitive)
    let range = NSRange(path.startIndex..., in: path)
    #expect((regex.firstMatch(in: path, range: range) != nil) == isSentOn)
  }

  @Test func unitNamesTheSettingsAndTheProgram() throws {
    let program = try Program()
    program.cli.program = "/opt/mail tools/mkprofile"
    let own = program.run("deploy", "systemd").output
    let start = "ExecStart=\"/opt/mail tools/mkprofile\" serve --settings "
    #expect(own.contains("\(start)\(program.folder.path)/mkprofile.yaml "))
    let provider = program.run("deploy", "systemd", "--provider", "infomaniak").output
    #expect(provider.contains("serve --provider infomaniak "))
    try program.write(Program.settings, to: "100% $x.yaml")
    try FileManager.default.createDirectory(
      at: program.folder.appendingPathComponent("sub"), withIntermediateDirectories: false)
    let odd = program.run("deploy", "systemd", "--settings", "@/./sub/../100% $x.yaml").output
    #expect(odd.contains("serve --settings \"\(program.folder.path)/100%% $$x.yaml\" "))
    let missing = program.run("deploy", "systemd", "--settings", "@/missing.yaml")
    #expect(missing.code == .noSuchFile && missing.output.isEmpty)
    let none = try Program(settings: nil).run("deploy", "systemd")
    #expect(none.code == .done && none.output.contains("serve --settings /etc/mkprofile "))
  }

  @Test func unitDoesNotTryAgainWhatCannotMendItself() throws {
    let unit = try Program().run("deploy", "systemd").output
    let codes: [ExitCode] = [.usage, .badInput, .noSuchFile]
    let line = "RestartPreventExitStatus=" + codes.map { "\($0.rawValue)" }.joined(separator: " ")
    #expect(unit.contains("\(line)\n"))
    #expect(!unit.contains("/bin/kill"))
  }

  @Test func secretsAreHandedOver() throws {
    let program = try Program(
      settings: Program.settings + """
        signing: {certificate: $CREDENTIALS_DIRECTORY/s.crt, key: $CREDENTIALS_DIRECTORY/s.key}
        delivery: {linkKey: link.key}

        """)
    try program.write("x", to: "link.key")
    let path = program.folder.path + "/link.key"
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let result = program.run("deploy", "systemd")
    #expect(
      result.output.contains("LoadCredential=s.key:/etc/mkprofile/credentials/s.key\n"))
    #expect(result.output.contains("LoadCredential=link.key:\(path)\n"))
    #expect(result.error.contains("fix: write $CREDENTIALS_DIRECTORY/link.key in the settings"))
  }

  @Test(arguments: [
    (["www-data"], "nginx", "www-data"), (["nginx", "www-data"], "nginx", "nginx"),
    (["www-data", "caddy"], "caddy", "caddy"), ([], "nginx", "www-data"), ([], "none", "root"),
  ])
  func socketIsForTheProxy(_ known: [String], _ proxy: String, _ group: String) throws {
    let program = try Program()
    program.cli.hasGroup = known.contains
    let result = program.run("deploy", "systemd-socket", "--proxy", proxy)
    #expect(result.output.contains("SocketGroup=\(group)\n"))
    #expect(result.error.isEmpty == (proxy == "none" || !known.isEmpty))
    let other = program.run("deploy", "systemd-socket", "--socket-group", "web")
    #expect(other.output.contains("SocketGroup=web\n") && other.error.isEmpty)
  }

  @Test(
    arguments: [
      Typed("deploy", .usage, "the files are systemd, systemd-socket, tls, nginx, caddy"),
      Typed("deploy ngnix", .usage, "unknown file 'ngnix'; did you mean 'nginx'?"),
      Typed("deploy systemd example.ch", .usage, "is the same for every domain"),
      Typed("deploy nginx ex..ch", .usage, "'ex..ch'"),
      Typed("deploy nginx --provider infomaniak", .usage, "the settings name no domain"),
    ])
  func mistakesAreNamed(_ typed: Typed) throws {
    let result = try Program().run(typed.words)
    #expect(result.code == typed.code)
    #expect(result.error.contains(typed.error), "\(result.error)")
  }

  /// Runs a shell script in the program's folder; nil where the tool is not installed.
  private func run(_ script: String, needs tool: String, in folder: URL) throws -> (Int32, String)?
  {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = folder
    process.arguments = [
      "-c", "PATH=$PATH:/usr/sbin; command -v \(tool) >/dev/null || exit 99; exec 2>&1; \(script)",
    ]
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus != 99 else {
      print("skipped: \(tool) is not installed")
      return nil
    }
    return (process.terminationStatus, said)
  }

  @Test func nginxReadsItsFile() throws {
    let program = try Program()
    let live = program.folder.path + "/letsencrypt/live"
    let text = program.run("deploy", "nginx").output
      .replacingOccurrences(of: "/etc/letsencrypt", with: program.folder.path + "/letsencrypt")
      .replacingOccurrences(of: "80;", with: "28480;")
      .replacingOccurrences(of: "443 ssl;", with: "28443 ssl;")
    try program.write(text, to: "site.conf")
    try program.write(
      "pid pid;\nerror_log stderr;\nevents {}\nhttp { access_log off; include site.conf; }\n",
      to: "nginx.conf")
    let checked = try run(
      "mkdir -p \(live)/autoconfig.example.ch; cd \(live)/autoconfig.example.ch;"
        + " openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=x"
        + " -keyout privkey.pem -out fullchain.pem 2>/dev/null; cd ..; for name in"
        + " autoconfig.example.com customers.example; do cp -r autoconfig.example.ch $name; done;"
        + " cd ../..;"
        + " nginx -p . -c nginx.conf -t", needs: "nginx", in: program.folder)
    if let checked { #expect(checked.0 == 0, "\(checked.1)") }
  }

  @Test(arguments: [["systemd"], ["tls"]])
  func systemdReadsTheUnits(_ words: [String]) throws {
    let program = try Program(settings: Self.harbor)
    program.cli.program = "/bin/true"
    try program.write(program.run(["deploy"] + words).output, to: "mkprofile.service")
    try program.write(program.run("deploy", "systemd-socket").output, to: "mkprofile.socket")
    // Pages of the manual are there once the package is.
    let checked = try run(
      "systemd-analyze verify --man=no ./mkprofile.service ./mkprofile.socket"
        + " && systemd-analyze security --offline=true --threshold=25 ./mkprofile.service",
      needs: "systemd-analyze", in: program.folder)
    if let checked {
      #expect(checked.0 == 0, "\(checked.1)")
      #expect(!checked.1.contains("Unknown"), "\(checked.1)")
    }
  }

  @Test func caddyReadsItsFiles() throws {
    for settings in [Self.harbor, Program.settings] {
      let program = try Program(settings: settings)
      for name in ["caddy", "static-caddy"] {
        try program.write(program.run("deploy", name).output, to: "Caddyfile")
        let checked = try run(
          "HOME=. caddy validate --adapter caddyfile --config Caddyfile", needs: "caddy",
          in: program.folder)
        if let checked { #expect(checked.0 == 0, "\(name): \(checked.1)") }
      }
    }
  }

  @Test func shellReadsTheCommands() throws {
    let program = try Program(settings: Self.harbor)
    program.cli.program = "/opt/mail tools/mkprofile"
    for proxy in ["nginx", "none"] {
      try program.write(
        program.run("deploy", "certbot", "--proxy", proxy).output, to: "certbot.sh")
      let checked = try run("shellcheck certbot.sh", needs: "shellcheck", in: program.folder)
      if let checked { #expect(checked.0 == 0, "\(checked.1)") }
    }
  }

  /// The newest schemas of Kubernetes that kubernetes-validate has.
  @Test func clusterTakesTheObjects() throws {
    let program = try Program(settings: Self.harbor)
    let text = program.run("deploy", "kubernetes", "--image", "registry.example/mkprofile:1").output
    try program.write(text, to: "objects.yaml")
    let checked = try run(
      "kubernetes-validate --strict objects.yaml", needs: "kubernetes-validate",
      in: program.folder)
    if let checked { #expect(checked.0 == 0, "\(checked.1)") }
    #expect(text.contains("\n  mkprofile.yaml: |4\n      provider: {id: harbor.example"))
    #expect(text.contains("image: registry.example/mkprofile:1\n"))
    let kinds = text.components(separatedBy: "\nkind: ").dropFirst().compactMap {
      $0.components(separatedBy: "\n").first
    }
    #expect(
      kinds == [
        "ConfigMap", "Deployment", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler",
      ])
  }
}
