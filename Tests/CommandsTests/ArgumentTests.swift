// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Commands
@testable import Console

/// What is typed, the exit code, and what standard error says.
struct Typed: CustomTestStringConvertible {
  let words: [String]
  let code: ExitCode
  let error: String

  init(_ line: String, _ code: ExitCode, _ error: String) {
    words = line.split(separator: " ").map(String.init)
    self.code = code
    self.error = error
  }

  var testDescription: String { words.joined(separator: " ") }
}

@Suite struct ArgumentTests {
  static let mistakes = [
    Typed("", .usage, "usage: mkprofile --format FORMAT"),
    Typed("plain", .usage, "unknown command 'plain'\n  fix: that is a format: --format plain\n"),
    Typed("infomaniak", .usage, "fix: that is a provider: --provider infomaniak"),
    Typed(
      "outlook-2016", .usage, "that is a sheet: --format sheet-html --client outlook-2016"),
    Typed("init example.ch", .usage, "fix: mkprofile init --domain example.ch\n"),
    Typed("check @/mkprofile.yaml", .usage, "is a file; check looks at a domain"),
    Typed("check @/mkprofile.yaml", .usage, "mkprofile validate @/mkprofile.yaml"),
    Typed("check nowhere.yaml", .noSuchFile, "there is no file 'nowhere.yaml'"),
    Typed("check @/", .usage, "'@/' is a folder; check looks at a domain"),
    Typed("formts", .usage, "mkprofile: unknown command 'formts'; did you mean 'formats'?"),
    Typed("serv", .usage, "mkprofile: unknown command 'serv'; did you mean 'serve'?"),
    Typed(
      "serve --provider infomaniak", .noSuchFile, "the program mkprofile-serve is not beside"),
    Typed("--format plan a@example.ch", .usage, "unknown format 'plan'; did you mean 'plain'?"),
    Typed("--format plan a@example.ch", .usage, "the accepted ones are plain, sheet, profile"),
    Typed("a@example.ch", .usage, "mkprofile: --format is missing"),
    Typed("--quiet formats", .usage, "a command comes first: mkprofile formats"),
    Typed("--format", .usage, "mkprofile: --format has no value"),
    Typed("--format= a@example.ch", .usage, "mkprofile: --format has no value"),
    Typed("--format --quiet", .usage, "write --format=FORMAT"),
    Typed("--format plain --format plain", .usage, "mkprofile: --format is given twice"),
    Typed("--formt plain", .usage, "unknown option '--formt'; did you mean '--format'?"),
    Typed("-x", .usage, "mkprofile: unknown option '-x'"),
    Typed("--quiet=yes --format plain", .usage, "mkprofile: --quiet takes no value"),
    Typed("--format plain", .usage, "mkprofile: there is no address and no domain"),
    Typed("--format plain --findings xml a.ch", .usage, "'xml' is not a value of --findings"),
    Typed(
      "--format plain --client generic a@example.ch", .usage,
      "mkprofile: --client is an option of sheet, not of plain"),
    Typed("--format sheet --client outlok a@example.ch", .usage, "did you mean 'outlook'?"),
    Typed("--format profile --parts mail,cal x@example.ch", .usage, "did you mean 'calendar'?"),
    Typed("--format plain --lang x-- a@example.ch", .usage, "'x--' is not a language tag"),
    Typed("--format plain --name A example.ch", .usage, "--name is for one address"),
    Typed("--format plain --login A a@example.ch b@example.ch", .usage, "--login is for one"),
    Typed("--format plain --quiet --verbose a@example.ch", .usage, "exclude each other"),
    Typed("--format plain --provider infomaniak --settings x a.ch", .usage, "exclude each other"),
    Typed(
      "--format plain --provider infomanik a@b.ch", .usage,
      "unknown provider 'infomanik'; did you mean 'infomaniak'?"),
    Typed("--format plain --provider ../x a@b.ch", .usage, "unknown provider '../x'"),
    Typed("--format plain a@example.ch b@example.ch", .usage, "2 documents cannot go to standard"),
    Typed("--format plain --roster x.csv", .usage, "--roster needs a folder to write to"),
    Typed("--format plain --roster x.csv a@b.ch", .usage, "--roster and addresses exclude"),
    Typed("formats extra", .usage, "mkprofile formats takes no argument such as 'extra'"),
    Typed("help formts", .usage, "no command, format or topic is called 'formts'"),
    Typed("completion tcsh", .usage, "unknown shell 'tcsh'"),
    Typed("completion", .usage, "no shell is named"),
    Typed("export", .usage, "mkprofile: --output is missing"),
    Typed("init --domain a_b.ch", .usage, "--domain: 'a_b.ch' has an underscore"),
    Typed("--format plain --settings @/none.yaml a@b.ch", .noSuchFile, "@/none.yaml"),
    Typed("--format plain --roster @/none.csv --output @/o", .noSuchFile, "cannot read '@/none"),
    Typed("--format plain bad@@example.ch", .badInput, "error: 'bad@@example.ch'"),
    Typed("--format plain anna", .badInput, "'anna' is neither an address nor a domain"),
    Typed("--format plain a\u{FFFD}@example.ch", .usage, "a\u{FFFD}@example.ch' is not UTF-8"),
    Typed("--format plain a@exampel.ch", .badInput, "did you mean 'example.ch'?"),
    Typed("--format plain other.test", .badInput, "*.customers.example, example.ch, example.com"),
    Typed("--format plain bad@example.ch", .badInput, "error: incoming: there is no server"),
    Typed("--format plain --output @/none/x a@example.ch", .cannotWrite, "No such file"),
  ]

