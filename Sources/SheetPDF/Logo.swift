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

  /// The most that a logo takes on a page.
  private static let room = (width: 150.0, height: 40.0)
  /// More points than a page can show only make it large.
  private static let mostPixels = 4_000_000

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
    let scale = min(Self.room.width / max(1, size.0), Self.room.height / max(1, size.1))
    (width, height) = (size.0 * scale, size.1 * scale)
  }

  deinit {
    switch drawing {
    case .vector(let handle): g_object_unref(UnsafeMutableRawPointer(handle))
    case .points(let image): cairo_surface_destroy(image)
    }
  }

  func draw(_ canvas: PDFCanvas, x: Double, y: Double) {
    switch drawing {
    case .vector(let handle):
      var viewport = RsvgRectangle(x: x, y: y, width: width, height: height)
      rsvg_handle_render_document(handle, canvas.cairo, &viewport, nil)
    case .points(let image):
      let pixels = max(1, Double(cairo_image_surface_get_width(image)))
      canvas.scaled(width / pixels, x: x, y: y) {
        cairo_set_source_surface(canvas.cairo, image, 0, 0)
        cairo_paint(canvas.cairo)
      }
    }
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
    // The size stands in the first chunk: a picture that claims to be huge is not unpacked.
    guard bytes.count > 24, bytes[..<24].starts(with: [0x89, 0x50, 0x4E, 0x47]) else {
      throw .badLogo("it is no PNG")
    }
    func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard number(16) * number(20) <= mostPixels else {
      throw .badLogo("it has more than \(mostPixels) points")
    }
    var rest = bytes[...]
    let image = withUnsafeMutablePointer(to: &rest) { rest in
      cairo_image_surface_create_from_png_stream(
        { closure, target, count in
          guard let closure, let target else { return CAIRO_STATUS_READ_ERROR }
          let rest = closure.assumingMemoryBound(to: ArraySlice<UInt8>.self)
          guard rest.pointee.count >= Int(count) else { return CAIRO_STATUS_READ_ERROR }
          for index in 0..<Int(count) { target[index] = rest.pointee.removeFirst() }
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
