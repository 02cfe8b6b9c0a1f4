// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import ProfileServer

/// Answers in the library's form.
enum NativeResponse {
  /// Gives an answer to a connection.
  static func queue(
    _ response: Response, closes: Bool, on connection: OpaquePointer
  ) -> MHD_Result {
    guard let native = make(response, closes: closes) else { return .NO }
    defer { MHD_destroy_response(native) }
    return MHD_queue_response(connection, UInt32(response.status), native)
  }

  private static func make(_ response: Response, closes: Bool) -> OpaquePointer? {
    var body = response.body
    let native = body.withUnsafeMutableBytes { bytes in
      MHD_create_response_from_buffer(bytes.count, bytes.baseAddress, .RESPMEM_MUST_COPY)
    }
    for (name, value) in response.fields { MHD_add_response_header(native, name, value) }
    if closes { MHD_add_response_header(native, "Connection", "close") }
    return native
  }
}
