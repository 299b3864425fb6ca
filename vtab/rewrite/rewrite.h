// The pass over a statement's tokens that makes dotted table names known to SQLite.
//
//   SELECT k.id FROM confluent.iam.api_keys k      becomes
//   SELECT k.id FROM "confluent.iam.api_keys" k
//
// The name is replaced wherever the first parts of a dotted chain name a registered table, so
// confluent.iam.api_keys.id is that table's column. Everything else stays as it is, byte for byte,
// but that some conditions and joins are put so that tables hear of them (offered_terms.h,
// right_join.h), and that the views of documents are defined in front of a statement that names
// them (with_views.h).
#ifndef APISQL_VTAB_REWRITE_REWRITE_H_
#define APISQL_VTAB_REWRITE_REWRITE_H_

#include <cstddef>
#include <string_view>

#include "src/base/status.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/sql_text.h"

namespace apisql {

// Rewrites the statement that begins at `begin` of what the user typed. A dotted name of three or
// more parts that stands where a table must stand and begins with a known provider, but names no
// table, is kNotFound with the nearest names, at the name's place.
StatusOr<SqlText> RewriteSql(std::string_view typed, const RegisteredNames& names,
                             size_t begin = 0);

// The same for the names alone.
StatusOr<SqlText> QuoteTableNames(std::string_view typed, const RegisteredNames& names,
                                  size_t begin = 0);

}  // namespace apisql

#endif  // APISQL_VTAB_REWRITE_REWRITE_H_
