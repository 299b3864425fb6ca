#include "vtab/table/api_table.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include "registry/request/write_builder.h"
#include "src/base/scoped_value.h"
#include "src/base/text.h"
#include "vtab/ahead/bytecode.h"
#include "vtab/ahead/prefetch_run.h"
#include "vtab/columns/column_set.h"
#include "vtab/fetch/scan.h"
#include "vtab/module/index_info.h"
#include "vtab/module/values.h"
#include "vtab/overlay/keyed_row.h"
#include "vtab/overlay/keyed_write.h"
#include "vtab/overlay/overlaid_rows.h"
#include "vtab/overlay/returned_rows.h"
#include "vtab/overlay/staged_key.h"
#include "vtab/plan/plan_inputs.h"
#include "vtab/plan/planner.h"
#include "vtab/scan/input_rows.h"
#include "vtab/sqlite_handles.h"
#include "vtab/table/api_cursor.h"
#include "vtab/table/given_values.h"
#include "vtab/table/host_functions.h"
#include "vtab/table/known_values.h"
#include "vtab/table/row_writer.h"
#include "vtab/table/special_plan.h"
#include "vtab/table/table_declaration.h"
#include "vtab/table/write_guard.h"

namespace apisql {

ApiTable::ApiTable(sqlite3* db, std::shared_ptr<Connection> connection,
                   std::shared_ptr<const Resource> resource)
    : db_(db),
      connection_(std::move(connection)),
      resource_(std::move(resource)),
      layout_(*resource_),
      row_by_key_(db_, *connection_, resource_) {
  connection_->tables.Add(NameInBytecode(this), this);
}

ApiTable::~ApiTable() { connection_->tables.Remove(NameInBytecode(this)); }

std::string ApiTable::Declaration() const { return DeclarationOf(*resource_); }

bool ApiTable::BestIndex(sqlite3_index_info* info) const {
  std::vector<Constraint> constraints = ReadConstraints(info);
  for (Constraint& constraint : constraints) {
    constraint.column = layout_.Resolve(constraint.column);
  }
  if (const auto special = TakeSpecialPlan(*resource_, layout_, &constraints)) {
    WriteSpecialPlan(*special, info);
    return true;
  }
  const ColumnSet columns = layout_.Resolve(ColumnSet(info->colUsed));
  connection_->statements.NoteColumns(*resource_, columns);
  const ScanQuestion question{constraints, info->nOrderBy > 0, columns};
  auto planned = PlanScan(*resource_, question, connection_->statements.estimates());
  if (!planned) planned = PlanInputs(*resource_, question);
  if (!planned) return false;
  connection_->statements.NoteParents(*resource_, planned->plan);
  WritePlan(*planned, info);
  return true;
}

std::unique_ptr<VirtualCursor> ApiTable::OpenCursor() const {
  return std::make_unique<ApiCursor>(*this);
}

StatementPlace ApiTable::OpenPlace(const void* cursor) const {
  StatementPlace place = connection_->statements.Open(db_, cursor);
  if (!connection_->writes.empty()) place.statement->context().set_reads_whole_rows();
  const bool plain = connection_->statements.entered() == nullptr;
  if (!plain || place.statement->only_reads() || place.statement->target()) return place;
  auto target = FindPlainTarget(db_, *connection_, place);
  if (!target) return place;
  // A view or a subquery may read the table without naming it in the text.
  const std::string name = NameInBytecode(this);
  target->whole_key_suffices &= ShapeOf(place).ReadsOnlyOnce(name);
  place.statement->set_target(std::move(target));
  return place;
}

StatusOr<TableAccess*> ApiTable::FindAccess(const StatementPlace& place,
                                            std::string_view plan_text) const {
  TableAccess* const known = place.statement->accesses().Find(*resource_, plan_text);
  if (known != nullptr) return known;
  if (plan_text == kArgumentsPlan) return TooManyArguments(*resource_);
  if (plan_text == kReturnedPlan) return nullptr;
  ASSIGN_OR_RETURN(ScanPlan plan, ScanPlan::Parse(plan_text));
  RETURN_IF_ERROR(CheckScan(place));
  ASSIGN_OR_RETURN(const Method* const by_inputs, FindByInputs(place));
  if (by_inputs != nullptr) {
    RETURN_IF_ERROR(CheckInputs(*resource_, *by_inputs, plan));
    return nullptr;
  }
  RETURN_IF_ERROR(CheckStaged());
  RETURN_IF_ERROR(CheckReads(*resource_, plan));
  const std::optional<WriteTarget>& target = place.statement->target();
  if (target && WritesByKey(*resource_, *target, plan)) return nullptr;
  return &AddAccess(place, plan_text, std::move(plan));
}

// A scan of the table in a subquery cannot be told from that of the row to be written.
StatusOr<const Method*> ApiTable::FindByInputs(const StatementPlace& place) const {
  const std::optional<WriteTarget>& target = place.statement->target();
  if (!target || !EqualsIgnoreCase(target->table, resource_->name)) return nullptr;
  const auto method = WriteMethod(*resource_, target->verb);
  if (!method.ok() || !(*method)->by_inputs) return nullptr;
  if (target->whole_key_suffices) return *method;
  return Status(StatusCode::kInvalidArgument,
                resource_->name + ": the rows that " + (*method)->name +
                    " writes are not read, so the statement takes no FROM and no view of an API, "
                    "and names the table once");
}

// What the transaction has done to them is not known of the rows of an answer.
Status ApiTable::CheckStaged() const {
  const auto staged = connection_->writes.Rows(*resource_);
  const StagedRow* const row = staged == nullptr ? nullptr : staged->ByInputs();
  if (row == nullptr) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          resource_->name + ": this transaction has written the row of " + row->image.KeyText() +
              ", which rows do not tell, so that they cannot be shown as they will be. COMMIT "
              "first"};
}

