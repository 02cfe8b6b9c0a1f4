// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SetupSheets
@testable import SheetPDF

@Suite struct PagesTests {
  private func group(_ heights: Double..., head: Int = 0) -> Piece {
    .group(Group(boxes: heights.map { .space($0) }, head: head))
  }

  private func heights(_ pages: Pages) -> [[Double]] {
    pages.pages.map { $0.map(\.box.height) }
  }

  @Test func groupsStayOnOnePage() {
    let pages = Pages([group(60), group(30, 30), group(20)], foot: nil, height: 100)
    #expect(heights(pages) == [[60], [30, 30, 20]])
    #expect(pages.length == 140)
  }

  @Test func longGroupsAreSplitBelowTheirHead() {
    let pages = Pages(
      [group(70), group(10, 10, 30, 30, 30, head: 2), group(80)], foot: nil, height: 100)
    // The head and the first row do not fit below 70: they begin the next page.
    #expect(heights(pages) == [[70], [10, 10, 30, 30], [30], [80]])
  }

  @Test func aListBeginsOnThePageRatherThanLeavingAThirdOfItEmpty() {
    let heights = [10.0] + Array(repeating: 20, count: 5) + [3]
    let list = Group(boxes: heights.map { .space($0) }, head: 1, isList: true)
    // Two items at least go on over the page.
    let split = Pages([group(60), .group(list)], foot: nil, height: 160)
    #expect(self.heights(split) == [[60, 10, 20, 20, 20], [20, 20, 3]])
    let whole = Pages([group(110), .group(list)], foot: nil, height: 160)
    #expect(self.heights(whole) == [[110], heights])
    let table = Pages([group(60), .group(Group(boxes: list.boxes))], foot: nil, height: 160)
    #expect(self.heights(table) == [[60], heights])
  }

  @Test func aSentenceBelowATableStandsWithIt() throws {
    let typesetter = try Typesetter(language: "en")
    let setter = BlockSetter(
      fitter: TextFitter(typesetter: typesetter, language: .english), width: 200, rank: .main)
    let table = Block.values(
      ValueTable(
        caption: "Addresses", rows: [ValueTable.Row(label: "Port", lines: [[.typed("993")]])]))
    let sentence = Block.paragraph([.text("The same for both.")])
    let alone = setter.section(Section(rank: .main, heading: "", blocks: [table]))
    let both = setter.section(
      Section(rank: .main, heading: "", blocks: [table, sentence, .list([[.text("One.")]])]))
    #expect(both.map(\.isList) == [false, true])
    #expect(both[0].height > alone[0].height + 10)
  }

  @Test func footStandsAtTheEndOfTheLastPage() {
    let pages = Pages([group(50)], foot: .space(20), height: 100)
    #expect(pages.pages[0].last.map { abs($0.y - 80) < 0.1 } == true)
    let second = Pages([group(60), group(60)], foot: .space(50), height: 100)
    #expect(heights(second) == [[60], [60], [50]])
  }

  @Test func columnsAreEvenAndGoOnAcrossPages() {
    func columns(_ heights: Double...) -> Piece {
      .columns(Columns(heights.map { [Group(boxes: [.space($0)])] }, step: 10))
    }
    let even = Pages([columns(40, 40, 40, 40)], foot: nil, height: 140)
    #expect(heights(even) == [[80]])
    let split = Pages([group(120), columns(100, 100, 100, 100)], foot: nil, height: 240)
    #expect(heights(split) == [[120, 100], [100]])
    let low = Pages([group(220), columns(30, 30, 30, 30, 30, 30)], foot: nil, height: 250)
    #expect(heights(low) == [[220], [90]])
    #expect(Pages([columns(400, 400)], foot: nil, height: 300).pages.count == 2)
  }

  @Test func onlyListsAreSplitBetweenColumns() {
    let table = Group(boxes: [.space(50), .space(50), .space(50), .space(50)], head: 1)
    var whole = Columns([[table], [table]], step: 10)
    #expect(whole.take(250)?.height == 200)
    #expect(whole.parts.isEmpty)
    let list = Group(
      boxes: [.space(50), .space(50), .space(50), .space(50)], head: 1, isList: true)
    var items = Columns([[list], [list]], step: 10)
    #expect(items.height(within: 300) != nil)
    // A heading is never the last of a column.
    #expect(items.take(250)?.height == 200)
    #expect(items.parts.isEmpty)
    var short = Columns([[list]], step: 10)
    #expect(short.take(60) == nil || short.parts.count < 4)
    // Where nothing may be split, a section is whole in one column.
    let long = Group(boxes: Array(repeating: .space(20), count: 8), head: 1, isList: true)
    var sections = Columns([[long], [list]], step: 10, maySplit: false)
    #expect(sections.take(165)?.height == 160)
    var split = Columns([[long]], step: 10)
    #expect(split.take(90)?.height == 80)
  }

