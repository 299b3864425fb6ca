#include "vtab/table/api_table.h"

#include <optional>
#include <utility>
#include <vector>

#include "vtab/plan/planner.h"
#include "vtab/table/index_info.h"
#include "vtab/table/values.h"

namespace apisql {
namespace {

class ApiCursor final : public VirtualCursor {
 public:
  explicit ApiCursor(const ApiTable& table) : table_(table) {}

  Status Filter(std::string_view plan, std::span<sqlite3_value*> arguments) override {
    at_end_ = true;
    ASSIGN_OR_RETURN(scan_, table_.OpenScan(plan, arguments));
    return Next();
  }

  Status Next() override {
    at_end_ = true;
    ASSIGN_OR_RETURN(const bool more, scan_->Next());
    at_end_ = !more;
    return OkStatus();
  }

  bool AtEnd() const override { return at_end_; }
  void Column(sqlite3_context* context, int column) const override {
    SetResult(context, scan_->At(column));
  }
  int64_t RowId() const override { return scan_->RowId(); }

 private:
  const ApiTable& table_;
  std::unique_ptr<Scan> scan_;
  bool at_end_ = true;
};

}  // namespace

ApiTable::ApiTable(sqlite3* db, std::shared_ptr<Connection> connection,
                   std::shared_ptr<const Resource> resource)
    : db_(db), connection_(std::move(connection)), resource_(std::move(resource)) {}

std::string ApiTable::Declaration() const {
  std::string columns;
  for (const Column& column : resource_->columns) {
    if (!columns.empty()) columns += ", ";
    columns += '"' + column.name + "\" " + std::string(DeclaredType(column.type));
    if (column.hidden || column.secret) columns += " HIDDEN";
  }
  return "CREATE TABLE x(" + columns + ")";
}

bool ApiTable::BestIndex(sqlite3_index_info* info) const {
  const std::vector<Constraint> constraints = ReadConstraints(info);
  const ScanQuestion question{constraints, info->nOrderBy > 0, info->colUsed};
  const auto planned = PlanScan(*resource_, question, EstimateFrom(connection_->catalog()));
  if (planned) WritePlan(*planned, info);
  return planned.has_value();
}

std::unique_ptr<VirtualCursor> ApiTable::OpenCursor() const {
  return std::make_unique<ApiCursor>(*this);
}

Status ApiTable::RefuseWrite() const {
  if (connection_->options().read_only) {
    return {StatusCode::kFailedPrecondition,
            resource_->name + ": this session is read-only (--read-only)"};
  }
  return {StatusCode::kUnimplemented,
          resource_->name + ": this version of apisql only reads; nothing was sent"};
}

StatusOr<std::unique_ptr<Scan>> ApiTable::OpenScan(std::string_view plan_text,
                                                   std::span<sqlite3_value*> arguments) const {
  ASSIGN_OR_RETURN(const ScanPlan plan, ScanPlan::Parse(plan_text));
  ASSIGN_OR_RETURN(const std::vector<ScanArgument> values, ReadArguments(plan, arguments));
  return Scan::Open(*connection_, connection_->CacheFor(db_), resource_, plan, values);
}

}  // namespace apisql
