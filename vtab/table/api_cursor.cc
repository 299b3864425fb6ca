#include "vtab/table/api_cursor.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "registry/model/names.h"
#include "src/base/text.h"
#include "vtab/ahead/prefetch_run.h"
#include "vtab/api/scan_trace.h"
#include "vtab/module/values.h"
#include "vtab/overlay/staged_key.h"

namespace apisql {

ApiCursor::ApiCursor(const ApiTable& table)
    : table_(table),
      place_(table.OpenPlace(this)),
      slot_(table.connection().tables.TakeSlot(this)) {}

ApiCursor::~ApiCursor() {
  TraceRows();
  table_.connection().tables.FreeSlot(slot_);
  table_.connection().statements.Closed(this);
}

// The scan is over.
void ApiCursor::TraceRows() const {
  ScanTrace* trace = place_.statement->context().trace();
  if (trace == nullptr || scan_ == nullptr) return;
  trace->Of(scan_->resource(), *scan_->rows().bound().method).rows_kept += scan_->rows_given();
}

Status ApiCursor::Filter(std::string_view plan, std::span<sqlite3_value*> arguments) {
  at_end_ = true;
  table_.connection().statements.Used();
  RETURN_IF_ERROR(Open(plan, arguments));
  return Next();
}

Status ApiCursor::Open(std::string_view plan, std::span<sqlite3_value*> arguments) {
  TraceRows();
  Scan* const last = std::exchange(scan_, nullptr);
  if (PrefetchRun* prefetch_run = table_.connection().prefetch_run) {
    ASSIGN_OR_RETURN(
        rows_, prefetch_run->Open(NameInBytecode(&table_), table_.resource(), plan, arguments));
    return OkStatus();
  }
  if (access_ == nullptr || plan != plan_) {
    ASSIGN_OR_RETURN(access_, table_.FindAccess(place_, plan));
    plan_ = plan;
  }
  if (access_ == nullptr) {
    ASSIGN_OR_RETURN(rows_, table_.OpenOther(place_, plan, arguments));
    return OkStatus();
  }
  std::vector<ScanArgument> values;
  if (last != nullptr) values = last->TakeArguments();
  ASSIGN_OR_RETURN(values, ReadArguments(access_->plan(), arguments, std::move(values)));
  if (auto staged = table_.connection().writes.Rows(table_.resource())) {
    RETURN_IF_ERROR(OpenOverlaid(std::move(staged), std::move(values), OuterValuesOf(arguments)));
    if (access_->calls() == 1) table_.StartWhatFollows(place_, plan);
    return OkStatus();
  }
  ASSIGN_OR_RETURN(std::unique_ptr<Scan> scan,
                   access_->Open(std::move(values), OuterValuesOf(arguments)));
  scan_ = scan.get();
  rows_ = std::move(scan);
  if (access_->calls() == 1) table_.StartWhatFollows(place_, plan);
  return OkStatus();
}

// A row that only the transaction knows needs no request.
Status ApiCursor::OpenOverlaid(std::shared_ptr<const StagedRows> staged,
                               std::vector<ScanArgument> values,
                               std::span<const OuterValue> outer) {
  const ScanPlan& plan = access_->plan();
  const StagedRow* row = FindStaged(table_.resource(), plan, values, *staged);
  std::unique_ptr<RowSource> answer;
  if (row == nullptr || row->kind == StagedRow::Kind::kUpdated) {
    ASSIGN_OR_RETURN(answer, access_->Open(values, outer));
  }
  rows_ = table_.Overlay(place_, plan, values, std::move(staged), std::move(answer));
  return OkStatus();
}

// SQLite passes a column's value from one table to another as it is, mark included.
std::span<const OuterValue> ApiCursor::OuterValuesOf(std::span<sqlite3_value*> arguments) {
  const std::vector<int>& columns = access_->hints().source_columns;
  outer_values_.assign(arguments.size(), {});
  for (size_t i = 0; i < std::min(arguments.size(), columns.size()); ++i) {
    const ApiCursor* source =
        table_.connection().tables.CursorAt(sqlite3_value_subtype(arguments[i]));
    if (source == nullptr || source == this || columns[i] < 0) continue;
    const int column = source->table_.layout().Resolve(columns[i]);
    outer_values_[i] = {source->supplier(), column, source->scan_ == nullptr};
  }
  return outer_values_;
}

Status ApiCursor::Next() {
  at_end_ = true;
  if (PrefetchRun* prefetch_run = table_.connection().prefetch_run) {
    if (rows_ == nullptr) return OkStatus();
    RETURN_IF_ERROR(prefetch_run->CountRow());
  }
  ASSIGN_OR_RETURN(const bool more, rows_->Next());
  at_end_ = !more;
  return OkStatus();
}

// `AND reveal` is no comparison that SQLite offers: it would find every row wanting. UPDATE ...
// FROM reads columns that it has no use for.
Status ApiCursor::CheckAsked(int column) const {
  const std::vector<int>& unasked = access_->unasked_columns();
  if (std::ranges::find(unasked, column) == unasked.end()) return OkStatus();
  const Resource& resource = table_.resource();
  const std::optional<WriteTarget>& target = place_.statement->target();
  if (target && target->has_from && EqualsIgnoreCase(target->table, resource.name)) {
    return OkStatus();
  }
  const apisql::Column& asked = resource.columns[static_cast<size_t>(column)];
  const std::string name = SqlName(asked.name);
  if (asked.source == apisql::Column::Source::kHeader) {
    std::vector<std::string> key;
    for (const std::string& part : resource.key) key.push_back(SqlName(part) + " = ...");
    return {StatusCode::kInvalidArgument,
            resource.name + ": " + name + " is the header " + asked.header +
                " of the answer for one row, and this statement reads a list; add WHERE " +
                Join(key, " AND ")};
  }
  return {StatusCode::kInvalidArgument,
          resource.name + ": " + name +
              " is what the API is asked with, and this statement gives it " +
              "no value; add WHERE " + name + " = ..."};
}

Status ApiCursor::Column(sqlite3_context* context, int column) {
  // An UPDATE asks for every column and wants no value of those that it leaves alone.
  if (sqlite3_vtab_nochange(context) != 0) return OkStatus();
  column = table_.layout().Resolve(column);
  if (access_ != nullptr && !access_->unasked_columns().empty()) {
    RETURN_IF_ERROR(CheckAsked(column));
  }
  // Called for each value of each row: a Scan, which has all its values, is asked directly.
  if (scan_ == nullptr) RETURN_IF_ERROR(rows_->Load(column));
  const ScanCell cell = scan_ != nullptr ? scan_->At(column) : rows_->At(column);
  SetResult(context, cell);
  if (cell.kind != Cell::Kind::kJson) sqlite3_result_subtype(context, static_cast<unsigned>(slot_));
  return OkStatus();
}

int64_t ApiCursor::RowId() { return table_.RowIdOf(place_, *rows_); }

}  // namespace apisql
