// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What a document says about itself (ISO 16684-1, XMP), and that it is PDF/UA-1 (ISO 14289-1
/// section 5).
struct PDFMetadata {
  let title: String
  /// A tag such as `de-CH`.
  let language: String
  /// The day that it says it was made on, as `YYYY-MM-DD`.
  let date: String

  /// The object without its number and its end.
  var object: String {
    let text = """
      <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
      <x:xmpmeta xmlns:x="adobe:ns:meta/">
       <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
          xmlns:xmp="http://ns.adobe.com/xap/1.0/"
          xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
         <pdfuaid:part>1</pdfuaid:part>
         <dc:title><rdf:Alt><rdf:li xml:lang="x-default">\(escaped(title))</rdf:li></rdf:Alt></dc:title>
         <dc:language><rdf:Bag><rdf:li>\(language.asTag)</rdf:li></rdf:Bag></dc:language>
         <xmp:CreatorTool>mkprofile</xmp:CreatorTool>
         <xmp:CreateDate>\(date)T00:00:00Z</xmp:CreateDate>
        </rdf:Description>
       </rdf:RDF>
      </x:xmpmeta>
      <?xpacket end="w"?>
      """
    return "<< /Type /Metadata\n   /Subtype /XML\n   /Length \(text.utf8.count)\n>>\nstream\n"
      + "\(text)\nendstream\n"
  }

  private func escaped(_ text: String) -> String {
    var out = ""
    for character in text.unicodeScalars {
      switch character {
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "&": out += "&amp;"
      case _ where character.value < 0x20: out += " "
      default: out.unicodeScalars.append(character)
      }
    }
    return out
  }
}
