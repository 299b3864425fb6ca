#include "vtab/module/index_info.h"

#include "src/base/text.h"

namespace apisql {
namespace {

Operator OperatorOf(sqlite3_index_info* info, int index) {
  switch (info->aConstraint[index].op) {
    case SQLITE_INDEX_CONSTRAINT_EQ:
      return sqlite3_vtab_in(info, index, -1) != 0 ? Operator::kIn : Operator::kEqual;
    case SQLITE_INDEX_CONSTRAINT_IS:
      return Operator::kIs;
    case SQLITE_INDEX_CONSTRAINT_ISNULL:
      return Operator::kIsNull;
    case SQLITE_INDEX_CONSTRAINT_NE:
      return Operator::kNotEqual;
    case SQLITE_INDEX_CONSTRAINT_ISNOT:
      return Operator::kIsNot;
    case SQLITE_INDEX_CONSTRAINT_ISNOTNULL:
      return Operator::kNotNull;
    case SQLITE_INDEX_CONSTRAINT_LT:
      return Operator::kLess;
    case SQLITE_INDEX_CONSTRAINT_LE:
      return Operator::kLessEqual;
    case SQLITE_INDEX_CONSTRAINT_GT:
      return Operator::kGreater;
    case SQLITE_INDEX_CONSTRAINT_GE:
      return Operator::kGreaterEqual;
    case SQLITE_INDEX_CONSTRAINT_LIKE:
      return Operator::kLike;
    case SQLITE_INDEX_CONSTRAINT_GLOB:
      return Operator::kGlob;
    case SQLITE_INDEX_CONSTRAINT_REGEXP:
    case SQLITE_INDEX_CONSTRAINT_MATCH:
      return Operator::kMatch;
    case SQLITE_INDEX_CONSTRAINT_LIMIT:
      return Operator::kLimit;
    case SQLITE_INDEX_CONSTRAINT_OFFSET:
      return Operator::kOffset;
    default:
      return Operator::kOther;
  }
}

// Known when the plan is made: a literal. A literal NULL counts as unknown, as nothing equals it.
bool IsConstant(sqlite3_index_info* info, int index) {
  sqlite3_value* value = nullptr;
  return sqlite3_vtab_rhs_value(info, index, &value) == SQLITE_OK && value != nullptr &&
         sqlite3_value_type(value) != SQLITE_NULL;
}

}  // namespace

std::vector<Constraint> ReadConstraints(sqlite3_index_info* info) {
  std::vector<Constraint> constraints;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& given = info->aConstraint[i];
    Constraint constraint;
    constraint.op = OperatorOf(info, i);
    const bool bound = constraint.op == Operator::kLimit || constraint.op == Operator::kOffset;
    constraint.column = bound ? -1 : given.iColumn;
    constraint.usable = given.usable != 0;
    constraint.constant = IsConstant(info, i);
    const char* collation = bound ? nullptr : sqlite3_vtab_collation(info, i);
    constraint.binary = collation == nullptr || EqualsIgnoreCase(collation, "BINARY");
    constraint.nocase = collation != nullptr && EqualsIgnoreCase(collation, "NOCASE");
    constraints.push_back(constraint);
  }
  return constraints;
}

void WritePlan(const PlannedScan& planned, sqlite3_index_info* info) {
  for (int i = 0; i < info->nConstraint; ++i) {
    auto& usage = info->aConstraintUsage[i];
    usage.argvIndex = planned.arguments[i] + 1;
    usage.omit = 0;
    if (planned.lists[i]) sqlite3_vtab_in(info, i, 1);
  }
  info->idxStr = sqlite3_mprintf("%s", planned.plan.Serialize().c_str());
  info->needToFreeIdxStr = 1;
  info->estimatedCost = planned.cost;
  info->estimatedRows = planned.rows;
  info->idxFlags = planned.unique ? SQLITE_INDEX_SCAN_UNIQUE : 0;
}

}  // namespace apisql
