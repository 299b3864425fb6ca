#include "vtab/plan/narrowing.h"

namespace apisql {
namespace {

using Comparison = Parameter::Comparison;

bool IsOneValue(Operator op) { return op == Operator::kEqual || op == Operator::kIs; }

}  // namespace

std::string_view ComparisonText(Comparison comparison) {
  switch (comparison) {
    case Comparison::kEqual:
      return "=";
    case Comparison::kGreaterEqual:
      return ">=";
    case Comparison::kGreater:
      return ">";
    case Comparison::kLessEqual:
      return "<=";
    case Comparison::kLess:
      return "<";
    case Comparison::kPrefix:
      return "~prefix";
    case Comparison::kIsNull:
      return "=null";
    case Comparison::kIsNotNull:
      return "<>null";
  }
  return "";
}

bool MayNarrow(const Parameter& parameter, Operator op) {
  switch (parameter.comparison) {
    case Comparison::kGreaterEqual:
    case Comparison::kGreater:
      return op == Operator::kGreater || op == Operator::kGreaterEqual || IsOneValue(op);
    case Comparison::kLessEqual:
    case Comparison::kLess:
      return op == Operator::kLess || op == Operator::kLessEqual || IsOneValue(op);
    case Comparison::kPrefix:
      // LIKE does not mind the case of letters.
      if (op == Operator::kLike) return parameter.match == Parameter::Match::kPartial;
      return op == Operator::kGlob || IsOneValue(op);
    case Comparison::kIsNull:
      return op == Operator::kIsNull;
    case Comparison::kIsNotNull:
      return op == Operator::kNotNull;
    case Comparison::kEqual:
      break;
  }
  return false;
}

bool IsSame(Comparison comparison, Operator op) {
  switch (comparison) {
    case Comparison::kGreaterEqual:
      return op == Operator::kGreaterEqual;
    case Comparison::kGreater:
      return op == Operator::kGreater;
    case Comparison::kLessEqual:
      return op == Operator::kLessEqual;
    case Comparison::kLess:
      return op == Operator::kLess;
    case Comparison::kIsNull:
      return op == Operator::kIsNull;
    case Comparison::kIsNotNull:
      return op == Operator::kNotNull;
    case Comparison::kPrefix:
    case Comparison::kEqual:
      break;
  }
  return false;
}

int NarrowingRank(Operator op) { return IsOneValue(op) ? 1 : 0; }

}  // namespace apisql
