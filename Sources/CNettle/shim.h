// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0
#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <nettle/version.h>

// Nettle 4 has dropped the length of the digest.
static inline void mkprofile_sha256(size_t length, const uint8_t *bytes, uint8_t *digest) {
  struct sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, length, bytes);
#if NETTLE_VERSION_MAJOR >= 4
  sha256_digest(&context, digest);
#else
  sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
#endif
}

static inline void mkprofile_hmac_sha256(size_t key_length, const uint8_t *key, size_t length,
                                         const uint8_t *bytes, uint8_t *digest) {
  struct hmac_sha256_ctx context;
  hmac_sha256_set_key(&context, key_length, key);
  hmac_sha256_update(&context, length, bytes);
#if NETTLE_VERSION_MAJOR >= 4
  hmac_sha256_digest(&context, digest);
#else
  hmac_sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
#endif
}

// The macro is not for Swift.
static inline size_t mkprofile_base64_length(size_t length) {
  return BASE64_ENCODE_RAW_LENGTH(length);
}

// What the text stands for, in a buffer of its length; false for something else than base64.
static inline int mkprofile_base64_decode(
    size_t *count, uint8_t *bytes, size_t length, const char *text) {
  struct base64_decode_ctx context;
  base64_decode_init(&context);
  *count = length;
  return base64_decode_update(&context, count, bytes, length, text) &&
         base64_decode_final(&context);
}
