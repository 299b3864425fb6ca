#include "vtab/values/echoed_value.h"

#include <utility>

#include "src/rows/decode.h"
#include "src/rows/number.h"

namespace apisql {

SqlValue EchoedValue(const Column& column, std::string sent) {
  switch (column.type) {
    case ColumnType::kInteger:
      if (const auto integer = ParseInteger(sent)) return *integer;
      break;
    case ColumnType::kReal:
      if (const auto real = ParseReal(sent)) return *real;
      break;
    case ColumnType::kBoolean:
      if (sent == "true" || sent == "false") return static_cast<int64_t>(sent == "true");
      break;
    case ColumnType::kTimestamp:
      return SqliteTime(sent);
    case ColumnType::kText:
    case ColumnType::kJson:
      break;
  }
  return sent;
}

}  // namespace apisql
