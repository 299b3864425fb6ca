// Materialized views: a SELECT whose rows are kept in a table of the workspace until it is
// refreshed.
//
//   CREATE MATERIALIZED VIEW keys AS SELECT id, owner_id FROM confluent.iam.api_keys;
//   REFRESH MATERIALIZED VIEW keys;
//   DROP MATERIALIZED VIEW keys;
//
// The table is one like any other. What it was made of stands in the table
// apisql_materialized_views of the same database.
#ifndef APISQL_VTAB_DEFINITIONS_MATERIALIZED_VIEW_H_
#define APISQL_VTAB_DEFINITIONS_MATERIALIZED_VIEW_H_

#include <cstddef>
#include <memory>
#include <string>

#include "vtab/definitions/defined_name.h"
#include "vtab/run/parsed_statement.h"

namespace apisql {

// All rows are read before the first is changed, into a temporary table: a SELECT that fails leaves
// everything as it was, and a file is not locked while an API is asked. Refused while rows are
// staged, since they would be read as if they were there.
struct MaterializedViewStatement final : ParsedStatement {
  enum class Verb { kCreate, kRefresh, kDrop };

  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;

  Verb verb = Verb::kCreate;
  DefinedName view;
  bool or_replace = false;
  bool if_not_exists = false;
  bool if_exists = false;
  // Of CREATE: what was typed, and where its SELECT stands.
  std::string typed;
  size_t select = 0;
  size_t select_end = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_DEFINITIONS_MATERIALIZED_VIEW_H_
