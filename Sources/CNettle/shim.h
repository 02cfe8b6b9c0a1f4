// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0
#include <nettle/base64.h>
#include <nettle/chacha-poly1305.h>
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

// ChaCha20-Poly1305 (RFC 8439) under a key that is used once, so that the nonce may be zero.
static inline void mkprofile_start_seal(struct chacha_poly1305_ctx *context, const uint8_t *key,
                                        size_t known_length, const uint8_t *known) {
  static const uint8_t nonce[CHACHA_POLY1305_NONCE_SIZE] = {0};
  chacha_poly1305_set_key(context, key);
  chacha_poly1305_set_nonce(context, nonce);
  chacha_poly1305_update(context, known_length, known);
}

static inline void mkprofile_end_seal(struct chacha_poly1305_ctx *context, uint8_t *seal) {
#if NETTLE_VERSION_MAJOR >= 4
  chacha_poly1305_digest(context, seal);
#else
  chacha_poly1305_digest(context, CHACHA_POLY1305_DIGEST_SIZE, seal);
#endif
}

// Writes the sealed bytes, and 16 more with which they are known to be genuine.
static inline void mkprofile_seal(const uint8_t *key, size_t known_length, const uint8_t *known,
                                  size_t length, const uint8_t *plain, uint8_t *sealed) {
  struct chacha_poly1305_ctx context;
  mkprofile_start_seal(&context, key, known_length, known);
  chacha_poly1305_encrypt(&context, length, sealed, plain);
  mkprofile_end_seal(&context, sealed + length);
}

// Writes the plain bytes; 0 where they are not genuine.
static inline int mkprofile_unseal(const uint8_t *key, size_t known_length, const uint8_t *known,
                                   size_t length, const uint8_t *sealed, uint8_t *plain) {
  struct chacha_poly1305_ctx context;
  uint8_t seal[CHACHA_POLY1305_DIGEST_SIZE];
  mkprofile_start_seal(&context, key, known_length, known);
  chacha_poly1305_decrypt(&context, length, plain, sealed);
  mkprofile_end_seal(&context, seal);
  return nettle_memeql_sec(seal, sealed + length, sizeof seal);
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
