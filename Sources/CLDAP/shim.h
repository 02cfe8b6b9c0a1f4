// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#include <ldap.h>
#include <sys/time.h>

// Options take pointers to values of many types: one place for them.

static inline int mkprofile_ldap_prepare(LDAP *server, int seconds, const char *authority) {
  int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, zero = 0;
  struct timeval time = {seconds, 0};
  int failed = ldap_set_option(server, LDAP_OPT_PROTOCOL_VERSION, &version);
  failed |= ldap_set_option(server, LDAP_OPT_NETWORK_TIMEOUT, &time);
  failed |= ldap_set_option(server, LDAP_OPT_TIMEOUT, &time);
  failed |= ldap_set_option(server, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
  failed |= ldap_set_option(server, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
  if (authority) failed |= ldap_set_option(server, LDAP_OPT_X_TLS_CACERTFILE, authority);
  // Takes effect with a context of its own.
  failed |= ldap_set_option(server, LDAP_OPT_X_TLS_NEWCTX, &zero);
  return failed;
}

static inline int mkprofile_ldap_bind(
    LDAP *server, const char *name, const char *password, unsigned long length) {
  struct berval secret = {length, (char *)password};
  return ldap_sasl_bind_s(server, name, LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL);
}

static inline const char *mkprofile_ldap_said(LDAP *server) {
  char *text = NULL;
  ldap_get_option(server, LDAP_OPT_DIAGNOSTIC_MESSAGE, &text);
  return text;
}

// A page of a search (RFC 2696); `cookie` begins empty and is empty after the last page.
static inline int mkprofile_ldap_page(
    LDAP *server, const char *base, int scope, const char *filter, char **attributes, int seconds,
    int size, struct berval *cookie, LDAPMessage **result) {
  LDAPControl *page = NULL, **answered = NULL, *found;
  struct timeval time = {seconds, 0};
  int code = ldap_create_page_control(server, size, cookie, 0, &page);
  if (code != LDAP_SUCCESS) return code;
  LDAPControl *controls[] = {page, NULL};
  code = ldap_search_ext_s(
      server, base, scope, filter, attributes, 0, controls, NULL, &time, LDAP_NO_LIMIT, result);
  ldap_control_free(page);
  if (cookie->bv_val) ber_memfree(cookie->bv_val);
  cookie->bv_val = NULL;
  cookie->bv_len = 0;
  if (code != LDAP_SUCCESS) return code;
  int status = 0;
  if (ldap_parse_result(server, *result, &status, NULL, NULL, NULL, &answered, 0) != LDAP_SUCCESS)
    return LDAP_DECODING_ERROR;
  found = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, answered, NULL);
  ber_int_t estimate = 0;
  if (found && ldap_parse_pageresponse_control(server, found, &estimate, cookie) != LDAP_SUCCESS)
    status = LDAP_DECODING_ERROR;
  ldap_controls_free(answered);
  return status;
}

static inline int mkprofile_ldap_search(
    LDAP *server, const char *base, int scope, const char *filter, char **attributes, int seconds,
    int most, LDAPMessage **result) {
  struct timeval time = {seconds, 0};
  return ldap_search_ext_s(
      server, base, scope, filter, attributes, 0, NULL, NULL, &time, most, result);
}

static const int mkprofile_ldap_scope_base = LDAP_SCOPE_BASE;
static const int mkprofile_ldap_scope_one = LDAP_SCOPE_ONELEVEL;
static const int mkprofile_ldap_scope_subtree = LDAP_SCOPE_SUBTREE;
