// Conditions.
#include "tests/generated/generator.h"

namespace apisql::generated {

// NOLINTNEXTLINE(misc-no-recursion): `depth` bounds it.
std::string Generator::Predicate(const Refs& refs, int depth) {
  const size_t nested = depth > 0 ? 1 : 0;
  switch (random_.Weighted(
      {60, 14 * nested, 14 * nested, 4 * nested, subqueries_ < 2 ? 10 * nested : 0})) {
    case 1:
      return "(" + Predicate(refs, depth - 1) + " AND " + Predicate(refs, depth - 1) + ")";
    case 2:
      return "(" + Predicate(refs, depth - 1) + " OR " + Predicate(refs, depth - 1) + ")";
    case 3:
      return "NOT (" + Predicate(refs, depth - 1) + ")";
    case 4:
      return Subquery(refs);
    default:
      return Comparison(random_.Pick(refs), refs);
  }
}

std::string Generator::Comparison(const Ref& ref, const Refs& refs) {
  const size_t column = AnyColumn(ref);
  const std::string name = Name(ref, column);
  const Type type = TableOf(ref).columns[column].type;
  switch (random_.Weighted({35, 15, 10, 14, 5, 5, 4, 4, 12})) {
    case 0:
      return name + " = " + Literal(ref, column);
    case 1:
      return name + " IN " + LiteralList(ref, column);
    case 2:
      return name + (random_.Chance(50) ? " IS NULL" : " IS NOT NULL");
    case 3:
      return name + random_.Word({" < ", " <= ", " > ", " >= "}) + Literal(ref, column);
    case 4:
      return name + " BETWEEN " + Literal(ref, column) + " AND " + Literal(ref, column);
    case 5:
      return name + random_.Word({" <> ", " IS ", " IS NOT "}) + Literal(ref, column);
    case 6:
      return name + " NOT IN " + LiteralList(ref, column);
    case 7: {
      const std::string other = ColumnOfType(refs, type);
      return name + random_.Word({" = ", " < ", " <> "}) + (other.empty() ? name : other);
    }
    default:
      break;
  }
  if (type != Type::kText) return name + " = " + Literal(ref, column);
  return TextMatch(ref, column);
}

std::string Generator::TextMatch(const Ref& ref, size_t column) {
  const std::string name = Name(ref, column);
  switch (random_.Below(4)) {
    case 0:
      return name + " LIKE '" + random_.Word({"a%", "%b%", "_", "c1%", "%", "A_"}) + "'";
    case 1:
      return name + " GLOB '" + random_.Word({"a*", "*1*", "?", "[a-c]*"}) + "'";
    case 2:
      return name + " = " + Literal(ref, column) + " COLLATE NOCASE";
    default:
      return name + " LIKE " + Literal(ref, column);
  }
}

// NOLINTNEXTLINE(misc-no-recursion): of two at most.
std::string Generator::Subquery(const Refs& refs) {
  ++subqueries_;
  const Ref& outer = random_.Pick(refs);
  const Ref inner = AnyRef();
  std::vector<std::string> terms;
  AddInputs(inner, refs, terms);
  const size_t way = random_.Below(4);
  const bool correlated = way != 1 || random_.Chance(30);
  if (correlated) terms.push_back(JoinTerm(inner, outer));
  if (random_.Chance(40)) terms.push_back(Predicate({inner}, 0));
  const std::string from =
      " FROM " + Sql(inner) + (terms.empty() ? "" : " WHERE " + JoinedBy(" AND ", terms));
  if (way == 0)
    return (random_.Chance(30) ? "NOT EXISTS (SELECT 1" : "EXISTS (SELECT 1") + from + ")";
  if (way == 1) {
    const size_t column = AnyColumn(outer);
    const std::string other = ColumnOfType({inner}, TableOf(outer).columns[column].type);
    const std::string what = other.empty() ? Name(inner, AnyColumn(inner)) : other;
    return Name(outer, column) + (random_.Chance(20) ? " NOT IN" : " IN") + " (SELECT " + what +
           from + ")";
  }
  if (way == 2) {
    return "(SELECT count(*)" + from + ")" + random_.Word({" > 0", " = 1", " < 2", " = 0"});
  }
  return "(SELECT max(" + Name(inner, AnyColumn(inner)) + ")" + from + ") IS NOT NULL";
}

}  // namespace apisql::generated
