// SqlFunction: a function that SQL statements can call, and what people are told of it.
#ifndef APISQL_VTAB_FUNCTIONS_SQL_FUNCTION_H_
#define APISQL_VTAB_FUNCTIONS_SQL_FUNCTION_H_

#include <span>
#include <string_view>

#include "src/base/status.h"
#include "vtab/sqlite.h"

namespace apisql {

using FunctionArguments = std::span<sqlite3_value* const>;
// Of one row: sets the result, unless it is NULL; an error ends the statement.
using ScalarCall = Status (*)(sqlite3_context* context, FunctionArguments arguments);

// The state of one group, which is also a frame of a window: rows enter at its end and leave at its
// front.
class Aggregate {
 public:
  virtual ~Aggregate() = default;
  virtual Status Enter(FunctionArguments arguments) = 0;
  virtual void Leave(FunctionArguments arguments) = 0;
  // Sets the result, unless it is NULL.
  virtual void Tell(sqlite3_context* context) = 0;
};

struct SqlFunction {
  const char* name;
  std::string_view arguments;  // For people: "text, pattern".
  std::string_view description;
  int fewest;  // Arguments.
  int most;    // -1: any number.
  // One of the two.
  ScalarCall call = nullptr;
  Aggregate* (*make)() = nullptr;
  bool deterministic = true;
};

// Sorted by name. A table-valued function is not among them.
std::span<const SqlFunction> SqlFunctions();

}  // namespace apisql

#endif  // APISQL_VTAB_FUNCTIONS_SQL_FUNCTION_H_
