#include "vtab/views/view_table.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "vtab/ahead/bytecode.h"
#include "vtab/module/index_info.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/sqlite_handles.h"
#include "vtab/views/view_cursor.h"
#include "vtab/views/view_query.h"

namespace apisql {
namespace {

constexpr double kUnansweredCost = 1e99;  // Any plan that can be run is better.

std::optional<ViewTerm::Kind> KindOf(Operator op) {
  switch (op) {
    case Operator::kEqual:
      return ViewTerm::Kind::kEqual;
    case Operator::kIs:
      return ViewTerm::Kind::kIs;
    case Operator::kIn:
      return ViewTerm::Kind::kIn;
    default:
      return std::nullopt;
  }
}

// Texts with the same bytes are equal under every collation; under another one than the column's
// more of them may be than the view would let pass.
bool CollationMayGoInside(const ViewColumn& column, const char* collation) {
  return EqualsIgnoreCase(collation, "BINARY") || EqualsIgnoreCase(collation, column.collation);
}

// True for the plan of a table, or of a view, that waits for a value.
bool NeedsValue(const ScanSite& site) {
  if (const auto view = ViewPlan::Parse(site.plan); view.ok()) return view->unanswered;
  const auto plan = ScanPlan::Parse(site.plan);
  return plan.ok() && !plan->missing.empty();
}

}  // namespace

ViewTable::ViewTable(sqlite3* db, std::shared_ptr<Connection> connection, const Resource& view,
                     ViewShape shape)
    : ReadOnlyTable(view.name + " is a view and cannot be written"),
      db_(db),
      connection_(std::move(connection)),
      shape_(std::move(shape)),
      may_read_(connection_->api.CheckMayRead(view, shape_.tables)) {}

StatusOr<std::unique_ptr<ViewTable>> ViewTable::Make(sqlite3* db,
                                                     std::shared_ptr<Connection> connection,
                                                     const Resource& view) {
  ASSIGN_OR_RETURN(ViewShape shape, ReadViewShape(view, connection->api.catalog()));
  return std::unique_ptr<ViewTable>(
      new ViewTable(db, std::move(connection), view, std::move(shape)));
}

bool ViewTable::BestIndex(sqlite3_index_info* info) const {
  const std::vector<Constraint> constraints = ReadConstraints(info);
  ViewPlan plan;
  std::vector<ViewTerm> offered;
  for (int i = 0; i < info->nConstraint; ++i) {
    const Constraint& constraint = constraints[static_cast<size_t>(i)];
    const auto kind = KindOf(constraint.op);
    if (!kind || constraint.column < 0) continue;
    const ViewTerm term{static_cast<size_t>(constraint.column), *kind};
    if (!CollationMayGoInside(shape_.columns[term.column], sqlite3_vtab_collation(info, i))) {
      continue;
    }
    offered.push_back(term);
    if (!constraint.usable) continue;
    plan.terms.push_back(term);
    info->aConstraintUsage[i].argvIndex = static_cast<int>(plan.terms.size());
    if (*kind == ViewTerm::Kind::kIn) sqlite3_vtab_in(info, i, 1);
  }
  plan.unanswered = !IsAnswered(db_, shape_, plan.terms);
  if (plan.unanswered && offered.size() > plan.terms.size() && IsAnswered(db_, shape_, offered)) {
    return false;
  }
  info->idxStr = sqlite3_mprintf("%s", plan.Serialize().c_str());
  info->needToFreeIdxStr = 1;
  info->estimatedCost = plan.terms.empty() ? 1e5 : 1e4;
  if (plan.unanswered) info->estimatedCost = kUnansweredCost;
  info->estimatedRows = plan.terms.empty() ? 10'000 : 100;
  return true;
}

// Preparing the view also lets its tables take note of the columns that it will read, before other
// scans share their rows.
bool ViewTable::IsAnswered(sqlite3* db, const ViewShape& shape, std::span<const ViewTerm> terms) {
  sqlite3_stmt* raw = nullptr;
  const std::string sql = "EXPLAIN " + ViewQuery::Sketch(shape, terms);
  const int code = sqlite3_prepare_v2(db, sql.c_str(), -1, &raw, nullptr);
  const SqliteStatement explain(raw);
  return code == SQLITE_OK && std::ranges::none_of(ReadScanSites(raw), NeedsValue);
}

std::unique_ptr<VirtualCursor> ViewTable::OpenCursor() const {
  return std::make_unique<ViewCursor>(db_, *connection_, shape_, may_read_);
}

}  // namespace apisql
