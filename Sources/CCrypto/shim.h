// SPDX-License-Identifier: Apache-2.0
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// These are macros, or inline functions that cast, none of which Swift sees.
static inline struct stack_st_X509 *ccrypto_stack_new(void) { return sk_X509_new_null(); }
static inline int ccrypto_stack_push(struct stack_st_X509 *stack, X509 *certificate) {
  return sk_X509_push(stack, certificate);
}
static inline int ccrypto_stack_count(const struct stack_st_X509 *stack) {
  return sk_X509_num(stack);
}
static inline X509 *ccrypto_stack_value(const struct stack_st_X509 *stack, int index) {
  return sk_X509_value(stack, index);
}
// Frees the stack and lets go of every certificate in it.
static inline void ccrypto_stack_release(struct stack_st_X509 *stack) {
  sk_X509_pop_free(stack, X509_free);
}
// Frees the stack alone.
static inline void ccrypto_stack_free(struct stack_st_X509 *stack) { sk_X509_free(stack); }

static inline int ccrypto_texts_count(const struct stack_st_OPENSSL_STRING *texts) {
  return sk_OPENSSL_STRING_num(texts);
}
static inline const char *ccrypto_texts_value(
  const struct stack_st_OPENSSL_STRING *texts, int index) {
  return sk_OPENSSL_STRING_value(texts, index);
}
static inline int ccrypto_signers_count(const struct stack_st_CMS_SignerInfo *signers) {
  return sk_CMS_SignerInfo_num(signers);
}
static inline CMS_SignerInfo *ccrypto_signers_value(
  const struct stack_st_CMS_SignerInfo *signers, int index) {
  return sk_CMS_SignerInfo_value(signers, index);
}
static inline void ccrypto_free(void *memory) { OPENSSL_free(memory); }
