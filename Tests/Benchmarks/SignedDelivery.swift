// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What look-ups notice of profiles that are signed as fast as they can be.
enum SignedDelivery {
  private static let port = 28_478

  static func measure(_ report: Report, _ folder: String) {
    guard makeSigner(folder) else { return print("signed delivery: skipped, openssl fails") }
    write(
      """
      provider: {id: signed.example, name: Signed}
      incoming: [{protocol: imap, host: mail.signed.example}]
      outgoing: [{protocol: smtp, host: mail.signed.example}]
      domains: [{name: signed.example}]
      signing: {certificate: sign.pem, key: sign.key, chain: root.pem}

      """, to: "\(folder)/signed.yaml")
    guard let server = Serving.serve(["--settings", "\(folder)/signed.yaml"], port: port),
      Serving.isUp(port, folder)
    else { return print("signed delivery: mkprofile-serve fails") }
    let base = "http://127.0.0.1:\(port)"
    let lookUp = "\(base)\(Serving.path)?emailaddress=anna@signed.example"
    let profile = "\(base)/mail/profile.mobileconfig?emailaddress=anna@signed.example"
    var (alone, beside, signed): ([Load], [Load], [Load]) = ([], [], [])
    for round in 0..<Serving.rounds {
      for isSigning in [false, true] {
        let output = "\(folder)/signing-\(round)"
        let arguments = ["-t1", "-c8", "-d\(Serving.seconds + 1)s", "--timeout", "10s", profile]
        let wrk = isSigning ? Background("wrk", arguments, output: output) : nil
        let load = Load.measure(
          lookUp, closing: false, seconds: Serving.seconds, server: server, in: folder)
        wrk?.wait()
        guard let load else { continue }
        if isSigning { beside.append(load) } else { alone.append(load) }
        if isSigning, let text = contents(output) { signed.append(Load(text)) }
      }
    }
    let ratio = median(zip(beside, alone).map { $0.requestsPerSecond / $1.requestsPerSecond })
    report.plain("look-ups alone", Serving.middle(alone, \.requestsPerSecond), "requests/s")
    report.plain(
      "  profiles signed meanwhile (RSA-2048)", Serving.middle(signed, \.requestsPerSecond),
      "profiles/s")
    report.rate("  look-ups while profiles are signed", ratio, "×", goal: 0.9)
  }

  /// A root, and a certificate with an RSA key of 2048 bits under it.
  private static func makeSigner(_ folder: String) -> Bool {
    let key = ["-newkey", "rsa:2048", "-nodes"]
    write("basicConstraints=CA:FALSE\n", to: "\(folder)/extensions")
    let runs = [
      ["req", "-x509"] + key + [
        "-subj", "/CN=root", "-keyout", "\(folder)/root.key", "-out", "\(folder)/root.pem",
      ],
      ["req", "-new"] + key + [
        "-subj", "/CN=signer", "-keyout", "\(folder)/sign.key", "-out", "\(folder)/sign.csr",
      ],
      [
        "x509", "-req", "-in", "\(folder)/sign.csr", "-CA", "\(folder)/root.pem", "-CAkey",
        "\(folder)/root.key", "-CAcreateserial", "-days", "30", "-extfile",
        "\(folder)/extensions", "-out", "\(folder)/sign.pem",
      ],
    ]
    return runs.allSatisfy { Background.output(of: "openssl", $0, in: folder) != nil }
  }
}
