#include "vtab/table/given_values.h"

#include <cstddef>

#include "vtab/module/values.h"

namespace apisql {

// UPDATE ... FROM marks nothing as unchanged, so there a value counts as given where it is not what
// the row has.
StatusOr<std::vector<sqlite3_value*>> GivenValues(const Resource& resource,
                                                  const ColumnLayout& layout,
                                                  std::span<sqlite3_value*> arguments,
                                                  const RowImage* image) {
  const std::span<sqlite3_value*> given = arguments.subspan(2);
  const std::span<sqlite3_value*> own = given.first(resource.columns.size());
  std::vector<sqlite3_value*> values(own.begin(), own.end());
  const bool inserts = sqlite3_value_type(arguments[0]) == SQLITE_NULL;
  const auto is_given = [&](sqlite3_value* value, size_t column) {
    if (inserts) return sqlite3_value_type(value) != SQLITE_NULL;
    if (sqlite3_value_nochange(value) != 0) return false;
    return image == nullptr || !image->values[column] || *image->values[column] != ReadValue(value);
  };
  for (size_t i = 0; i < layout.aliases().size(); ++i) {
    const ColumnLayout::Alias& alias = layout.aliases()[i];
    const auto column = static_cast<size_t>(alias.column);
    sqlite3_value* const value = given[static_cast<size_t>(layout.first_alias()) + i];
    if (!is_given(value, column)) continue;
    if (is_given(values[column], column)) {
      return Status(StatusCode::kInvalidArgument,
                    resource.name + ": " + alias.name + " is another name of " +
                        resource.columns[column].name + "; give one of the two");
    }
    values[column] = value;
  }
  return values;
}

}  // namespace apisql
