// SET name = value.
#ifndef APISQL_VTAB_STATEMENTS_SET_H_
#define APISQL_VTAB_STATEMENTS_SET_H_

#include <cstddef>
#include <memory>
#include <string>

#include "vtab/run/parsed_statement.h"

namespace apisql {

struct SetStatement final : ParsedStatement {
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;

  std::string name;
  std::string value;
  size_t place = 0;  // Of the name.
};

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_SET_H_
