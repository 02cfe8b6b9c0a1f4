// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#include <ares.h>
#include <ares_dns.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/time.h>

// Macros and calls that later releases advise against: one place for them.

// Codes that are an enumeration in later releases and macros in earlier ones.
static const int mkprofile_ares_refused = ARES_ECONNREFUSED;
static const int mkprofile_ares_late = ARES_ETIMEOUT;
static const int mkprofile_ares_ended = ARES_EDESTRUCTION;
static const int mkprofile_ares_cancelled = ARES_ECANCELLED;

static inline int mkprofile_ares_open(ares_channel *channel, int timeout, int tries) {
  struct ares_options options = {0};
  options.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS;
  options.timeout = timeout;
  options.tries = tries;
  return ares_init_options(
      channel, &options, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
}

// Asks with the AD bit set, so that a validating resolver says what it has verified (RFC 6840 5.7);
// `unchecked` sets CD as well; `plain` leaves EDNS out (RFC 6891 section 6.2.2).
static inline int mkprofile_ares_ask(
    ares_channel channel, const char *name, int type, unsigned short id, int unchecked, int plain,
    ares_callback callback, void *argument) {
  unsigned char *query = NULL;
  int length = 0;
  int status = ares_create_query(name, 1, type, id, 1, &query, &length, plain ? 0 : 1232);
  if (status != ARES_SUCCESS) return status;
  if (length > 3) query[3] |= unchecked ? 0x30 : 0x20;
  ares_send(channel, query, length, callback, argument);
  ares_free_string(query);
  return ARES_SUCCESS;
}

// Waits for the channel and for one more descriptor, at most so many milliseconds.
static inline void mkprofile_ares_wait(ares_channel channel, int wake, int milliseconds) {
  ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
  int bits = ares_getsock(channel, sockets, ARES_GETSOCK_MAXNUM);
  struct pollfd polls[ARES_GETSOCK_MAXNUM + 1];
  nfds_t count = 0;
  for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
    short events = 0;
    if (ARES_GETSOCK_READABLE(bits, i)) events |= POLLIN;
    if (ARES_GETSOCK_WRITABLE(bits, i)) events |= POLLOUT;
    if (events == 0) continue;
    polls[count].fd = sockets[i];
    polls[count].events = events;
    polls[count].revents = 0;
    count++;
  }
  polls[count].fd = wake;
  polls[count].events = POLLIN;
  polls[count].revents = 0;
  struct timeval most = {milliseconds / 1000, (milliseconds % 1000) * 1000}, buffer;
  struct timeval *wait = ares_timeout(channel, &most, &buffer);
  int limit = wait ? (int)(wait->tv_sec * 1000 + wait->tv_usec / 1000 + 1) : milliseconds;
  int ready = poll(polls, count + 1, limit);
  if (ready <= 0) ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  for (nfds_t i = 0; ready > 0 && i < count; i++) {
    ares_process_fd(
        channel, polls[i].revents & (POLLIN | POLLERR | POLLHUP) ? polls[i].fd : ARES_SOCKET_BAD,
        polls[i].revents & POLLOUT ? polls[i].fd : ARES_SOCKET_BAD);
  }
}
