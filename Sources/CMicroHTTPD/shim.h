// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0
// Swift sees no variadic functions: these call them.
#include <microhttpd.h>
#include <poll.h>
#include <sys/socket.h>

static inline struct MHD_Daemon *mkprofile_start_daemon(
    unsigned int flags, MHD_AcceptPolicyCallback accept, void *accept_closure,
    MHD_AccessHandlerCallback handler, void *handler_closure,
    const struct MHD_OptionItem *options) {
  return MHD_start_daemon(
      flags, 0, accept, accept_closure, handler, handler_closure, MHD_OPTION_ARRAY, options,
      MHD_OPTION_END);
}

// A connection that waits, for this process alone and without waiting for its bytes.
#ifdef __linux__
int accept4(int, struct sockaddr *__restrict, socklen_t *__restrict, int);
#endif
static inline int mkprofile_accept(int listener, struct sockaddr *address, socklen_t *size) {
#ifdef __linux__
  return accept4(listener, address, size, SOCK_CLOEXEC | SOCK_NONBLOCK);
#else
  return accept(listener, address, size);
#endif
}

static inline unsigned int mkprofile_open_connections(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info =
      MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
  return info == NULL ? 0 : info->num_connections;
}

static inline const struct sockaddr *mkprofile_client_address(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info == NULL ? NULL : info->client_addr;
}

static inline int mkprofile_connection_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

static inline void *mkprofile_tls_session(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  return info == NULL ? NULL : info->tls_session;
}

static inline void *mkprofile_socket_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}

// 1 where the other side of a connection has closed it, whatever it has sent before.
static inline int mkprofile_has_left(int socket) {
#ifdef __linux__
  // POLLRDHUP, which the headers show to GNU sources alone.
  struct pollfd state = {.fd = socket, .events = 0x2000};
  return poll(&state, 1, 0) > 0;
#else
  char byte;
  return recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
#endif
}