// A plain connection hears here that its statement would write every row, before anything is read.
Status ApiTable::CheckScan(const StatementPlace& place) const {
  const std::optional<WriteTarget>& target = place.statement->target();
  if (!target || !EqualsIgnoreCase(target->table, resource_->name)) return OkStatus();
  return CheckWhere(*target, *connection_);
}

TableAccess& ApiTable::AddAccess(const StatementPlace& place, std::string_view plan_text,
                                 ScanPlan plan) const {
  Statement& statement = *place.statement;
  // A write may need any column of the row that it writes: its scopes, or the whole object.
  const std::optional<WriteTarget>& target = statement.target();
  const bool written = !target || EqualsIgnoreCase(target->table, resource_->name);
  if (!statement.only_reads() && written) plan.columns = ColumnSet::All();
  const StatementShape& shape = ShapeOf(place);
  CheckRulingOut(db_, &plan);
  const ScanSite* const site = shape.OnlySite(NameInBytecode(this), plan_text);
  MarkParameters(site, &plan);
  CheckNarrowing(*resource_, site, &plan);
  AccessHints hints = shape.HintsOf(NameInBytecode(this), plan_text);
  // Where several statements are open at once, another may come to the same rows.
  hints.read_once &= place.alone;
  const bool can_run_ahead = hints.can_run_ahead && !MayCallHost(db_, shape);
  TableAccess& access = statement.accesses().Add(
      *resource_, plan_text,
      std::make_unique<TableAccess>(statement.context(), statement.cache(), resource_,
                                    std::move(plan), std::move(hints)));
  if (!can_run_ahead || place.handle == nullptr) return access;
  // The statement owns the access.
  access.set_look_ups_ahead([this, weak = std::weak_ptr(place.statement), handle = place.handle,
                             text = std::string(plan_text)](const TableAccess& asking) {
    const auto owner = weak.lock();
    return owner == nullptr ? PrefetchKeys() : LookUpsAhead(owner, handle, text, asking);
  });
  return access;
}

// From SQLite's own plan of what it executes.
const StatementShape& ApiTable::ShapeOf(const StatementPlace& place) const {
  return place.statement->ShapeOf(place.handle, [&] {
    const bool asked = connection_->api.options().prefetch;
    if (!asked || place.handle == nullptr) return StatementShape();
    const char* const sql = sqlite3_sql(place.handle);
    if (sql == nullptr) return StatementShape();
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(db_, (std::string("EXPLAIN ") + sql).c_str(), -1, &raw, nullptr);
    const SqliteStatement explain(raw);
    if (raw == nullptr) return StatementShape();
    const auto resource_of = [this](const std::string& name) -> const Resource* {
      const ApiTable* table = connection_->tables.Find(name);
      return table == nullptr ? nullptr : &table->resource();
    };
    const auto document_of = [this](const std::string& name) {
      const auto resource = connection_->api.catalog().Find(name);
      return resource.ok() ? *resource : nullptr;
    };
    const bool once = place.alone && sqlite3_stmt_readonly(place.handle) != 0;
    return StatementShape(Program::Read(raw), resource_of, once, document_of);
  });
}

