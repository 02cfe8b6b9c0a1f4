// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#ifndef MKPROFILE_TEMPLATES_H
#define MKPROFILE_TEMPLATES_H

#include <stddef.h>

/// A file of `Templates` that is part of the program.
struct embedded_template {
  /// `clients`, `devices` or `languages`.
  const char *_Nonnull folder;
  /// The name of the file without `.yaml`.
  const char *_Nonnull name;
  const unsigned char *_Nonnull bytes;
  size_t count;
};

/// The file at an index, in the order of folders and names; null after the last one.
const struct embedded_template *_Nullable embedded_template(long index);

#endif
