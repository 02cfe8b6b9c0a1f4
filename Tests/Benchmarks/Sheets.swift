// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import MailSettings
import Renderers
import SettingsFile
import SetupSheets
import SheetPDF
import Templates

/// Sheets on one core: text and web pages, printed pages, and many of them in one document.
enum Sheets {
  static func measure(_ report: Report, withPeers: Bool) {
    guard let provider = SettingsTemplates.providers.first,
      let loaded = try? SettingsLoader.read(provider.settings, name: "\(provider.name).yaml"),
      let address = try? MailAddress("anna@example.ch"), let name = try? DisplayText("Anna Muster"),
      let german = try? Language("de"),
      let account = loaded.catalog.account(
        for: address, person: Person(name: name, language: german))
    else { return print("the built-in provider cannot be read") }
    func milliseconds(_ format: any Renderer) -> Double {
      let rate = runsPerSecond {
        (try? format.render(account, RenderOptions()))?.bytes.count ?? 0
      }
      return 1_000 / rate
    }
    report.cost("a sheet as text", milliseconds(SheetText()), "ms", goal: 1)
    report.cost("a sheet as Markdown", milliseconds(SheetMarkdown()), "ms", goal: 1)
    report.cost("a sheet as a web page", milliseconds(SheetHTML()), "ms", goal: 1)
    let page = milliseconds(PrintedSheet(printer: CairoPrinter()))
    report.plain("a sheet as PDF, in one process", page, "ms")
    merged(report)
    guard withPeers else { return }
    withTemporaryFolder { folder in
      guard let html = try? SheetHTML().render(account, RenderOptions()),
        let peer = weasyPrint(html.text, folder)
      else { return print("peers: skipped, WeasyPrint cannot be installed") }
      report.plain("  the same sheet by WeasyPrint, in one process", peer, "ms")
      report.rate("  ours is faster by a factor of", peer / page, "×", goal: 30)
    }
  }

  /// Sheets of 1,000 people in one file, beside 100.
  private static func merged(_ report: Report) {
    withTemporaryFolder { folder in
      let few = book(100, folder)
      let many = book(1_000, folder)
      guard few.status == 0, many.status == 0 else { return print("mkprofile-pdf fails") }
      report.cost("sheets of 1,000 people in one PDF", many.wallSeconds, "s", goal: 10)
      report.plain("  of 100 people", few.wallSeconds, "s")
      report.plain("  memory for 1,000", many.residentMegabytes, "MB")
      report.plain("  memory for 100", few.residentMegabytes, "MB")
    }
  }

  private static func book(_ count: Int, _ folder: String) -> Program.Run {
    let rows = (0..<count).map { "person\($0)@example.ch,Person \($0)\n" }.joined()
    write("email,name\n" + rows, to: "\(folder)/\(count).csv")
    return Program("mkprofile-pdf").run([
      "--quiet", "--format", "sheet-pdf", "--provider", "infomaniak", "--roster",
      "\(folder)/\(count).csv", "--output", "\(folder)/\(count).pdf",
    ])
  }

  /// Milliseconds of processor time for a page by WeasyPrint from PyPI; nil where it cannot run.
  private static func weasyPrint(_ html: String, _ folder: String) -> Double? {
    write(html, to: "\(folder)/sheet.html")
    write(
      """
      import time, weasyprint
      def run(): weasyprint.HTML(filename="\(folder)/sheet.html").write_pdf("\(folder)/sheet.pdf")
      run()
      start = time.process_time()
      for _ in range(10): run()
      print((time.process_time() - start) * 100)
      """, to: "\(folder)/measure.py")
    let environment = "\(folder)/weasyprint"
    guard Background.output(of: "python3", ["-m", "venv", environment], in: folder) != nil,
      Background.output(
        of: "\(environment)/bin/pip", ["install", "--quiet", "weasyprint"], in: folder) != nil,
      let text = Background.output(
        of: "\(environment)/bin/python", ["\(folder)/measure.py"], in: folder)
    else { return nil }
    return Double(String(text.prefix { $0 != "\n" }))
  }
}
