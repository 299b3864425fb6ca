#include "vtab/views/view_cursor.h"

#include <bit>
#include <utility>
#include <vector>

#include "vtab/module/values.h"

namespace apisql {
namespace {

// Reads each class in its own form: reading a number as bytes would convert it in place.
void AddColumn(sqlite3_stmt* statement, int column, RowHash* hash) {
  const int type = sqlite3_column_type(statement, column);
  hash->Add(static_cast<uint64_t>(type));
  if (type == SQLITE_INTEGER) {
    hash->Add(static_cast<uint64_t>(sqlite3_column_int64(statement, column)));
  } else if (type == SQLITE_FLOAT) {
    hash->Add(std::bit_cast<uint64_t>(sqlite3_column_double(statement, column)));
  } else if (type != SQLITE_NULL) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
    hash->Add({bytes, static_cast<size_t>(sqlite3_column_bytes(statement, column))});
  }
}

// While it lives, SQLite runs the statement of a view: within another one and perhaps again, so
// that what it reads is never read once, and so that two scopes are entered.
class ViewScope {
 public:
  ViewScope(Statements& statements, const StatementPlace& place, sqlite3_stmt* view)
      : outer_(statements, place.statement, place.handle),
        inner_(statements, place.statement, view) {}

 private:
  StatementScope outer_;
  StatementScope inner_;
};

}  // namespace

ViewCursor::~ViewCursor() {
  {
    const ViewScope scope(statements_, place_, nullptr);
    statement_.reset();
  }
  statements_.Closed(this);
}

Status ViewCursor::Filter(std::string_view plan_text, std::span<sqlite3_value*> arguments) {
  at_end_ = true;
  statements_.Used();
  occurrences_.clear();
  RETURN_IF_ERROR(may_read_);
  ASSIGN_OR_RETURN(const ViewPlan plan, ViewPlan::Parse(plan_text));
  if (plan.terms.size() != arguments.size()) {
    return {StatusCode::kInternal, "plan and arguments differ"};
  }
  const int most_values = sqlite3_limit(db_, SQLITE_LIMIT_VARIABLE_NUMBER, -1);
  ViewQuery query(shape_, static_cast<size_t>(most_values));
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::vector<SqlValue> values;
    if (plan.terms[i].kind == ViewTerm::Kind::kIn) {
      ASSIGN_OR_RETURN(values, ReadList(arguments[i]));
    } else {
      values.push_back(ReadValue(arguments[i]));
    }
    query.Add(plan.terms[i], std::move(values));
  }
  if (query.nothing()) return OkStatus();
  RETURN_IF_ERROR(Prepare(query.Text()));
  for (size_t i = 0; i < query.values().size(); ++i) {
    BindValue(statement_.get(), static_cast<int>(i) + 1, query.values()[i]);
  }
  return Next();
}

Status ViewCursor::Prepare(const std::string& sql) {
  const ViewScope scope(statements_, place_, nullptr);
  if (statement_ != nullptr && sql == sql_) {
    sqlite3_reset(statement_.get());  // Its code is that of the last step, which was told.
    return OkStatus();
  }
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v2(db_, sql.c_str(), -1, &raw, nullptr);
  statement_.reset(raw);
  sql_ = sql;
  return code == SQLITE_OK ? OkStatus() : Error();
}

Status ViewCursor::Next() {
  const ViewScope scope(statements_, place_, statement_.get());
  const int code = sqlite3_step(statement_.get());
  at_end_ = code != SQLITE_ROW;
  if (code == SQLITE_ROW) occurrence_ = occurrences_[Hash().Value()]++;
  return code == SQLITE_ROW || code == SQLITE_DONE ? OkStatus() : Error();
}

Status ViewCursor::Error() const {
  const bool interrupted = sqlite3_errcode(db_) == SQLITE_INTERRUPT;
  return {interrupted ? StatusCode::kCancelled : StatusCode::kUnavailable, sqlite3_errmsg(db_)};
}

Status ViewCursor::Column(sqlite3_context* context, int column) {
  sqlite3_result_value(context, sqlite3_column_value(statement_.get(), column));
  return OkStatus();
}

int64_t ViewCursor::RowId() {
  RowHash hash = Hash();
  hash.Add(occurrence_);
  return hash.RowId();
}

RowHash ViewCursor::Hash() const {
  RowHash hash;
  for (int i = 0; i < sqlite3_column_count(statement_.get()); ++i) {
    AddColumn(statement_.get(), i, &hash);
  }
  return hash;
}

}  // namespace apisql
