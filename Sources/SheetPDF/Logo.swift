// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CPango
import CRSVG
import MailSettings
import SetupSheets

/// A picture that can be drawn again and again: SVG as lines, PNG as points.
final class Logo {
  let width: Double
  let height: Double
  private let drawing: Drawing

  private enum Drawing {
    case vector(UnsafeMutablePointer<RsvgHandle>)
    case points(OpaquePointer)
  }

  /// The most that a logo takes on a page, in points.
  private static let room = (width: 150.0, height: 40.0)

  init(_ picture: LogoImage) throws(PrintFailure) {
    let size: (Double, Double)
    switch picture.kind {
    case .svg:
      let handle = rsvg_handle_new_from_data(picture.bytes, gsize(picture.bytes.count), nil)
      guard let handle else { throw .badLogo("it is no SVG") }
      drawing = .vector(handle)
      size = Self.size(of: handle)
    case .png:
      let image = try Self.image(picture.bytes)
      drawing = .points(image)
      size = (
        Double(cairo_image_surface_get_width(image)), Double(cairo_image_surface_get_height(image))
      )
    }
    // Whatever an SVG says of its size; what it says may be no number.
    let (wide, high) = (Self.length(size.0), Self.length(size.1))
    let scale = min(Self.room.width / wide, Self.room.height / high)
    (width, height) = (wide * scale, high * scale)
  }

  private static func length(_ value: Double) -> Double {
    value.isFinite ? min(1e6, max(0.01, value)) : 1
  }

  deinit {
    switch drawing {
    case .vector(let handle): g_object_unref(UnsafeMutableRawPointer(handle))
    case .points(let image): cairo_surface_destroy(image)
    }
  }

  func draw(_ canvas: PDFCanvas, x: Double, y: Double) {
    switch drawing {
    case .vector: _ = drawLines(canvas.cairo, x: x, y: y)
    case .points(let image):
      let pixels = max(1, Double(cairo_image_surface_get_width(image)))
      canvas.scaled(width / pixels, x: x, y: y) {
        cairo_set_source_surface(canvas.cairo, image, 0, 0)
        cairo_paint(canvas.cairo)
      }
    }
  }

  /// Draws an SVG; false where it cannot be drawn, or is points.
  private func drawLines(_ cairo: OpaquePointer, x: Double, y: Double) -> Bool {
    guard case .vector(let handle) = drawing else { return false }
    var viewport = RsvgRectangle(x: x, y: y, width: width, height: height)
    return rsvg_handle_render_document(handle, cairo, &viewport, nil) != 0
  }

  /// Pixels of an SVG for a point on the page: 576 to the inch, as good printers have.
  private static let pixelsPerPoint = 8.0

  /// The picture as PNG, at most 1200 by 320 pixels; throws why an SVG cannot be drawn.
  func png() throws(PrintFailure) -> [UInt8] {
    func pixels(_ length: Double) -> Int32 {
      Int32(max(1, (length * Self.pixelsPerPoint).rounded()))
    }
    let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels(width), pixels(height))
    defer { cairo_surface_destroy(surface) }
    guard let surface, let cairo = cairo_create(surface) else {
      throw .badLogo("no memory is left")
    }
    defer { cairo_destroy(cairo) }
    cairo_scale(cairo, Self.pixelsPerPoint, Self.pixelsPerPoint)
    guard drawLines(cairo, x: 0, y: 0), cairo_status(cairo) == CAIRO_STATUS_SUCCESS else {
      throw .badLogo("it cannot be drawn")
    }
    var bytes: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &bytes) { bytes in
      cairo_surface_write_to_png_stream(
        surface,
        { closure, start, count in
          guard let closure, let start else { return CAIRO_STATUS_WRITE_ERROR }
          closure.assumingMemoryBound(to: [UInt8].self).pointee
            .append(contentsOf: UnsafeBufferPointer(start: start, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, bytes)
    }
    guard status == CAIRO_STATUS_SUCCESS else { throw .badLogo("it cannot be written") }
    return bytes
  }

  private static func size(of handle: UnsafeMutablePointer<RsvgHandle>) -> (Double, Double) {
    var (width, height) = (0.0, 0.0)
    if rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height) != 0 {
      return (width, height)
    }
    var (hasWidth, hasHeight, hasBox) = (gboolean(0), gboolean(0), gboolean(0))
    var (length, other, box) = (RsvgLength(), RsvgLength(), RsvgRectangle())
    rsvg_handle_get_intrinsic_dimensions(
      handle, &hasWidth, &length, &hasHeight, &other, &hasBox, &box)
    return hasBox != 0 ? (box.width, box.height) : (3, 1)
  }

  private static func image(_ bytes: [UInt8]) throws(PrintFailure) -> OpaquePointer {
    var rest = bytes[...]
    let image = withUnsafeMutablePointer(to: &rest) { rest in
      cairo_image_surface_create_from_png_stream(
        { closure, target, count in
          guard let closure, let target else { return CAIRO_STATUS_READ_ERROR }
          let rest = closure.assumingMemoryBound(to: ArraySlice<UInt8>.self)
          guard rest.pointee.count >= Int(count) else { return CAIRO_STATUS_READ_ERROR }
          for (index, byte) in rest.pointee.prefix(Int(count)).enumerated() { target[index] = byte }
          rest.pointee = rest.pointee.dropFirst(Int(count))
          return CAIRO_STATUS_SUCCESS
        }, rest)
    }
    guard let image, cairo_surface_status(image) == CAIRO_STATUS_SUCCESS else {
      cairo_surface_destroy(image)
      throw .badLogo("it cannot be read")
    }
    return image
  }
}