PrefetchKeys ApiTable::LookUpsAhead(const std::shared_ptr<Statement>& statement,
                                    sqlite3_stmt* handle, const std::string& plan,
                                    const TableAccess& access) const {
  if (connection_->prefetch_run != nullptr || !statement->only_reads()) return {};
  const StatementShape& shape = ShapeOf({statement, handle});
  const ScanSite* site = shape.OnlySite(NameInBytecode(this), plan);
  if (site == nullptr) return {};
  // Only a session's progress handler can end a recursion that would go on for ever.
  if (connection_->statements.entered() == nullptr && shape.MayRecurse()) return {};
  const SqliteString sql(sqlite3_expanded_sql(handle));
  if (sql == nullptr) return {};
  PrefetchRun run(shape, *site, statement->accesses(), access);
  const ScopedValue under_way(connection_->prefetch_run, &run);
  const StatementScope scope(connection_->statements, statement, nullptr, /*replays=*/true);
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db_, sql.get(), -1, &raw, nullptr) != SQLITE_OK) return {};
  const SqliteStatement again(raw);
  if (raw == nullptr || sqlite3_stmt_readonly(raw) == 0) return {};
  const HandleScope executing(connection_->statements, raw);
  run.Run(raw);
  return run.TakeLookUps();
}

StatusOr<std::unique_ptr<RowSource>> ApiTable::OpenOther(
    const StatementPlace& place, std::string_view plan_text,
    std::span<sqlite3_value*> arguments) const {
  if (plan_text == kReturnedPlan) {
    return std::make_unique<ReturnedRows>(connection_->writes.TakeReturned(), *resource_);
  }
  ASSIGN_OR_RETURN(ScanPlan plan, ScanPlan::Parse(plan_text));
  ASSIGN_OR_RETURN(std::vector<ScanArgument> values, ReadArguments(plan, arguments));
  ASSIGN_OR_RETURN(const Method* const by_inputs, FindByInputs(place));
  if (by_inputs != nullptr) {
    return std::make_unique<InputRows>(resource_, *by_inputs, plan, values);
  }
  auto staged = connection_->writes.Rows(*resource_);
  if (AreTexts(*resource_, plan, values)) {
    const StagedRow* row =
        staged == nullptr ? nullptr : FindStaged(*resource_, plan, values, *staged);
    if (row == nullptr || row->kind == StagedRow::Kind::kUpdated) {
      return OpenKeyedRow(place, plan, std::move(values));
    }
    return Overlay(place, plan, values, std::move(staged), nullptr);
  }
  const ScanPlan same = plan;
  ASSIGN_OR_RETURN(std::unique_ptr<RowSource> scan,
                   AddAccess(place, plan_text, std::move(plan)).Open(values, {}));
  if (staged == nullptr) return scan;
  return Overlay(place, same, values, std::move(staged), std::move(scan));
}

std::unique_ptr<RowSource> ApiTable::Overlay(const StatementPlace& place, const ScanPlan& plan,
                                             std::span<const ScanArgument> arguments,
                                             std::shared_ptr<const StagedRows> staged,
                                             std::unique_ptr<RowSource> answer) const {
  // What another statement was allowed to ask for is not asked for again.
  auto fetch = [this, place](const RowImage& staged_image) {
    RowImage image = staged_image;
    for (size_t i = 0; i < resource_->columns.size(); ++i) {
      const Parameter* const input = resource_->SelectParameterOf(resource_->columns[i].name);
      if (input != nullptr && input->reveals) image.values[i].reset();
    }
    return row_by_key_.Open(place, image);
  };
  auto offered = FindThatStandIn(*resource_, plan, arguments, *staged);
  return std::make_unique<OverlaidRows>(resource_, std::move(answer), std::move(staged),
                                        std::move(offered), std::move(fetch));
}

Status ApiTable::StartEarly(const StatementPlace& place, const ScanSite& site) const {
  ASSIGN_OR_RETURN(TableAccess* const access, FindAccess(place, site.plan));
  if (access == nullptr || !TellsComparisons(site, access->plan())) return OkStatus();
  std::vector<ScanArgument> values;
  for (const ArgumentSource& source : site.arguments) {
    values.emplace_back();
    if (source.kind != ArgumentSource::Kind::kConstant) continue;
    std::visit([&](const auto& constant) { values.back().emplace_back(constant); },
               source.constant);
  }
  if (const auto staged = connection_->writes.Rows(*resource_)) {
    const StagedRow* row = FindStaged(*resource_, access->plan(), values, *staged);
    const bool known = row != nullptr && row->kind != StagedRow::Kind::kUpdated;
    if (known) return OkStatus();  // Nothing will be asked for it.
  }
  return access->StartEarly(values);
}

