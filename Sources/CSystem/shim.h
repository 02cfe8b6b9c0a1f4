// SPDX-License-Identifier: Apache-2.0
// The system headers hide these behind _GNU_SOURCE, which a Swift module cannot define.
#ifdef __linux__
#include <features.h>
int syncfs(int descriptor);
#ifdef __GLIBC__
#include <spawn.h>
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
#endif
#endif
