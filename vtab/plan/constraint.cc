#include "vtab/plan/constraint.h"

namespace apisql {

std::string_view OperatorText(Operator op) {
  switch (op) {
    case Operator::kEqual:
      return "=";
    case Operator::kIs:
      return " IS";
    case Operator::kIn:
      return " IN";
    case Operator::kIsNull:
      return " IS NULL";
    case Operator::kNotNull:
      return " IS NOT NULL";
    case Operator::kIsNot:
      return " IS NOT";
    case Operator::kNotEqual:
      return "<>";
    case Operator::kLess:
      return "<";
    case Operator::kLessEqual:
      return "<=";
    case Operator::kGreater:
      return ">";
    case Operator::kGreaterEqual:
      return ">=";
    case Operator::kLike:
      return " LIKE";
    case Operator::kGlob:
      return " GLOB";
    case Operator::kMatch:
      return " MATCH";
    case Operator::kLimit:
      return " LIMIT";
    case Operator::kOffset:
      return " OFFSET";
    case Operator::kOther:
      break;
  }
  return " ?";
}

bool IsEquality(Operator op) {
  return op == Operator::kEqual || op == Operator::kIs || op == Operator::kIn;
}

bool IsRange(Operator op) {
  return op == Operator::kLess || op == Operator::kLessEqual || op == Operator::kGreater ||
         op == Operator::kGreaterEqual;
}

bool IsPattern(Operator op) {
  return op == Operator::kLike || op == Operator::kGlob || op == Operator::kMatch;
}

bool IsFilter(const Constraint& constraint) {
  if (!constraint.usable || constraint.column < 0) return false;
  if (!constraint.binary && !constraint.nocase) return false;
  switch (constraint.op) {
    case Operator::kEqual:
    case Operator::kIs:
    case Operator::kIsNull:
      return true;
    default:
      // Not <>, IS NOT and NOT NULL: SQLite offers them to the left table of a LEFT JOIN too where
      // they stand in ON, and rows of that table must not be left out for them. The other operators
      // it then makes depend on the table itself, so that no plan can use them.
      return IsRange(constraint.op);
  }
}

bool RulesOut(const Constraint& constraint) {
  if (!constraint.usable || constraint.column < 0 || !constraint.binary) return false;
  return constraint.op == Operator::kNotEqual || constraint.op == Operator::kIsNot ||
         constraint.op == Operator::kLike || constraint.op == Operator::kGlob;
}

}  // namespace apisql
