// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#ifndef MKPROFILE_TEMPLATES_H
#define MKPROFILE_TEMPLATES_H

#include <stddef.h>

/// A file of `Templates`, or a schema, that is part of the program.
struct embedded_template {
  /// `clients`, `devices`, `languages`, `manual`, `schema`, `sources` or
  /// `web`.
  const char *_Nonnull folder;
  /// The name of the file; without `.yaml`, `.md` or `.schema.json` where it ends so.
  const char *_Nonnull name;
  const unsigned char *_Nonnull bytes;
  size_t count;
};

/// The file at an index, in the order of folders and of names, the manual in the order of reading;
/// null after the last one.
const struct embedded_template *_Nullable embedded_template(long index);

#endif
