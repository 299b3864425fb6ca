#include "vtab/meta/meta_table.h"

#include <string_view>

#include "src/base/text.h"
#include "vtab/module/index_info.h"
#include "vtab/module/module.h"
#include "vtab/module/values.h"
#include "vtab/rows/row_hash.h"

namespace apisql {
namespace {

// Lists all rows when the scan begins.
class MetaCursor final : public VirtualCursor {
 public:
  explicit MetaCursor(std::shared_ptr<const MetaTableSpec> spec) : spec_(std::move(spec)) {}

  Status Filter(std::string_view plan, std::span<sqlite3_value*> arguments) override {
    rows_.clear();
    position_ = 0;
    std::vector<std::optional<std::string>> keys(spec_->key_columns);
    for (size_t i = 0; i < arguments.size(); ++i) {
      SqlValue value = ReadValue(arguments[i]);
      if (std::holds_alternative<std::monostate>(value)) return OkStatus();  // Equal to nothing.
      // SQLite has not converted the value to the column's type; only text can be compared here.
      if (auto* text = std::get_if<std::string>(&value)) {
        keys[static_cast<size_t>(plan[i] - 'a')] = std::move(*text);
      }
    }
    ASSIGN_OR_RETURN(rows_, spec_->rows(keys));
    return OkStatus();
  }

  Status Next() override {
    ++position_;
    return OkStatus();
  }

  bool AtEnd() const override { return position_ >= rows_.size(); }

  Status Column(sqlite3_context* context, int column) override {
    SetResult(context, rows_[position_][static_cast<size_t>(column)]);
    return OkStatus();
  }

  // A row must have the same rowid in every scan of a statement, whatever narrowed the scan: SQLite
  // merges the terms of an OR by it.
  int64_t RowId() override {
    const MetaRow& row = rows_[position_];
    RowHash hash;
    for (size_t i = 0; i < spec_->identity_columns; ++i) {
      if (const auto* number = std::get_if<int64_t>(&row[i])) {
        hash.Add(static_cast<uint64_t>(*number));
      } else if (const auto* text = std::get_if<std::string>(&row[i])) {
        hash.Add(*text);
      }
    }
    return hash.RowId();
  }

 private:
  std::shared_ptr<const MetaTableSpec> spec_;
  std::vector<MetaRow> rows_;
  size_t position_ = 0;
};

}  // namespace

std::string MetaTable::Declaration() const {
  std::vector<std::string> columns;
  for (const MetaColumn& column : spec_->columns) {
    columns.push_back("\"" + column.name + "\" " + column.type);
  }
  return "CREATE TABLE x(" + Join(columns, ", ") + ")";
}

// The plan is a letter per argument: 'a' gives the first column, 'b' the second.
bool MetaTable::BestIndex(sqlite3_index_info* info) const {
  const std::vector<Constraint> constraints = ReadConstraints(info);
  std::string plan;
  for (size_t i = 0; i < constraints.size(); ++i) {
    const Constraint& given = constraints[i];
    const bool equality = given.op == Operator::kEqual || given.op == Operator::kIn;
    const bool key = given.column >= 0 && static_cast<size_t>(given.column) < spec_->key_columns;
    if (!equality || !key || !given.usable || !given.binary) continue;
    const char letter = static_cast<char>('a' + given.column);
    if (plan.find(letter) != std::string::npos) continue;
    plan += letter;
    info->aConstraintUsage[i].argvIndex = static_cast<int>(plan.size());
  }
  info->estimatedCost = plan.empty() ? 1000 : 10;
  info->estimatedRows = plan.empty() ? 1000 : 10;
  info->idxStr = sqlite3_mprintf("%s", plan.c_str());
  info->needToFreeIdxStr = 1;
  return true;
}

std::unique_ptr<VirtualCursor> MetaTable::OpenCursor() const {
  return std::make_unique<MetaCursor>(spec_);
}

Status RegisterMetaTable(sqlite3* db, MetaTableSpec spec) {
  const auto shared = std::make_shared<const MetaTableSpec>(std::move(spec));
  return RegisterTable(db, shared->name,
                       [shared](sqlite3*) { return std::make_unique<MetaTable>(shared); });
}

}  // namespace apisql
