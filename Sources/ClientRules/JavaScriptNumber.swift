// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension Double {
  /// The finite number as JavaScript writes it (`Number.prototype.toString`): the digits that tell
  /// it from its neighbours, with an exponent from 1e21 on and below 1e-6.
  var writtenByJavaScript: String {
    let parts = String(magnitude).split(separator: "e")
    let sides = parts[0].split(separator: ".")
    let written = sides.joined()
    var digits = written.drop { $0 == "0" }
    let leadingZeros = written.count - digits.count
    while digits.last == "0" { digits.removeLast() }
    guard !digits.isEmpty else { return "0" }
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let sign = self < 0 ? "-" : ""
    return sign + Self.written(String(digits), sides[0].count - leadingZeros + exponent)
  }

  /// The digits with the point behind as many of them as `point` says.
  private static func written(_ digits: String, _ point: Int) -> String {
    switch point {
    case digits.count...21: return digits + String(repeating: "0", count: point - digits.count)
    case 1...21: return "\(digits.prefix(point)).\(digits.dropFirst(point))"
    case -5...0: return "0." + String(repeating: "0", count: -point) + digits
    default:
      let fraction = digits.dropFirst()
      let mantissa = digits.prefix(1) + (fraction.isEmpty ? "" : ".\(fraction)")
      return "\(mantissa)e\(point > 0 ? "+" : "")\(point - 1)"
    }
  }
}
