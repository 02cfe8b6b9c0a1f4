// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

// Swift does not let a program read a variable of the library: these use them.
static inline void mkprofile_free_datum(gnutls_datum_t *datum) {
  if (datum->data != NULL) {
    gnutls_memset(datum->data, 0, datum->size);
    gnutls_free(datum->data);
  }
  datum->data = NULL;
  datum->size = 0;
}

// How libmicrohttpd asks for a certificate (MHD_OPTION_HTTPS_CERT_CALLBACK).
typedef int (*mkprofile_certificate_callback)(
    gnutls_session_t session, const gnutls_datum_t *authorities, int authority_count,
    const gnutls_pk_algorithm_t *algorithms, int algorithm_count, gnutls_pcert_st **chain,
    unsigned int *chain_length, gnutls_privkey_t *key);

// TLS 1.2 and later, in GnuTLS's words; a literal, so that it lives as long as the program.
static inline const char *mkprofile_tls_versions(void) {
  return "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
}
