#include "vtab/table/view_table.h"

#include <bit>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "src/base/text.h"
#include "vtab/scan/row_hash.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

StatusOr<SqliteStatement> Prepare(sqlite3* db, const Resource& resource, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr);
  SqliteStatement owned(statement);
  if (code == SQLITE_OK) return owned;
  return Status(StatusCode::kInvalidArgument, resource.name + ": " + sqlite3_errmsg(db));
}

std::string Quote(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

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

// The plan names, per argument, the column that it is equal to: "3 0".
class ViewCursor final : public VirtualCursor {
 public:
  explicit ViewCursor(const ViewTable& table) : table_(table) {}

  // A number is not passed on: against a text column SQLite may compare it as a number.
  Status Filter(std::string_view plan, std::span<sqlite3_value*> arguments) override {
    const std::vector<std::string> columns = Split(plan, ' ');
    std::string where;
    std::vector<sqlite3_value*> values;
    for (size_t i = 0; i < arguments.size(); ++i) {
      if (sqlite3_value_type(arguments[i]) != SQLITE_TEXT) continue;
      const auto& column = table_.columns()[std::stoul(columns[i])];
      where += (where.empty() ? " WHERE " : " AND ") + Quote(column.name) + " = ?";
      values.push_back(arguments[i]);
    }
    ASSIGN_OR_RETURN(statement_,
                     Prepare(table_.db(), table_.resource(),
                             "SELECT * FROM (" + table_.resource().view_sql + "\n)" + where));
    for (size_t i = 0; i < values.size(); ++i) {
      sqlite3_bind_value(statement_.get(), static_cast<int>(i) + 1, values[i]);
    }
    occurrences_.clear();
    return Next();
  }

  Status Next() override {
    const int code = sqlite3_step(statement_.get());
    at_end_ = code != SQLITE_ROW;
    if (code == SQLITE_ROW) occurrence_ = occurrences_[Hash().Value()]++;
    if (code == SQLITE_ROW || code == SQLITE_DONE) return OkStatus();
    return {code == SQLITE_INTERRUPT ? StatusCode::kCancelled : StatusCode::kUnavailable,
            sqlite3_errmsg(table_.db())};
  }

  bool AtEnd() const override { return at_end_; }
  Status Column(sqlite3_context* context, int column) override {
    sqlite3_result_value(context, sqlite3_column_value(statement_.get(), column));
    return OkStatus();
  }
  // A hash of the row and its number among equal rows: scans of one statement may be filtered
  // differently (the terms of an OR), and must give a row the same identity.
  int64_t RowId() override {
    RowHash hash = Hash();
    hash.Add(occurrence_);
    return hash.RowId();
  }

 private:
  RowHash Hash() const {
    RowHash hash;
    for (int i = 0; i < sqlite3_column_count(statement_.get()); ++i) {
      AddColumn(statement_.get(), i, &hash);
    }
    return hash;
  }

  const ViewTable& table_;
  SqliteStatement statement_;
  bool at_end_ = true;
  std::unordered_map<uint64_t, uint64_t> occurrences_;  // Of equal rows so far.
  uint64_t occurrence_ = 0;
};

}  // namespace

StatusOr<std::unique_ptr<ViewTable>> ViewTable::Make(sqlite3* db,
                                                     std::shared_ptr<const Resource> resource) {
  auto table = std::unique_ptr<ViewTable>(new ViewTable(db, std::move(resource)));
  ASSIGN_OR_RETURN(const SqliteStatement statement,
                   Prepare(db, table->resource(), table->resource().view_sql));
  for (int i = 0; i < sqlite3_column_count(statement.get()); ++i) {
    const char* type = sqlite3_column_decltype(statement.get(), i);
    table->columns_.push_back(
        {sqlite3_column_name(statement.get(), i), type == nullptr ? "" : type});
  }
  return table;
}

std::string ViewTable::Declaration() const {
  std::string columns;
  for (const ViewColumn& column : columns_) {
    columns += (columns.empty() ? "" : ", ") + Quote(column.name) + " " + column.type;
  }
  return "CREATE TABLE x(" + columns + ")";
}

bool ViewTable::BestIndex(sqlite3_index_info* info) const {
  // Its tables take note of the columns that it will read, before other scans share their rows.
  (void)Prepare(db_, *resource_, "SELECT * FROM (" + resource_->view_sql + "\n)");
  std::string plan;
  int argument = 0;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    const bool equality = constraint.op == SQLITE_INDEX_CONSTRAINT_EQ && constraint.iColumn >= 0;
    if (!equality || constraint.usable == 0 ||
        !EqualsIgnoreCase(sqlite3_vtab_collation(info, i), "BINARY")) {
      continue;
    }
    plan += (plan.empty() ? "" : " ") + std::to_string(constraint.iColumn);
    info->aConstraintUsage[i].argvIndex = ++argument;
  }
  info->idxStr = sqlite3_mprintf("%s", plan.c_str());
  info->needToFreeIdxStr = 1;
  info->estimatedCost = argument > 0 ? 1e4 : 1e5;
  info->estimatedRows = argument > 0 ? 100 : 10'000;
  return true;
}

std::unique_ptr<VirtualCursor> ViewTable::OpenCursor() const {
  return std::make_unique<ViewCursor>(*this);
}

}  // namespace apisql
