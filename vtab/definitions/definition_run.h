// DefinitionRun: several statements of SQLite's as one, all of which hold or none.
#ifndef APISQL_VTAB_DEFINITIONS_DEFINITION_RUN_H_
#define APISQL_VTAB_DEFINITIONS_DEFINITION_RUN_H_

#include <string>

#include "src/base/status.h"
#include "vtab/prepared/parameters.h"
#include "vtab/sql/sql_text.h"
#include "vtab/workspace/database.h"

namespace apisql {

// A savepoint: a transaction of its own outside of BEGIN, and a part of the one that is open
// within. What was done is taken back where it is destroyed before Keep(). `database` must outlive
// it.
class DefinitionRun {
 public:
  explicit DefinitionRun(Database& database) : database_(database) {}
  ~DefinitionRun();
  DefinitionRun(const DefinitionRun&) = delete;
  DefinitionRun& operator=(const DefinitionRun&) = delete;

  Status Begin();
  Status Keep();

 private:
  Database& database_;
  bool open_ = false;
};

// Runs `sql` to its end; what rows it gives are left.
Status RunToEnd(Database& database, SqlText sql, const Parameters& parameters = {});

}  // namespace apisql

#endif  // APISQL_VTAB_DEFINITIONS_DEFINITION_RUN_H_
