// Parameters: the values that a statement is run with.
#ifndef APISQL_VTAB_PREPARED_PARAMETERS_H_
#define APISQL_VTAB_PREPARED_PARAMETERS_H_

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/rows/sql_value.h"
#include "vtab/sql/parameters.h"

namespace apisql {

class Parameters {
 public:
  Parameters() = default;
  explicit Parameters(std::vector<SqlParameter> declared)
      : declared_(std::move(declared)), values_(declared_.size()) {}

  std::span<const SqlParameter> declared() const { return declared_; }

  // kNotFound when the statement has no such parameter. A name may stand without its first
  // character: "id" is :id, @id or $id.
  Status Set(int number, SqlValue value);
  Status Set(std::string_view name, SqlValue value);

  // An error that names the first parameter without a value, at its place.
  Status CheckAllSet() const;
  // The value of the parameter that SQLite knows by that number and name (null: it has none). Null
  // when there is none.
  const SqlValue* Find(int number, const char* name) const;

 private:
  std::vector<SqlParameter> declared_;
  std::vector<std::optional<SqlValue>> values_;  // In the order of declared_.
};

}  // namespace apisql

#endif  // APISQL_VTAB_PREPARED_PARAMETERS_H_
