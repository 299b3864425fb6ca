#include "vtab/table/api_table.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "registry/write_builder.h"
#include "src/base/text.h"
#include "vtab/plan/planner.h"
#include "vtab/scan/scan.h"
#include "vtab/table/api_cursor.h"
#include "vtab/table/index_info.h"
#include "vtab/table/keyed_row.h"
#include "vtab/table/returned_rows.h"
#include "vtab/table/row_writer.h"
#include "vtab/table/values.h"

namespace apisql {
namespace {

constexpr char kReturnedPlan[] = "returned";

// Takes the constraints on the column "_returned" out of the planner's sight. True when one of them
// is the equality that asks for the rows of the last write.
bool TakeReturnedConstraints(int column, std::vector<Constraint>* constraints) {
  bool asked = false;
  for (Constraint& constraint : *constraints) {
    if (constraint.column != column) continue;
    asked |= constraint.usable && constraint.op == Operator::kEqual;
    constraint = {.column = -1, .op = Operator::kOther, .usable = false};
  }
  return asked;
}

// Other values may compare with a key otherwise than as the text that a request would carry.
bool AreTexts(std::span<const ScanArgument> values) {
  return std::ranges::all_of(values, [](const ScanArgument& value) {
    const auto* text = value.size() == 1 ? std::get_if<std::string>(&value[0]) : nullptr;
    return text != nullptr && !text->empty();
  });
}

}  // namespace

ApiTable::ApiTable(sqlite3* db, std::shared_ptr<Connection> connection,
                   std::shared_ptr<const Resource> resource)
    : db_(db), connection_(std::move(connection)), resource_(std::move(resource)) {
  connection_->AddTable(this);
}

ApiTable::~ApiTable() { connection_->RemoveTable(this); }

std::string ApiTable::Declaration() const {
  std::string columns;
  for (const Column& column : resource_->columns) {
    columns += '"' + column.name + "\" " + std::string(DeclaredType(column.type));
    columns += column.hidden || column.secret ? " HIDDEN, " : ", ";
  }
  return "CREATE TABLE x(" + columns + "\"_returned\" INTEGER HIDDEN)";
}

bool ApiTable::BestIndex(sqlite3_index_info* info) const {
  std::vector<Constraint> constraints = ReadConstraints(info);
  if (TakeReturnedConstraints(returned_column(), &constraints)) {
    info->idxStr = sqlite3_mprintf("%s", kReturnedPlan);
    info->needToFreeIdxStr = 1;
    info->estimatedCost = 1;
    info->estimatedRows = 1;
    return true;
  }
  connection_->NoteColumns(*resource_, info->colUsed);
  const ScanQuestion question{constraints, info->nOrderBy > 0, info->colUsed};
  const auto planned = PlanScan(*resource_, question, connection_->estimates());
  if (planned) WritePlan(*planned, info);
  return planned.has_value();
}

std::unique_ptr<VirtualCursor> ApiTable::OpenCursor() const {
  return std::make_unique<ApiCursor>(*this);
}

StatusOr<TableAccess*> ApiTable::FindAccess(std::string_view plan_text) const {
  if (TableAccess* known = connection_->CacheFor(db_).Access(*resource_, plan_text)) return known;
  if (plan_text == kReturnedPlan) return nullptr;
  ASSIGN_OR_RETURN(ScanPlan plan, ScanPlan::Parse(plan_text));
  if (WritesByKey(plan)) return nullptr;
  return &AddAccess(plan_text, std::move(plan));
}

TableAccess& ApiTable::AddAccess(std::string_view plan_text, ScanPlan plan) const {
  // A write may need any column of the row: its scopes, or the whole object.
  if (Connection::IsWriting(db_)) plan.columns = ~uint64_t{0};
  StatementCache& cache = connection_->CacheFor(db_);
  AccessHints hints =
      connection_->ForesightOf(db_).HintsOf(Connection::NameInBytecode(this), plan_text);
  const bool rehearsable = hints.rehearsable;
  TableAccess& access =
      cache.AddAccess(*resource_, plan_text,
                      std::make_unique<TableAccess>(*connection_, cache, resource_, std::move(plan),
                                                    std::move(hints)));
  if (rehearsable) {
    access.set_look_ups_ahead([this, text = std::string(plan_text)](const TableAccess& asking) {
      return connection_->LookUpsAhead(db_, *this, text, asking);
    });
  }
  return access;
}

StatusOr<std::unique_ptr<RowSource>> ApiTable::OpenOther(
    std::string_view plan_text, std::span<sqlite3_value*> arguments) const {
  if (plan_text == kReturnedPlan) {
    return std::make_unique<ReturnedRows>(connection_->writes().TakeReturned(), *resource_);
  }
  ASSIGN_OR_RETURN(ScanPlan plan, ScanPlan::Parse(plan_text));
  ASSIGN_OR_RETURN(std::vector<ScanArgument> values, ReadArguments(plan, arguments));
  if (AreTexts(values)) return OpenKeyedRow(plan, std::move(values));
  ASSIGN_OR_RETURN(auto scan, AddAccess(plan_text, std::move(plan)).Open(values, {}));
  return scan;
}

Status ApiTable::StartEarly(const ScanSite& site) const {
  ASSIGN_OR_RETURN(TableAccess* const access, FindAccess(site.plan));
  if (access == nullptr) return OkStatus();
  std::vector<ScanArgument> values;
  for (const ArgumentSource& source : site.arguments) {
    values.emplace_back();
    if (source.kind != ArgumentSource::Kind::kConstant) continue;
    std::visit([&](const auto& constant) { values.back().emplace_back(constant); },
               source.constant);
  }
  return access->StartEarly(values);
}

// What fails here fails again, with the same words, where the statement comes to it.
void ApiTable::StartWhatFollows(std::string_view plan_text) const {
  if (!connection_->MayStartEarly(db_)) return;
  const Foresight& foresight = connection_->ForesightOf(db_);
  for (const ScanSite* site :
       foresight.StartableFrom(Connection::NameInBytecode(this), plan_text)) {
    const ApiTable* table = connection_->FindTable(site->table);
    if (table != nullptr) (void)table->StartEarly(*site);
  }
}

// True when the plan is that of the row to be written, the WHERE clause gives its whole key, and
// the request of the write needs nothing else. The scan of an UPDATE asks for all columns, whereas
// one in a subquery does not.
bool ApiTable::WritesByKey(const ScanPlan& plan) const {
  const std::optional<WriteTarget>& target = connection_->write_target();
  if (!target || !target->whole_key_suffices) return false;
  if (!EqualsIgnoreCase(target->table, resource_->name)) return false;
  if (target->verb == Verb::kUpdate && plan.columns != ~uint64_t{0}) return false;
  const auto given = [&](const std::string& column) {
    return std::ranges::any_of(plan.bindings, [&](const Binding& binding) {
      return !binding.list && EqualsIgnoreCase(binding.column, column);
    });
  };
  if (resource_->key.empty() || !std::ranges::all_of(resource_->key, given)) return false;
  const auto method = WriteMethod(*resource_, target->verb);
  if (!method.ok()) return false;
  return std::ranges::all_of(ColumnsNeeded(*resource_, **method),
                             [&](int column) { return given(resource_->columns[column].name); });
}

std::unique_ptr<RowSource> ApiTable::OpenKeyedRow(const ScanPlan& plan,
                                                  std::vector<ScanArgument> values) const {
  std::vector<std::optional<SqlValue>> known(resource_->columns.size());
  for (const Binding& binding : plan.bindings) {
    known[resource_->FindColumn(binding.column)] = values[binding.argument][0];
  }
  ScanPlan whole = plan;
  whole.columns = ~uint64_t{0};
  auto fetch = [this, whole = std::move(whole),
                values = std::move(values)]() -> StatusOr<std::unique_ptr<RowSource>> {
    StatementCache& cache = connection_->CacheFor(db_);
    TableAccess access(*connection_, cache, resource_, whole, AccessHints());
    ASSIGN_OR_RETURN(std::unique_ptr<Scan> scan, access.Open(values, {}));
    return scan;
  };
  return std::make_unique<KeyedRow>(resource_, std::move(known), std::move(fetch));
}

int64_t ApiTable::RowIdOf(const RowSource& rows) const {
  if (!Connection::IsWriting(db_)) return rows.RowId();
  RowImage image{resource_, {}};
  if (const auto* keyed = dynamic_cast<const KeyedRow*>(&rows)) {
    image.values = keyed->known();
    image.absent = keyed->absent();
  } else {
    for (int i = 0; i < returned_column(); ++i) image.values.emplace_back(ValueOf(rows.At(i)));
  }
  return connection_->row_map().Remember(rows.RowId(), std::move(image));
}

Status ApiTable::BeginWrite() {
  connection_->BeginWriting();
  if (!connection_->options().read_only) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          resource_->name + ": this session is read-only (--read-only); nothing was sent"};
}

Status ApiTable::CheckWrite() const {
  if (Connection::ReturnsRows(db_)) {
    // SQLite evaluates it before the row is sent, so it has nothing that the server makes.
    return {StatusCode::kInvalidArgument,
            resource_->name +
                ": RETURNING needs the apisql program; here, write first and then "
                "SELECT ... WHERE \"_returned\" = 1"};
  }
  const int conflict = sqlite3_vtab_on_conflict(db_);
  if (conflict == SQLITE_REPLACE || conflict == SQLITE_IGNORE) {
    return {StatusCode::kInvalidArgument,
            resource_->name +
                ": an API cannot tell whether a row is there before it is asked, so OR " +
                (conflict == SQLITE_REPLACE ? "REPLACE" : "IGNORE") +
                " is not possible; use INSERT, or UPDATE"};
  }
  return OkStatus();
}

Status ApiTable::Write(std::span<sqlite3_value*> arguments, int64_t* row_id) {
  RETURN_IF_ERROR(CheckWrite());
  RowWriter writer(*connection_, resource_);
  if (arguments.size() == 1) return writer.Delete(sqlite3_value_int64(arguments[0]));
  const std::span<sqlite3_value*> values = arguments.subspan(2, resource_->columns.size());
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) {
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
