// SPDX-License-Identifier: Apache-2.0
// The system headers hide these behind _GNU_SOURCE, which a Swift module cannot define.
#ifdef __linux__
#include <features.h>
#include <stddef.h>
int syncfs(int descriptor);
void *memmem(const void *text, size_t length, const void *part, size_t part_length);
#ifdef __GLIBC__
#include <spawn.h>
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
#endif
#endif

// Asks for memory that is read soon, and does not wait for it.
static inline void mkprofile_fetch(const void *place) { __builtin_prefetch(place); }

#include <signal.h>
#include <sys/wait.h>

// 0 while a child runs, 1 once it has exited with code 0, 2 once it has ended in another way. It
// stays to be waited for.
static inline int mkprofile_exit(pid_t child) {
  siginfo_t information;
  information.si_signo = 0;
  if (waitid(P_PID, (id_t)child, &information, WEXITED | WNOWAIT | WNOHANG) != 0 ||
      information.si_signo != SIGCHLD)
    return 0;
  return information.si_code == CLD_EXITED && information.si_status == 0 ? 1 : 2;
}
