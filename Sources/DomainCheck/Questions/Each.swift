// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Does something with each of some values, all at the same time; the results are in their order.
func each<Value: Sendable, Made: Sendable>(
  _ values: [Value], _ work: @escaping @Sendable (Value) async -> Made
) async -> [Made] {
  await withTaskGroup(of: (Int, Made).self) { group in
    for (index, value) in values.enumerated() {
      group.addTask { (index, await work(value)) }
    }
    var made: [(Int, Made)] = []
    for await one in group { made.append(one) }
    return made.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
