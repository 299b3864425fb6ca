// DefinedName: what a definition makes, and where.
#ifndef APISQL_VTAB_DEFINITIONS_DEFINED_NAME_H_
#define APISQL_VTAB_DEFINITIONS_DEFINED_NAME_H_

#include <cstddef>
#include <string>

#include "vtab/sql/tokens.h"

namespace apisql {

struct DefinedName {
  std::string schema = "main";
  std::string name;
  size_t place = 0;  // In what was typed.

  std::string InSql() const { return QuoteName(schema) + "." + QuoteName(name); }
};

}  // namespace apisql

#endif  // APISQL_VTAB_DEFINITIONS_DEFINED_NAME_H_
