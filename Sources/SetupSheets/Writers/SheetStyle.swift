// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers

/// How sheets look: black on white on paper, nothing that colour alone says, nothing from
/// elsewhere. Text has at least 11 pt on paper, values 14 pt and letters that cannot be mistaken for
/// each other.
enum SheetStyle {
  /// By which a policy knows it, with the line feeds around it (CSP level 3).
  static let digest = "sha256-\(Digest.sha256(Array("\n\(css)\n".utf8)))"

  static let css: StaticString = """
    :root { color-scheme: light; --ink: #000; --paper: #fff; --label: #333; --rule: #767676; }
    * { box-sizing: border-box; }
    html { background: var(--paper); color: var(--ink); hyphens: none;
      -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 52rem; padding: 1rem;
      font: 11pt/1.35 system-ui, "Segoe UI", "DejaVu Sans", Arial, sans-serif; }
    h1 { font-size: 20pt; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
    header { border-bottom: 2pt solid var(--ink); margin-bottom: .6rem; }
    .logo { float: right; max-width: 11rem; max-height: 3.5rem; margin: 0 0 .3rem 1rem; }
    [dir=rtl] .logo { float: left; margin: 0 1rem .3rem 0; }
    header p { font-size: 13pt; margin: .2rem 0 .5rem; }
    h2 { font-size: 13pt; margin: .8rem 0 .25rem; break-after: avoid; }
    p { margin: .25rem 0; }
    ol, ul { margin: .25rem 0; padding-inline-start: 1.4em; }
    li { margin: .1rem 0; break-inside: avoid; }
    code { font-family: "DejaVu Sans Mono", "Cascadia Mono", Consolas, Menlo, "Noto Sans Mono",
      monospace; font-weight: bold; font-variant-numeric: slashed-zero;
      font-variant-ligatures: none; unicode-bidi: isolate; display: inline-block;
      max-width: 100%; overflow-wrap: anywhere; }
    a { color: inherit; }
    a code { text-decoration: underline; }
    table { border-collapse: collapse; width: 100%; margin: .2rem 0 .4rem; break-inside: avoid; }
    caption { text-align: start; font-weight: bold; padding: .1rem 0; break-after: avoid; }
    th, td { border: .75pt solid var(--rule); padding: 1pt 5pt; text-align: start; }
    th { color: var(--label); font-weight: normal; }
    tr { break-inside: avoid; }
    .values th { width: 19em; font-size: 10.5pt; overflow-wrap: break-word; }
    .values td { font-size: 14pt; line-height: 1.2; overflow-wrap: anywhere; }
    .values .long { font-size: 11pt; }
    .values i { font-size: 12pt; }
    .grid td, .grid th { font-size: 11pt; }
    .grid thead th { font-size: 10pt; }
    .values ~ .grid td { font-size: 14pt; }
    .grid :not(:last-child) > code:not(.long) { overflow-wrap: normal; }
    header img { float: right; max-height: 14mm; max-width: 53mm; margin-inline-start: 1em;
      background: #fff; }
    .code { display: inline-flex; width: 49%; gap: .6em; vertical-align: top;
      break-inside: avoid; font-size: 9pt; line-height: 1.25; }
    .code svg { width: 32mm; height: 32mm; flex: none; background: #fff; }
    .code h3 { font-size: 10.5pt; margin: 2mm 0 0; }
    .code code { font-size: 7.5pt; }
    .notice { border: 1.5pt solid var(--ink); padding: 3pt 6pt; break-inside: avoid; }
    small { font-size: 8.5pt; }
    .values br + i { font-size: 10pt; margin-inline-start: .8em; }
    .values br:has(+ i) { display: none; }
    footer { border-top: .75pt solid var(--rule); margin-top: .6rem; font-size: 8.5pt; }
    .side { columns: 2; column-gap: 2em; margin-top: .8rem; font-size: 10.5pt; }
    .side section { padding-bottom: .4rem; }
    .side h2 { margin-top: 0; }
    .side .values th, .side .values td { display: inline; border: 0; padding: 0; }
    .side .values th { margin-inline-end: .8em; }
    .side .values tr { display: block; border-top: .75pt solid var(--rule); padding: 1pt 0; }
    .side .values caption { position: absolute; width: 1px; height: 1px; overflow: hidden;
      clip-path: inset(50%); }
    .side th, .side td, .side .values th, .side .values td, .side .values i,
    .side .long { font-size: inherit; }
    @media (max-width: 42rem) {
      .side { columns: 1; }
      .code { width: 100%; }
      .values th, .values td { display: block; width: auto; border: 0; padding: 1pt 0; }
      .values tr { display: block; border-top: .75pt solid var(--rule); }
      .grid { display: block; overflow-x: auto; }
      .grid td:last-child { min-width: 11em; }
    }
    @media screen and (prefers-color-scheme: dark) {
      :root { color-scheme: dark; --ink: #fff; --paper: #121212; --label: #d0d0d0;
        --rule: #8c8c8c; }
    }
    @media print {
      @page { margin: 15mm; }
      body { max-width: none; padding: 0; font-size: 11pt; line-height: 1.25; }
      h1 { font-size: 16pt; }
      header { margin-bottom: 0; }
      header p { font-size: 11pt; margin: .1rem 0 .2rem; }
      h2 { font-size: 11.5pt; margin: .45rem 0 .1rem; }
      .values th, .values i, .values br + i { font-size: 11pt; line-height: 1.15; }
      .values td { line-height: 1.15; }
      .grid td, .grid th, .grid thead th { font-size: 11pt; }
      .code { font-size: 11pt; }
      .side { columns: 2; font-size: 11pt; margin-top: .3rem; }
      .side section { break-inside: avoid; }
      footer { margin-top: .2rem; font-size: 8pt; }
    }
    """
}
