#include "vtab/table/virtual_table.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "src/base/text.h"
#include "vtab/plan/planner.h"
#include "vtab/table/index_info.h"
#include "vtab/table/values.h"

namespace apisql {

VirtualTable::VirtualTable(sqlite3* db, std::shared_ptr<Connection> connection,
                           std::shared_ptr<const Resource> resource)
    : sqlite3_vtab{}, db_(db), connection_(std::move(connection)), resource_(std::move(resource)) {}

std::string VirtualTable::Declaration(const Resource& resource) {
  std::string columns;
  for (const Column& column : resource.columns) {
    if (!columns.empty()) columns += ", ";
    columns += '"' + column.name + "\" " + std::string(DeclaredType(column.type));
    if (column.hidden || column.secret) columns += " HIDDEN";
  }
  return "CREATE TABLE x(" + columns + ")";
}

bool VirtualTable::BestIndex(sqlite3_index_info* info) const {
  const std::vector<Constraint> constraints = ReadConstraints(info);
  const ScanQuestion question{constraints, info->nOrderBy > 0, info->colUsed};
  const auto planned = PlanScan(*resource_, question, EstimateFrom(connection_->catalog()));
  if (planned) WritePlan(*planned, info);
  return planned.has_value();
}

StatusOr<std::unique_ptr<Scan>> VirtualTable::OpenScan(std::string_view plan_text,
                                                       std::span<sqlite3_value*> arguments) const {
  ASSIGN_OR_RETURN(const ScanPlan plan, ScanPlan::Parse(plan_text));
  ASSIGN_OR_RETURN(const std::vector<ScanArgument> values, ReadArguments(plan, arguments));
  return Scan::Open(*connection_, connection_->CacheFor(db_), resource_, plan, values);
}

Status VirtualTable::RefuseWrite() const {
  if (connection_->options().read_only) {
    return {StatusCode::kFailedPrecondition,
            resource_->name + ": this session is read-only (--read-only)"};
  }
  return {StatusCode::kUnimplemented,
          resource_->name + ": this version of apisql reads only; nothing was sent"};
}

Status VirtualCursor::Filter(std::string_view plan, std::span<sqlite3_value*> arguments) {
  at_end_ = true;
  ASSIGN_OR_RETURN(scan_, table_.OpenScan(plan, arguments));
  return Next();
}

Status VirtualCursor::Next() {
  at_end_ = true;
  ASSIGN_OR_RETURN(const bool more, scan_->Next());
  at_end_ = !more;
  return OkStatus();
}

void VirtualCursor::Column(sqlite3_context* context, int column) const {
  SetResult(context, scan_->At(column));
}

}  // namespace apisql
