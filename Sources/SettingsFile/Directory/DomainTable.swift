// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// Very many domains in few bytes: for each its name, the domain that its logins belong to and the
/// number of its provider, in one block, found by their hash.
package struct DomainTable: Sendable {
  /// What is known of a domain.
  package struct Entry: Hashable, Sendable {
    /// The domain that logins belong to; nil for the domain itself.
    package var login: DomainName?
    /// The provider by its id; nil for the one that the directory belongs to.
    package var provider: DomainName?

    /// A domain with logins of its own, unless it is said otherwise.
    package init(login: DomainName? = nil, provider: DomainName? = nil) {
      self.login = login
      self.provider = provider
    }
  }

  /// 0 is free, 1 was given up; else the upper half is the hash, so that neither names that share a
  /// slot nor a larger table need the names to be read, and the lower half a place in `block` and 2.
  private var slots: [UInt64]
  /// Records: length of the name, of the login, the provider's number, then both names.
  private var block: [UInt8] = []
  private var providers: [DomainName] = []
  private var taken = 0
  /// Bytes of `block` that nothing leads to any more.
  private var waste = 0
  /// How many domains there are.
  package private(set) var count = 0

  /// No domains, with room for some.
  package init(capacity: Int = 0) {
    slots = [UInt64](repeating: 0, count: Self.size(for: capacity))
    block.reserveCapacity(capacity * 24)
  }

  private static func size(for capacity: Int) -> Int {
    var size = 16
    while size < capacity * 3 / 2 { size *= 2 }
    return size
  }

  /// True where much of the block is of no use any more.
  package var isWasteful: Bool { waste > 1 << 16 && waste > block.count / 2 }

  private static func place(_ slot: UInt64) -> Int { Int(slot & 0xFFFF_FFFF) - 2 }

  // MARK: Looking up

  /// What is known of a domain; nil where it is not there.
  package subscript(name: DomainName) -> Entry? {
    var text = name.ascii
    return text.withUTF8 { bytes in
      find(bytes).found.map { entry(at: Self.place(slots[$0])) }
    }
  }

  /// True where a domain is there.
  package func contains(_ name: DomainName) -> Bool {
    var text = name.ascii
    return text.withUTF8 { find($0).found != nil }
  }

  /// Every domain, in no order.
  package func forEach(_ body: (DomainName, Entry) -> Void) {
    for slot in slots where slot > 1 {
      let place = Self.place(slot)
      if let name = name(at: place) { body(name, entry(at: place)) }
    }
  }

  /// Not the same in two processes: nobody can choose names that share slots.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    return UInt64(truncatingIfNeeded: hasher.finalize()) >> 32
  }

  private func find(_ bytes: UnsafeBufferPointer<UInt8>) -> (found: Int?, free: Int) {
    find(bytes, Self.hash(bytes))
  }

  /// The slot of a name, or the first that it could take.
  private func find(
    _ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64
  ) -> (found: Int?, free: Int) {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      var index = Int(truncatingIfNeeded: hash) & mask
      var free: Int?
      while true {
        let slot = slots[index]
        if slot == 0 { return (nil, free ?? index) }
        if slot == 1 {
          free = free ?? index
        } else if slot >> 32 == hash, isSame(bytes, at: Self.place(slot)) {
          return (index, index)
        }
        index = (index + 1) & mask
      }
    }
  }

  private func isSame(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    guard Int(block[place]) == bytes.count else { return false }
    let start = place + Self.head
    return block[start..<(start + bytes.count)].elementsEqual(bytes)
  }

  /// Bytes before the names of a record.
  private static let head = 4

  private func size(at place: Int) -> Int {
    Self.head + Int(block[place]) + Int(block[place + 1])
  }

  private func name(at place: Int) -> DomainName? {
    let start = place + Self.head
    return Self.name(block[start..<(start + Int(block[place]))])
  }

  private func entry(at place: Int) -> Entry {
    let start = place + Self.head + Int(block[place])
    let length = Int(block[place + 1])
    let number = Int(block[place + 2]) | Int(block[place + 3]) << 8
    return Entry(
      login: length == 0 ? nil : Self.name(block[start..<(start + length)]),
      provider: number > 0 && number <= providers.count ? providers[number - 1] : nil)
  }

  private static func name(_ bytes: ArraySlice<UInt8>) -> DomainName? {
    try? DomainName(String(decoding: bytes, as: UTF8.self))
  }

  // MARK: Changing

  /// Adds a domain, or changes what is known of it; false where nothing is different then.
  @discardableResult
  package mutating func set(_ name: DomainName, _ entry: Entry) -> Bool {
    change(name, entry) { table, slot in
      let place = Self.place(table.slots[slot])
      guard table.entry(at: place) != entry else { return false }
      table.waste += table.size(at: place)
      return true
    }
  }

  /// Adds a domain; false where it is there, which stays as it is.
  package mutating func insert(_ name: DomainName, _ entry: Entry) -> Bool {
    change(name, entry) { _, _ in false }
  }

  /// The hash of a name that is inserted soon. Its slot is on its way from memory from now on: names
  /// that are expected together wait for theirs once, not each for itself.
  package func expect(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let hash = Self.hash(name)
    slots.withUnsafeBufferPointer { slots in
      guard let start = slots.baseAddress else { return }
      mkprofile_fetch(start + (Int(truncatingIfNeeded: hash) & (slots.count - 1)))
    }
    return hash
  }

  /// Adds a domain and the one that its logins belong to, empty for itself, both by bytes for which
  /// `isPlain` holds; false where it is there, which stays as it is. `hash` is what `expect` said.
  package mutating func insert(
    plain name: UnsafeBufferPointer<UInt8>, login: UnsafeBufferPointer<UInt8>, hash: UInt64
  ) -> Bool {
    let (found, free) = find(name, hash)
    guard found == nil else { return false }
    add(name, login.elementsEqual(name) ? .init(rebasing: login[..<0]) : login, 0, hash, at: free)
    return true
  }

  /// Writes a record, for a domain that is there only where `isReplaced` says so.
  private mutating func change(
    _ name: DomainName, _ entry: Entry, isReplaced: (inout DomainTable, Int) -> Bool
  ) -> Bool {
    let number = number(of: entry.provider)
    var (text, login) = (name.ascii, entry.login?.ascii ?? "")
    return text.withUTF8 { name in
      login.withUTF8 { login in
        let hash = Self.hash(name)
        let (found, free) = find(name, hash)
        guard let found else {
          add(name, login, number, hash, at: free)
          return true
        }
        guard isReplaced(&self, found) else { return false }
        slots[found] = append(name, login, number, hash)
        return true
      }
    }
  }

  private mutating func add(
    _ name: UnsafeBufferPointer<UInt8>, _ login: UnsafeBufferPointer<UInt8>, _ number: Int,
    _ hash: UInt64, at free: Int
  ) {
    if slots[free] == 0 { taken += 1 }
    slots[free] = append(name, login, number, hash)
    count += 1
    if taken > slots.count * 2 / 3 { rebuild() }
  }

  /// Takes a domain away; false where it was not there.
  @discardableResult
  package mutating func remove(_ name: DomainName) -> Bool {
    var text = name.ascii
    guard let slot = text.withUTF8({ find($0).found }) else { return false }
    waste += size(at: Self.place(slots[slot]))
    slots[slot] = 1
    count -= 1
    return true
  }

  private mutating func number(of provider: DomainName?) -> Int {
    guard let provider else { return 0 }
    if let index = providers.firstIndex(of: provider) { return index + 1 }
    guard providers.count < 65_000 else { return 0 }
    providers.append(provider)
    return providers.count
  }

  private mutating func append(
    _ name: UnsafeBufferPointer<UInt8>, _ login: UnsafeBufferPointer<UInt8>, _ number: Int,
    _ hash: UInt64
  ) -> UInt64 {
    let place = block.count
    block.append(UInt8(truncatingIfNeeded: name.count))
    block.append(UInt8(truncatingIfNeeded: login.count))
    block.append(UInt8(truncatingIfNeeded: number))
    block.append(UInt8(truncatingIfNeeded: number >> 8))
    block.append(contentsOf: name)
    block.append(contentsOf: login)
    return hash << 32 | UInt64(UInt32(clamping: place + 2))
  }

  /// More room, or the same without what is of no use.
  private mutating func rebuild() {
    var fresh = [UInt64](repeating: 0, count: Self.size(for: count * 4 / 3))
    let mask = fresh.count - 1
    for slot in slots where slot > 1 {
      var index = Int(slot >> 32) & mask
      while fresh[index] != 0 { index = (index + 1) & mask }
      fresh[index] = slot
    }
    slots = fresh
    taken = count
  }

  /// The domains that are not the same here and in another table; nil where there are more than
  /// so many.
  package func differences(from other: DomainTable, most: Int) -> [DomainName]? {
    var names: [DomainName] = []
    var added = 0
    for slot in slots where slot > 1 {
      let place = Self.place(slot)
      guard !other.holds(recordOf: self, at: place) else { continue }
      guard names.count < most, let name = name(at: place) else { return nil }
      if !other.contains(name) { added += 1 }
      names.append(name)
    }
    guard other.count > count - added else { return names }
    for slot in other.slots where slot > 1 {
      guard let name = other.name(at: Self.place(slot)), !contains(name) else { continue }
      guard names.count < most else { return nil }
      names.append(name)
    }
    return names
  }

  /// True where this one has the same record as another one.
  private func holds(recordOf other: DomainTable, at place: Int) -> Bool {
    let start = place + Self.head
    let name = other.block[start..<(start + Int(other.block[place]))]
    guard let slot = name.withUnsafeBufferPointer({ find($0).found }) else { return false }
    let own = Self.place(slots[slot])
    guard providers == other.providers else {
      return entry(at: own) == other.entry(at: place)
    }
    let size = size(at: own)
    return size == other.size(at: place)
      && block[own..<(own + size)].elementsEqual(other.block[place..<(place + size)])
  }

  /// The same domains without waste.
  package func compacted() -> DomainTable {
    var table = DomainTable(capacity: count)
    forEach { table.set($0, $1) }
    return table
  }
}
