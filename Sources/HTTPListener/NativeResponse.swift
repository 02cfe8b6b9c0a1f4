// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import MailSettings
import ProfileServer
import System

/// An answer in the library's form, which may be sent any number of times and on any thread.
final class NativeResponse: @unchecked Sendable {
  private let native: OpaquePointer?

  private init(_ response: Response, closes: Bool, _ transportPolicy: String?) {
    native = response.body.withUnsafeBytes { bytes in
      // Only the header is sent, so that nobody asks for a body.
      guard response.hasLength else {
        return MHD_create_response_from_callback(.max, 1_024, { _, _, _, _ in -1 }, nil, nil)
      }
      // The library copies; it takes a pointer that may be written to all the same.
      return MHD_create_response_from_buffer(
        bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
    }
    for (name, value) in response.fields { MHD_add_response_header(native, name, value) }
    if let transportPolicy {
      MHD_add_response_header(native, "Strict-Transport-Security", transportPolicy)
    }
    if closes { MHD_add_response_header(native, "Connection", "close") }
  }

  deinit { MHD_destroy_response(native) }

  /// Gives an answer to a connection; what is kept is made once.
  static func queue(
    _ response: Response, closes: Bool, transportPolicy: String?, on connection: OpaquePointer
  ) -> MHD_Result {
    let made: NativeResponse
    if !closes, let kept = response.kept?.prepared({ NativeResponses() }) as? NativeResponses {
      made = kept.response(to: transportPolicy != nil) {
        NativeResponse(response, closes: false, transportPolicy)
      }
    } else {
      made = NativeResponse(response, closes: closes, transportPolicy)
    }
    guard let native = made.native else { return .NO }
    return MHD_queue_response(connection, UInt32(clamping: response.status), native)
  }
}

/// What is kept of one answer: with the policy for browsers and without.
private final class NativeResponses: AnyPrepared, @unchecked Sendable {
  private let plain = Guarded<NativeResponse?>(nil)
  private let secure = Guarded<NativeResponse?>(nil)

  func response(to isSecure: Bool, _ make: () -> NativeResponse) -> NativeResponse {
    (isSecure ? secure : plain).once(make)
  }
}
