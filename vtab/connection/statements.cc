#include "vtab/connection/statements.h"

#include <algorithm>
#include <utility>

namespace apisql {
namespace {

// True when another statement waits for `handle`: a document's view runs one of its own.
bool RunsWithin(const BusyStatements& busy, const sqlite3_stmt* handle) {
  return std::ranges::any_of(
      busy.all(), [&](const BusyStatement& one) { return one.handle != handle && !one.gave; });
}

}  // namespace

StatementScope::StatementScope(Statements& statements, std::shared_ptr<Statement> statement,
                               sqlite3_stmt* handle, bool replays)
    : statements_(statements) {
  statements_.api_.client().BeginStatement(statement->number());
  statements_.entered_.push_back({std::move(statement), handle, replays});
}

std::shared_ptr<Statement> Statements::Begin() {
  return std::make_shared<Statement>(api_, ++last_number_);
}

StatementPlace Statements::Open(sqlite3* db, const void* cursor) {
  if (!entered_.empty()) return OpenEntered(db);
  opened_last_ = cursor;
  return OpenPlain(db);
}

StatementPlace Statements::OpenEntered(sqlite3* db) const {
  const Place& place = entered_.back();
  const BusyStatements busy = BusyStatements::Of(db);
  if (busy.AnyWrites()) place.statement->context().set_writes();
  const bool outermost = entered_.size() == 1;
  // Within the outermost a table of another module may run SQL that nobody tells of, as that of
  // FTS5 does for a text that lies in another table.
  if (place.handle != nullptr && (!outermost || !RunsWithin(busy, place.handle))) {
    return {place.statement, place.handle, outermost};
  }
  // Of statements that run each other the innermost was prepared last.
  const auto found = std::ranges::find(busy.all(), false, &BusyStatement::gave);
  sqlite3_stmt* const handle = found == busy.all().end() ? nullptr : found->handle;
  return {place.statement, handle, !RunsWithin(busy, handle)};
}

StatementPlace Statements::OpenPlain(sqlite3* db) {
  BusyStatements busy = BusyStatements::Of(db);
  sqlite3_stmt* handle = busy.Only();
  const bool alone = handle != nullptr;
  if (handle == nullptr) handle = busy.OnlyNewSince(busy_last_);
  std::shared_ptr<Statement> statement = newest_.lock();
  if (statement == nullptr || ended_since_ || !busy_at_begin_.Cover(busy)) {
    statement = BeginPlain(db, busy);
  }
  if (busy.AnyWrites()) statement->context().set_writes();
  busy_last_ = std::move(busy);
  return {std::move(statement), handle, alone};
}

std::shared_ptr<Statement> Statements::BeginPlain(sqlite3* db, const BusyStatements& busy) {
  // A write that found no row has changed nothing that would tell it from the one before.
  if (!has_staged_) writing_ = nullptr;
  const int64_t number = busy.AnyWrites() ? NumberOfWrite(db, busy) : ++last_number_;
  api_.client().BeginStatement(number);
  auto statement = std::make_shared<Statement>(api_, number);
  statement->context().set_columns(columns_noted_);
  newest_ = statement;
  busy_at_begin_ = busy;
  ended_since_ = false;
  return statement;
}

void Statements::Closed(const void* cursor) {
  if (!entered_.empty()) return;
  // Its successor has just been opened.
  const bool replaced = opened_last_ != nullptr && opened_last_ != cursor;
  if (!replaced) ended_since_ = true;
  opened_last_ = nullptr;
}

// SQLite counts the changed rows of a statement when it ends, so that the total stands still while
// one runs, and has moved when the next one that changes something begins.
int64_t Statements::NumberOfWrite(sqlite3* db, const BusyStatements& busy) {
  const auto found = std::ranges::find(busy.all(), true, &BusyStatement::writes);
  sqlite3_stmt* const writing = found == busy.all().end() ? nullptr : found->handle;
  const int64_t changes = sqlite3_total_changes64(db);
  if (writing_ != writing || changes_before_ != changes) {
    api_.client().BeginStatement(++last_number_);
    has_staged_ = false;
  }
  writing_ = writing;
  changes_before_ = changes;
  return last_number_;
}

int64_t Statements::NumberOfStagedRow(sqlite3* db) {
  if (const Statement* statement = entered()) return statement->number();
  const int64_t number = NumberOfWrite(db, BusyStatements::Of(db));
  has_staged_ = true;
  return number;
}

void Statements::NoteColumns(const Resource& resource, ColumnSet columns) {
  if (!entered_.empty()) {
    entered_.back().statement->context().NoteColumns(resource, columns);
    return;
  }
  columns_noted_[resource.name].Add(columns);
  // SQLite prepares a statement anew within its first step where the schema has changed.
  if (const auto statement = newest_.lock()) statement->context().NoteColumns(resource, columns);
}

void Statements::NoteParents(const Resource& resource, const ScanPlan& plan) {
  const Method* const method = resource.FindMethod(plan.method);
  if (method == nullptr || plan.each.empty()) return;
  std::set<std::string> above;
  NoteParents(*method, &above);
}

// The rows of a parent may be listed below those of another one.
// NOLINTNEXTLINE(misc-no-recursion): goes above each table once.
void Statements::NoteParents(const Method& method, std::set<std::string>* above) {
  for (const Parameter& parameter : method.parameters) {
    if (!parameter.parent) continue;
    const auto parent = api_.catalog().Find(parameter.parent->table);
    const int column = parent.ok() ? (*parent)->FindColumn(parameter.parent->column) : -1;
    if (column < 0) continue;  // The scan says so.
    ColumnSet columns;
    columns.Add(column);
    NoteColumns(**parent, columns);
    if (!above->insert((*parent)->name).second) continue;
    for (const Method& lists : (*parent)->methods) {
      if (lists.verb == Verb::kSelect) NoteParents(lists, above);
    }
  }
}

Estimates Statements::estimates() {
  const bool replays = !entered_.empty() && entered_.back().replays;
  return replays ? api_.EstimatesBy(entered_.back().statement->sizes_at_start()) : api_.estimates();
}

}  // namespace apisql
