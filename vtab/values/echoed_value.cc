#include "vtab/values/echoed_value.h"

#include <utility>
#include <variant>

#include "src/json/number.h"
#include "src/rows/cell_writer.h"
#include "src/times/time.h"

namespace apisql {
namespace {

std::optional<SqlValue> ShownNumber(const ColumnNumber& number, const std::string& text) {
  if (std::holds_alternative<std::monostate>(number)) return std::nullopt;
  if (const auto* integer = std::get_if<int64_t>(&number)) return *integer;
  if (const auto* real = std::get_if<double>(&number)) return *real;
  return text;
}

}  // namespace

std::optional<SqlValue> ReadEchoed(const Column& column, const std::string& sent) {
  switch (column.type) {
    case ColumnType::kInteger:
      return ShownNumber(IntegerColumnValue(sent), sent);
    case ColumnType::kReal:
      return ShownNumber(RealColumnValue(sent), sent);
    case ColumnType::kBoolean:
      if (const auto value = ParseBoolean(sent)) return int64_t{*value};
      return std::nullopt;
    case ColumnType::kTimestamp:
      if (auto time = SqliteTime(sent, column.time)) return *std::move(time);
      return std::nullopt;
    case ColumnType::kText:
    case ColumnType::kJson:
      break;
  }
  return sent;
}

SqlValue EchoedValue(const Column& column, std::string sent) {
  std::optional<SqlValue> value = ReadEchoed(column, sent);
  return value ? *std::move(value) : SqlValue(std::move(sent));
}

}  // namespace apisql
