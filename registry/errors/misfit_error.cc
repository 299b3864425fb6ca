#include "registry/errors/misfit_error.h"

#include <optional>
#include <string>
#include <string_view>

#include "registry/model/choices.h"
#include "src/json/text.h"
#include "src/times/time.h"

namespace apisql {
namespace {

constexpr size_t kQuotedBytes = 60;  // Bytes of the value.

std::string_view Wanted(ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
    case ColumnType::kReal:
      return "is no number";
    case ColumnType::kBoolean:
      return "is neither true nor false";
    case ColumnType::kTimestamp:
      return "is no time that is understood";
    case ColumnType::kText:
    case ColumnType::kJson:
      break;
  }
  return "cannot be shown";
}

// The key of the column's document that reads such a value.
std::string Key(const Column& column, std::string_view text) {
  if (column.type != ColumnType::kTimestamp) return "type: text";
  std::optional<TimeForm> form = LikelyForm(text);
  if (column.time != TimeForm::kText && SqliteTime(text)) form = TimeForm::kText;
  if (!form || *form == column.time) return "type: text";
  return "time: " + std::string(kTimeNames[static_cast<size_t>(*form)]);
}

}  // namespace

Status MisfitError(const Column& column, const Misfit& misfit) {
  std::string text = column.name + ": ";
  if (column.secret) {
    text += "a secret value ";
  } else {
    text += "'" + Printable(misfit.text, kQuotedBytes) + "' ";
  }
  text += Wanted(column.type);
  if (misfit.count == 2) text += ", nor is 1 more";
  if (misfit.count > 2) text += ", nor are " + std::to_string(misfit.count - 1) + " more";
  text += "; " + Key(column, misfit.text) + " in the column's document reads it";
  return {StatusCode::kDataLoss, std::move(text)};
}

}  // namespace apisql