  @Test func whatWouldStandBesideNothingTakesTheWholeWidth() {
    func columns(_ heights: [Double]) -> Piece {
      .columns(
        Columns(heights.map { [Group(boxes: [.space($0)])] }, step: 10) {
          [Group(boxes: [.space(heights[$0] / 2)])]
        })
    }
    func heights(_ above: Double, _ sections: [Double]) -> [[Double]] {
      self.heights(Pages([group(above), columns(sections)], foot: nil, height: 300))
    }
    // Nothing fits beside the first one: it is set wide, so is the second, and the rest is alone on
    // the next page.
    #expect(heights(100, [160, 220, 210]) == [[100, 80, 110], [105]])
    // Too long for the rest of the page in a column, but not over the whole width.
    #expect(heights(100, [260, 250, 250]) == [[100, 130], [250]])
    // Two that fit beside each other stay so, and what is alone on the last page is wide.
    #expect(heights(100, [160, 150, 180]) == [[100, 160], [90]])
    #expect(heights(100, [160, 150]) == [[100, 160]])
  }

  @Test func aSentenceBeforeAListIsNeverTheLastOfAColumn() throws {
    let typesetter = try Typesetter(language: "en")
    let setter = BlockSetter(
      fitter: TextFitter(typesetter: typesetter, language: .english), width: 200, rank: .side)
    let items = ["One.", "Two.", "Three."].map { [Run.text($0)] }
    let groups = setter.section(
      Section(
        rank: .side, heading: "Check", blocks: [.paragraph([.text("These:")]), .list(items)]))
    // Heading and sentence belong to the first two items.
    #expect(groups.count == 1)
    #expect(groups[0].isList)
    let height = groups[0].boxes.prefix(6).reduce(0) { $0 + $1.height }
    var columns = Columns([groups], step: 220)
    #expect(columns.take(height - 1) == nil)
  }

  @Test func theMarkBehindAValueIsNotAloneInARow() throws {
    let fitter = TextFitter(typesetter: try Typesetter(language: "en"), language: .english)
    let value = Run.typed("https://webmail.example.com/?user=anna")
    let width = fitter.naturalWidth([value], size: 14) + 0.5
    #expect(fitter.fit([value, .text(".")], size: 14, width: width)?.rows == 1)
    #expect(fitter.fit([.text("At "), value, .text(". Go.")], size: 14, width: width)?.rows == 3)
    // Where it has to be broken, too, and the mark fills the last row.
    let narrow = fitter.naturalWidth([.typed("https://webmail")], size: 9) + 0.5
    let rows = try #require(fitter.fit([value], size: 9, width: narrow)?.rows)
    #expect(fitter.fit([value, .text(".")], size: 9, width: narrow)?.rows == rows)
  }

  @Test(arguments: [
    ("an E-Mail", "an"), ("an „E-Mail“", "an"), ("par e-mail", "par"), ("in C:\\Users", "in"),
  ])
  func noRowEndsBehindOneLetter(_ text: String, _ first: String) throws {
    let fitter = TextFitter(typesetter: try Typesetter(language: "de"), language: .english)
    let rest = Run.text(String(text.dropFirst(first.count + 1)))
    // One letter and its sign would still fit into the first row, all of it does not.
    let width = fitter.naturalWidth([rest], size: 11) + 1
    let all = fitter.naturalWidth([.text(text)], size: 11)
    #expect(width < all)
    let box = try #require(fitter.fit([.text(text)], size: 11, width: width))
    #expect(box.rows == 2)
    #expect(box.width > fitter.naturalWidth([rest], size: 11) - 1, "the second row has all of it")
  }

  @Test func aGapIsAThirdOfAPageBeforeTheLast() {
    func pages(_ heights: [Double]) -> Pages {
      Pages(heights.map { group($0) }, foot: nil, height: 300)
    }
    #expect(pages([180, 200]).hasGap)
    #expect(!pages([200, 200]).hasGap)
    #expect(!pages([100]).hasGap)
    #expect(pages([250, 100, 250]).hasGap)
  }

  @Test func boxHigherThanAPageHasAPageOfItsOwn() {
    #expect(heights(Pages([group(500), group(10)], foot: nil, height: 100)) == [[500], [10]])
  }
}
