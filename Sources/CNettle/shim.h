// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0
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
