#include "vtab/table/api_cursor.h"

#include <utility>

#include "vtab/table/values.h"

namespace apisql {

Status ApiCursor::Filter(std::string_view plan, std::span<sqlite3_value*> arguments) {
  at_end_ = true;
  ASSIGN_OR_RETURN(rows_, table_.OpenRows(plan, arguments));
  return Next();
}

Status ApiCursor::Next() {
  at_end_ = true;
  ASSIGN_OR_RETURN(const bool more, rows_->Next());
  at_end_ = !more;
  return OkStatus();
}

Status ApiCursor::Column(sqlite3_context* context, int column) {
  // An UPDATE asks for every column and wants no value of those that it leaves alone.
  if (sqlite3_vtab_nochange(context) != 0) return OkStatus();
  RETURN_IF_ERROR(rows_->Load(column));
  SetResult(context, rows_->At(column));
  return OkStatus();
}

int64_t ApiCursor::RowId() { return table_.RowIdOf(*rows_); }

}  // namespace apisql
