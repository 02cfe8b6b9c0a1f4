// SPDX-License-Identifier: Apache-2.0
// The system header hides this one behind _GNU_SOURCE, which a Swift module cannot define.
#ifdef __linux__
int syncfs(int descriptor);
#endif
