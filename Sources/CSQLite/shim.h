// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#include <sqlite3.h>

// Swift cannot say what the macro says: that the library is to copy a text.
static inline int mkprofile_sqlite_bind(sqlite3_stmt *statement, const char *text, int bytes) {
  return sqlite3_bind_text(statement, 1, text, bytes, SQLITE_TRANSIENT);
}
