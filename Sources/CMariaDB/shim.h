// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#include <errmsg.h>
#include <mysql.h>
#include <stdlib.h>
#include <string.h>

// Options take pointers to values of many types: one place for them.

static inline int mkprofile_mysql_timeouts(MYSQL *server, unsigned int seconds) {
  return mysql_options(server, MYSQL_OPT_CONNECT_TIMEOUT, &seconds) |
         mysql_options(server, MYSQL_OPT_READ_TIMEOUT, &seconds) |
         mysql_options(server, MYSQL_OPT_WRITE_TIMEOUT, &seconds);
}

// TLS or no connection; `verify` checks chain and name.
static inline int mkprofile_mysql_tls(MYSQL *server, const char *authority, int verify) {
  my_bool on = 1, wanted = verify ? 1 : 0;
  int failed = mysql_optionsv(server, MYSQL_OPT_SSL_ENFORCE, &on) |
               mysql_optionsv(server, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &wanted);
  if (authority) failed |= mysql_optionsv(server, MYSQL_OPT_SSL_CA, authority);
  return failed;
}

// The answers of a prepared statement: texts of at most so many bytes each.
typedef struct {
  MYSQL_BIND binds[8];
  unsigned long lengths[8];
  my_bool nulls[8];
  char texts[8][2048];
} mkprofile_mysql_row;

static inline mkprofile_mysql_row *mkprofile_mysql_bind(MYSQL_STMT *statement, unsigned int count) {
  mkprofile_mysql_row *row = (mkprofile_mysql_row *)calloc(1, sizeof(mkprofile_mysql_row));
  if (!row || count > 8) return row;
  for (unsigned int i = 0; i < count; i++) {
    row->binds[i].buffer_type = MYSQL_TYPE_STRING;
    row->binds[i].buffer = row->texts[i];
    row->binds[i].buffer_length = sizeof(row->texts[i]);
    row->binds[i].length = &row->lengths[i];
    row->binds[i].is_null = &row->nulls[i];
  }
  if (mysql_stmt_bind_result(statement, row->binds)) {
    free(row);
    return NULL;
  }
  return row;
}

static inline const char *mkprofile_mysql_text(
    const mkprofile_mysql_row *row, unsigned int index, unsigned long *length) {
  if (index > 7 || row->nulls[index]) return NULL;
  *length = row->lengths[index] < sizeof(row->texts[index]) ? row->lengths[index]
                                                            : sizeof(row->texts[index]);
  return row->texts[index];
}

static inline int mkprofile_mysql_parameters(
    MYSQL_STMT *statement, const char *text, unsigned long length) {
  MYSQL_BIND binds[16];
  unsigned long count = mysql_stmt_param_count(statement);
  memset(binds, 0, sizeof(binds));
  if (count > 16) return 1;
  for (unsigned long i = 0; i < count; i++) {
    binds[i].buffer_type = MYSQL_TYPE_STRING;
    binds[i].buffer = (void *)text;
    binds[i].buffer_length = length;
    binds[i].length = &length;
  }
  if (mysql_stmt_bind_param(statement, binds)) return 1;
  return mysql_stmt_execute(statement);
}