  @Test(arguments: mistakes)
  func mistakeHasItsCodeAndSentence(_ typed: Typed) throws {
    let result = try Program().run(typed.words)
    #expect(result.code == typed.code)
    #expect(result.error.contains(typed.error), "\(result.error)")
    #expect(result.output.isEmpty)
  }

  static let good: [(line: String, output: String)] = [
    ("--format plain a@example.ch", "a@example.ch\n"),
    ("--format=plain a@example.ch", "a@example.ch\n"),
    ("a@example.ch --format plain", "a@example.ch\n"),
    ("--format plain -- a@example.ch", "a@example.ch\n"),
    ("--format plain EXAMPLE.ch", "example.ch\n"),
    ("--format plain --output - a@example.ch", "a@example.ch\n"),
    ("--format plain --output /dev/stdout a@example.ch", "a@example.ch\n"),
    (
      "--format plain --name=Anna --login x --lang de-ch a@example.ch",
      "a@example.ch\nAnna\nx\nde-CH\n"
    ),
    ("--format sheet a@example.ch", "a@example.ch\nclient=generic\n"),
    ("--format sheet --client outlook a@example.ch", "a@example.ch\nclient=outlook\n"),
    ("--format profile --parts=calendar a@example.ch", "a@example.ch\nparts=calendar\n"),
    ("--format plain x.customers.example", "x.customers.example\n"),
    ("--format plain --provider infomaniak a@b.ch", "a@b.ch\n"),
    ("version", "mkprofile \(CLI.version)\n"),
    ("--version", "mkprofile \(CLI.version)\n"),
  ]

  @Test(arguments: good)
  func goodLineWritesOnlyTheDocument(_ line: String, _ output: String) throws {
    let result = try Program().run(line.split(separator: " ").map(String.init))
    #expect(result.code == .done)
    #expect(result.output == output)
    #expect(result.error == "")
  }

  @Test(arguments: ["--help", "-h", "export --help", "init -h", "--format plain --help", "man -h"])
  func helpIsEverywhere(_ line: String) throws {
    let result = try Program().run(line.split(separator: " ").map(String.init))
    #expect(result.code == .done)
    #expect(result.output.hasPrefix("usage: mkprofile"))
    #expect(result.error.isEmpty)
  }

  @Test func helpAfterTwoDashesIsAnOperand() throws {
    let result = try Program().run("--format", "plain", "--", "--help")
    #expect(result.code == .badInput)
  }
}
