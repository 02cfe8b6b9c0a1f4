// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension Request {
  /// The fields of a form where one has come, else those of the query.
  var form: Request { asQuery ?? self }

  /// The same request from somebody who has nothing yet.
  var unconditional: Request {
    var request = self
    request.fields.ifNoneMatch = nil
    return request
  }

  /// The fields of a form that a browser has sent, `application/x-www-form-urlencoded`, as a
  /// request that has them in its query: what reads one reads the other. Nil for another type.
  ///
  /// The request stays inside the program; its target is never logged.
  var asQuery: Request? {
    let type = (fields.contentType ?? "")[...].split(at: ";").before.trimmed
    guard type.isEqualIgnoringCase("application/x-www-form-urlencoded"),
      let body = String(validating: body, as: UTF8.self)
    else { return nil }
    // In a form a blank is a plus sign, and a plus sign is encoded.
    let query = body.split(separator: "+", omittingEmptySubsequences: false)
    var request = Request(
      method, "\(path)?\(query.joined(separator: "%20"))", fields: fields,
      isFromTrustedProxy: isFromTrustedProxy)
    request.fields.ifNoneMatch = nil
    request.usesTLS = usesTLS
    request.login = login
    request.isLoginKnown = isLoginKnown
    return request
  }
}
