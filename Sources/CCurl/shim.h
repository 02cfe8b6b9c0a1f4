// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#include <curl/curl.h>

// Swift cannot call functions with variable arguments.
static inline CURLcode mkprofile_curl_long(CURL *curl, CURLoption option, long value) {
  return curl_easy_setopt(curl, option, value);
}
static inline CURLcode mkprofile_curl_text(CURL *curl, CURLoption option, const char *value) {
  return curl_easy_setopt(curl, option, value);
}
static inline CURLcode mkprofile_curl_pointer(CURL *curl, CURLoption option, void *value) {
  return curl_easy_setopt(curl, option, value);
}
static inline CURLcode mkprofile_curl_list(
    CURL *curl, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(curl, option, value);
}
typedef size_t (*mkprofile_curl_write)(char *bytes, size_t size, size_t count, void *target);
static inline CURLcode mkprofile_curl_writer(CURL *curl, mkprofile_curl_write writer) {
  return curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, writer);
}
static inline CURLcode mkprofile_curl_status(CURL *curl, long *status) {
  return curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
}
// A text of the answer, which belongs to the handle; NULL where there is none.
static inline const char *mkprofile_curl_answer(CURL *curl, CURLINFO info) {
  const char *text = NULL;
  return curl_easy_getinfo(curl, info, &text) == CURLE_OK ? text : NULL;
}