// What fails here fails again, with the same words, where the statement comes to it.
void ApiTable::StartWhatFollows(const StatementPlace& place, std::string_view plan_text) const {
  if (!place.statement->only_reads()) return;
  const StatementShape& shape = ShapeOf(place);
  for (const ScanSite* site : shape.StartableFrom(NameInBytecode(this), plan_text)) {
    const ApiTable* table = connection_->tables.Find(site->table);
    if (table != nullptr) (void)table->StartEarly(place, *site);
  }
}

std::unique_ptr<RowSource> ApiTable::OpenKeyedRow(const StatementPlace& place, const ScanPlan& plan,
                                                  std::vector<ScanArgument> values) const {
  std::vector<std::optional<SqlValue>> known(resource_->columns.size());
  for (const Binding& binding : plan.bindings) {
    known[resource_->FindColumn(binding.column)] = values[binding.argument][0];
  }
  ScanPlan whole = plan;
  whole.columns = ColumnSet::All();
  CheckRulingOut(db_, &whole);
  CheckNarrowing(*resource_, nullptr, &whole);
  auto fetch = [this, place, whole = std::move(whole),
                values = std::move(values)]() -> StatusOr<std::unique_ptr<RowSource>> {
    Statement& statement = *place.statement;
    TableAccess access(statement.context(), statement.cache(), resource_, whole,
                       AccessHints{.repeated = false});
    ASSIGN_OR_RETURN(std::unique_ptr<RowSource> row, access.Open(values, {}));
    auto staged = connection_->writes.Rows(*resource_);
    if (staged == nullptr) return row;
    return Overlay(place, whole, values, std::move(staged), std::move(row));
  };
  return std::make_unique<KeyedRow>(resource_, std::move(known), std::move(fetch));
}

int64_t ApiTable::RowIdOf(const StatementPlace& place, const RowSource& rows) const {
  if (place.statement->only_reads()) return rows.RowId();
  std::optional<RowImage> staged = rows.StagedImage();
  if (staged) return connection_->rows_found.Remember(rows.RowId(), *std::move(staged));
  RowImage image{resource_, {}};
  for (int i = 0; i < document_columns(); ++i) image.values.emplace_back(ValueOf(rows.At(i)));
  return connection_->rows_found.Remember(rows.RowId(), std::move(image));
}

// What ends a run ahead is nobody's error.
void ApiTable::NoteError(const Status& status) const {
  Statement* const statement = connection_->statements.entered();
  if (statement != nullptr && connection_->prefetch_run == nullptr) statement->NoteError(status);
}

Status ApiTable::BeginWrite() {
  if (!connection_->rules.read_only) return CheckEarlierCommit(*connection_);
  return {StatusCode::kFailedPrecondition,
          resource_->name + ": this session is read-only (--read-only); nothing was sent"};
}

bool ApiTable::EndsByConflictClause() const {
  const int conflict = sqlite3_vtab_on_conflict(db_);
  return conflict == SQLITE_ROLLBACK || conflict == SQLITE_FAIL;
}

// Once per statement: its text is read for it.
Status ApiTable::CheckRow(Verb verb) {
  const int64_t number = connection_->BeginStaging(db_);
  if (checked_ == number && checked_verb_ == verb) return OkStatus();
  RETURN_IF_ERROR(CheckWrite(db_, *connection_, *resource_, verb));
  checked_ = number;
  checked_verb_ = verb;
  return OkStatus();
}

Status ApiTable::Write(std::span<sqlite3_value*> arguments, int64_t* row_id) {
  const bool deletes = arguments.size() == 1;
  const bool inserts = !deletes && sqlite3_value_type(arguments[0]) == SQLITE_NULL;
  RETURN_IF_ERROR(CheckRow(deletes ? Verb::kDelete : inserts ? Verb::kInsert : Verb::kUpdate));
  RowWriter writer(*connection_, resource_, checked_, row_by_key_);
  if (deletes) return writer.Delete(sqlite3_value_int64(arguments[0]));
  const RowImage* const image =
      inserts ? nullptr : connection_->rows_found.Find(sqlite3_value_int64(arguments[0]));
  ASSIGN_OR_RETURN(std::vector<sqlite3_value*> values,
                   GivenValues(*resource_, layout_, arguments, image));
  if (inserts) {
    if (sqlite3_value_type(arguments[1]) != SQLITE_NULL) {
      return {StatusCode::kInvalidArgument, resource_->name + ": a rowid cannot be given"};
    }
    *row_id = 0;
    return writer.Insert(values);
  }
  if (sqlite3_value_int64(arguments[0]) != sqlite3_value_int64(arguments[1])) {
    return {StatusCode::kInvalidArgument, resource_->name + ": a rowid cannot be changed"};
  }
  return writer.Update(sqlite3_value_int64(arguments[0]), values);
}

}  // namespace apisql
