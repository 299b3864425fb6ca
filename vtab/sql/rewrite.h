// The pass over a statement's tokens that makes dotted table names known to SQLite.
//
//   SELECT k.id FROM confluent.iam.api_keys k      becomes
//   SELECT k.id FROM "confluent.iam.api_keys" k
//
// The name is replaced wherever the first parts of a dotted chain name a registered table, so
// confluent.iam.api_keys.id is that table's column. Everything else stays as it is, byte for byte.
#ifndef APISQL_VTAB_SQL_REWRITE_H_
#define APISQL_VTAB_SQL_REWRITE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "vtab/sql/offset_map.h"
#include "vtab/sql/registered_names.h"

namespace apisql {

struct RewrittenSql {
  std::string text;
  OffsetMap offsets;
  std::vector<std::string> tables;  // Registered tables that the statement names, each once.
};

// Rewrites one statement. A dotted name of three or more parts that stands where a table must stand
// and begins with a known provider, but names no table, is kNotFound with the nearest names;
// `*error_offset` is then the name's place in `sql`.
StatusOr<RewrittenSql> RewriteSql(std::string_view sql, const RegisteredNames& names,
                                  int64_t* error_offset);

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_REWRITE_H_
