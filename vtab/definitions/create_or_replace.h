// CREATE OR REPLACE [TEMP] VIEW | TABLE: the old one is dropped and the new one made, or neither.
#ifndef APISQL_VTAB_DEFINITIONS_CREATE_OR_REPLACE_H_
#define APISQL_VTAB_DEFINITIONS_CREATE_OR_REPLACE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "vtab/run/parsed_statement.h"

namespace apisql {

struct CreateOrReplaceStatement final : ParsedStatement {
  std::vector<SqlParameter> parameters() const override { return ReadParameters(typed, begin); }
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;

  std::string typed;
  size_t begin = 0;         // Of the word CREATE.
  size_t or_replace = 0;    // Of the words OR REPLACE,
  size_t behind_words = 0;  // and of what follows them.
  std::string kind;         // VIEW or TABLE.
  bool temporary = false;
};

}  // namespace apisql

#endif  // APISQL_VTAB_DEFINITIONS_CREATE_OR_REPLACE_H_
