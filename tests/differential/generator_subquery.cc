// Conditions and values from subqueries, most of them over a column that links the tables.
#include <utility>

#include "tests/differential/generator.h"

namespace apisql::differential {
namespace {

// A correlated subquery runs once per row around it.
constexpr double kMostRowsTogether = 40'000;

}  // namespace

std::string Generator::Subquery(const Scope& scope) {
  switch (random_.Weighted({45, 30, 25})) {
    case 0:
      return InSubquery(scope);
    case 1:
      return Exists(scope);
    default:
      return ScalarComparison(scope);
  }
}

std::string Generator::InSubquery(const Scope& scope) {
  if (random_.Chance(75)) {
    if (const auto linked = LinkedItem(PickItem(scope), 1000)) return InLinked(scope, *linked);
  }
  const std::string in = random_.Word({" IN (", " IN (", " IN (", " NOT IN ("});
  const Ref& ref = PickRef(scope);
  return ref.sql + in + MakeQuery(nullptr, scope.depth + 1, 1, false).sql + ")";
}

std::string Generator::InLinked(const Scope& scope, const Linked& linked) {
  const std::string in = random_.Word({" IN (", " IN (", " IN (", " NOT IN ("});
  const bool correlated = random_.Chance(20) && scope.rows * linked.item.rows < kMostRowsTogether;
  const Scope inner{
      correlated ? &scope : nullptr, scope.depth + 1, {linked.item}, linked.item.rows, {}, true};
  const Ref& other = linked.item.refs[linked.other];
  const std::string from = " FROM " + linked.item.text;
  if (random_.Chance(8)) {
    const Ref& second = PickRef(scope);
    return "(" + linked.own->sql + ", " + second.sql + ")" + in + "SELECT " + other.sql + ", " +
           random_.Pick(linked.item.refs).sql + from + Where(inner) + ")";
  }
  std::string select = "SELECT " + other.sql + from + Where(inner);
  if (random_.Chance(10)) select += " UNION SELECT " + Constant(*linked.own);
  if (random_.Chance(8)) select += " ORDER BY 1 LIMIT " + std::to_string(1 + random_.Below(5));
  return linked.own->sql + in + select + ")";
}

// FROM and WHERE of a subquery; in so many cases joined with the statement around it.
std::string Generator::InnerFrom(const Scope& scope, Scope& inner, size_t condition_percent) {
  const double room = kMostRowsTogether / scope.rows;
  auto linked = LinkedItem(PickItem(scope), room);
  if (!linked) {
    const size_t table = PickTable(room);
    inner.items.push_back(TableItem(table, random_.Below(schema_.tables()[table].rows)));
  } else {
    inner.items.push_back(linked->item);
    if (random_.Chance(condition_percent)) {
      inner.where.push_back(
          Condition(*linked->own, inner.items[0].refs[linked->other], linked->kind));
    }
  }
  inner.rows = inner.items[0].rows;
  std::string from = " FROM " + inner.items[0].text;
  // Counted as often as it runs, so that the join stays as small as the whole may be.
  if (random_.Chance(18) && scope.rows * inner.rows < kMostRowsTogether / 20) {
    const double alone = std::exchange(inner.rows, scope.rows * inner.rows);
    from += Join(inner);
    inner.rows = alone;
  }
  return from + Where(inner);
}

std::string Generator::Exists(const Scope& scope) {
  Scope inner{&scope, scope.depth + 1, {}, 1, {}, true};
  return random_.Word({"EXISTS (", "EXISTS (", "NOT EXISTS ("}) + "SELECT " +
         random_.Word({"1", "*", "NULL"}) + InnerFrom(scope, inner, 95) + ")";
}

std::string Generator::ScalarComparison(const Scope& scope) {
  const std::string value = ScalarSubquery(scope);
  if (random_.Chance(40)) {
    return value + random_.Word({" > ", " >= ", " = ", " IS NOT "}) + random_.Word({"0", "1", "2"});
  }
  return PickRef(scope).sql + random_.Word({" = ", " <> ", " >= ", " IS NOT "}) + value;
}

// One value: an aggregate, or a row of an order whose ties are the same value.
std::string Generator::ScalarSubquery(const Scope& scope) {
  Scope inner{&scope, scope.depth + 1, {}, 1, {}, true};
  const std::string from = InnerFrom(scope, inner, 85);
  const std::string column = PlainOutput(random_.Pick(inner.items[0].refs)).sql;
  switch (random_.Below(5)) {
    case 0:
      return "(SELECT count(*)" + from + ")";
    case 1:
      return "(SELECT " + random_.Word({"min(", "max("}) + column + ")" + from + ")";
    case 2:
      return "(SELECT count(DISTINCT " + column + ")" + from + ")";
    case 3:
      return "(SELECT " + column + from + " ORDER BY " + column + random_.Word({"", " DESC"}) +
             " LIMIT 1)";
    default:
      return "(SELECT " + column + from + " ORDER BY 1 LIMIT 1 OFFSET 1)";
  }
}

}  // namespace apisql::differential
