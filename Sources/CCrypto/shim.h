// SPDX-License-Identifier: Apache-2.0
#include <limits.h>
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

// How often a passphrase is hashed for what an algorithm encrypts, as its parameters say; LONG_MAX
// where they say nothing that is known.
static inline long ccrypto_rounds(const X509_ALGOR *algorithm) {
  const ASN1_OBJECT *name = NULL;
  X509_ALGOR_get0(&name, NULL, NULL, algorithm);
  int number = OBJ_obj2nid(name);
  long rounds = -1;
  // PBMAC1 (RFC 9579) begins as PBES2 does (RFC 8018 appendix A.4): with the derivation of a key.
  if (number == NID_pbes2 || number == NID_pbmac1) {
    PBE2PARAM *outer = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), algorithm->parameter);
    if (!outer) return LONG_MAX;
    X509_ALGOR_get0(&name, NULL, NULL, outer->keyfunc);
    if (OBJ_obj2nid(name) == NID_id_pbkdf2) {
      PBKDF2PARAM *inner =
          ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), outer->keyfunc->parameter);
      if (inner) rounds = ASN1_INTEGER_get(inner->iter);
      PBKDF2PARAM_free(inner);
    }
    PBE2PARAM_free(outer);
  } else {
    PBEPARAM *plain = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBEPARAM), algorithm->parameter);
    if (plain) rounds = ASN1_INTEGER_get(plain->iter);
    PBEPARAM_free(plain);
  }
  return rounds < 0 ? LONG_MAX : rounds;
}

static inline long ccrypto_sum(long one, long other) {
  return one > LONG_MAX - other ? LONG_MAX : one + other;
}

// The rounds of everything that is encrypted in bags.
static inline long ccrypto_bag_rounds(const STACK_OF(PKCS12_SAFEBAG) *bags, int depth) {
  long sum = 0;
  for (int index = 0; index < sk_PKCS12_SAFEBAG_num(bags); index++) {
    const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(bags, index);
    int kind = PKCS12_SAFEBAG_get_nid(bag);
    if (kind == NID_pkcs8ShroudedKeyBag) {
      const X509_ALGOR *algorithm = NULL;
      const X509_SIG *key = PKCS12_SAFEBAG_get0_pkcs8(bag);
      if (key) X509_SIG_get0(key, &algorithm, NULL);
      sum = ccrypto_sum(sum, algorithm ? ccrypto_rounds(algorithm) : 0);
    } else if (kind == NID_safeContentsBag) {
      if (depth > 8) return LONG_MAX;
      sum = ccrypto_sum(sum, ccrypto_bag_rounds(PKCS12_SAFEBAG_get0_safes(bag), depth + 1));
    }
  }
  return sum;
}

// The rounds that it takes to open a file, each part counted; stops, and opens nothing more, once
// they are more than a limit.
static inline long ccrypto_identity_rounds(
    PKCS12 *file, const char *passphrase, int length, long limit) {
  const X509_ALGOR *algorithm = NULL;
  const ASN1_INTEGER *given = NULL;
  PKCS12_get0_mac(NULL, &algorithm, NULL, &given, file);
  long sum = given ? ASN1_INTEGER_get(given) : 1;
  if (sum < 0) return LONG_MAX;
  if (algorithm) {
    const ASN1_OBJECT *name = NULL;
    X509_ALGOR_get0(&name, NULL, NULL, algorithm);
    if (OBJ_obj2nid(name) == NID_pbmac1) sum = ccrypto_rounds(algorithm);
  }
  STACK_OF(PKCS7) *parts = PKCS12_unpack_authsafes(file);
  for (int index = 0; sum <= limit && index < sk_PKCS7_num(parts); index++) {
    PKCS7 *part = sk_PKCS7_value(parts, index);
    STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
    if (PKCS7_type_is_data(part)) {
      bags = PKCS12_unpack_p7data(part);
    } else if (PKCS7_type_is_encrypted(part) && part->d.encrypted && part->d.encrypted->enc_data) {
      sum = ccrypto_sum(sum, ccrypto_rounds(part->d.encrypted->enc_data->algorithm));
      if (sum <= limit) bags = PKCS12_unpack_p7encdata(part, passphrase, length);
    }
    sum = ccrypto_sum(sum, ccrypto_bag_rounds(bags, 0));
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
  }
  sk_PKCS7_pop_free(parts, PKCS7_free);
  return sum;
}
