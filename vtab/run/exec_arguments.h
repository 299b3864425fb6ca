// The arguments of EXEC, and the values that they have in one run.
#ifndef APISQL_VTAB_RUN_EXEC_ARGUMENTS_H_
#define APISQL_VTAB_RUN_EXEC_ARGUMENTS_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/model/resource.h"
#include "registry/request/column_value.h"
#include "src/base/status.h"
#include "vtab/prepared/parameters.h"
#include "vtab/rows/sql_value.h"
#include "vtab/sql/parameters.h"
#include "vtab/sql/tokens.h"

namespace apisql {

// What @@json is called among the arguments; no column is called so.
inline constexpr std::string_view kJsonArgument = "@json";

// A value as it is written, or the parameter that has it in each run.
struct ExecArgument {
  std::string name;
  ColumnValue value;
  std::string parameter = {};  // ":id"; empty: `value` is the value.
  friend bool operator==(const ExecArgument&, const ExecArgument&) = default;
};

using ArgumentValues = std::vector<std::pair<std::string, ColumnValue>>;

// Those of one run, the members of @@json among them. `declared` are the parameters that arguments
// have. An error has the place of the parameter that it is about, else `place`.
StatusOr<ArgumentValues> ValuesOf(std::span<const ExecArgument> arguments,
                                  std::span<const SqlParameter> declared, size_t place,
                                  const Parameters& parameters);

// The SELECT that a method stands for, and the values of its conditions.
struct ReadingSelect {
  std::string table;
  std::vector<std::pair<std::string, SqlValue>> conditions;

  // `text_of` gives the text of the value of that condition.
  template <typename TextOf>
  std::string Text(const TextOf& text_of) const {
    std::string text = "SELECT * FROM " + QuoteName(table);
    for (size_t i = 0; i < conditions.size(); ++i) {
      text += (i == 0 ? " WHERE " : " AND ") + QuoteName(conditions[i].first) + " = " + text_of(i);
    }
    return text;
  }
};
StatusOr<ReadingSelect> ReadSelect(const Resource& resource, const Method& method,
                                   const ArgumentValues& arguments);

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_EXEC_ARGUMENTS_H_
