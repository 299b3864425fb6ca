// SELECT itself: what it gives, DISTINCT, GROUP BY, windows, compounds, CTEs, ORDER BY and LIMIT.
#include <algorithm>

#include "src/base/text.h"
#include "tests/differential/generator.h"

namespace apisql::differential {
namespace {

template <typename Outputs>
std::string OutputList(const Outputs& outputs, bool names) {
  std::string list;
  for (size_t i = 0; i < outputs.size(); ++i) {
    list += (i == 0 ? "" : ", ") + outputs[i].sql;
    if (names) list += " AS c" + std::to_string(i + 1);
  }
  return list;
}

}  // namespace

Statement Generator::Make() {
  aliases_ = 0;
  named_ = false;
  ctes_.clear();
  const std::string with = random_.Chance(14) ? WithClause() : "";
  Query query = MakeQuery(nullptr, 0, 0, false);
  query.sql = with + query.sql;
  Statement statement;
  statement.sql = AddOrder(query, statement);
  return statement;
}

std::string Generator::WithClause() {
  std::string with;
  const size_t count = random_.Chance(80) ? 1 : 2;
  for (size_t i = 0; i < count; ++i) {
    Cte cte{"w" + std::to_string(i + 1), MakeQuery(nullptr, 1, 0, true)};
    with += (i == 0 ? "WITH " : ", ") + cte.name + " AS " +
            random_.Word({"", "", "MATERIALIZED ", "NOT MATERIALIZED "}) + "(" + cte.query.sql +
            ")";
    ctes_.push_back(std::move(cte));
  }
  return with + " ";
}

// Ties of the order of all columns are the same rows, so that LIMIT takes the same ones.
std::string Generator::TotalOrder(size_t columns) {
  std::vector<std::string> terms;
  for (size_t i = 0; i < columns; ++i) {
    terms.push_back(std::to_string(i + 1) + random_.Word({"", "", "", " DESC", " NULLS LAST"}));
  }
  if (random_.Chance(20)) std::ranges::reverse(terms);
  if (random_.Chance(8)) terms.insert(terms.begin(), "1 COLLATE NOCASE");
  return " ORDER BY " + apisql::Join(terms, ", ");
}

std::string Generator::AddOrder(const Query& query, Statement& statement) {
  const size_t columns = query.outputs.size();
  std::string sql = query.sql;
  const size_t order = random_.Weighted({48, 40, 12});
  if (order == 1) {
    sql += TotalOrder(columns);
    statement.ordered = true;
  } else if (order == 2) {
    sql += " ORDER BY " + std::to_string(1 + random_.Below(columns));
  }
  if (!random_.Chance(order == 1 ? 35 : 12)) return sql;
  if (order != 1) statement.unlimited = sql;
  sql +=
      " LIMIT " + random_.Word({"1", "2", "3", "5", "10", "10", "40", "150", "0", "-1", "1 + 1"});
  if (random_.Chance(35)) sql += " OFFSET " + random_.Word({"1", "2", "5", "25", "0", "-3"});
  return sql;
}

Generator::Query Generator::MakeQuery(const Scope* outer, int depth, size_t columns, bool names) {
  Query query = MakeSelect(outer, depth, columns, names);
  if (random_.Chance(depth == 0 ? 14 : 8)) query = Compound(std::move(query), depth);
  if (depth > 0 && random_.Chance(10)) {
    const size_t limit = 1 + random_.Below(12);
    query.sql += TotalOrder(query.outputs.size()) + " LIMIT " + std::to_string(limit);
    query.rows = std::min(query.rows, static_cast<double>(limit));
  }
  return query;
}

// The second part is often a piece of the first: else EXCEPT and INTERSECT have little to do.
Generator::Query Generator::Compound(Query first, int depth) {
  const size_t columns = first.outputs.size();
  const size_t operation = random_.Weighted({30, 30, 20, 20});
  const std::string word =
      std::vector<std::string>{" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT "}[operation];
  std::string second;
  if (random_.Chance(operation >= 2 ? 70 : 25)) {
    second = "SELECT * FROM (" + first.sql + TotalOrder(columns) + " LIMIT " +
             random_.Word({"1", "3", "10"}) + ")";
    first.rows *= 2;
  } else {
    const Query other = MakeSelect(nullptr, std::max(depth, 1), columns, false);
    second = other.sql;
    first.rows += other.rows;
  }
  first.sql += word + second;
  return first;
}

Generator::Query Generator::MakeSelect(const Scope* outer, int depth, size_t columns, bool names) {
  Scope scope{outer, depth, {}, 1, {}, true};
  const std::string from = From(scope, depth == 0 ? 4 : 2);
  const bool star = scope.star && columns == 0 && !names && random_.Chance(6);
  const size_t kind = star ? 0 : 1 + random_.Weighted({58, 22, 11, 9});
  std::string group;
  Query query;
  if (kind == 0) query = Star(scope);
  if (kind == 1 || kind == 3) query = Plain(scope, columns, false);
  if (kind == 2) query = Grouped(scope, columns, &group);
  if (kind == 4) query = Plain(scope, columns, true);
  const std::string list = kind == 0 ? "*" : OutputList(query.outputs, names);
  query.sql = (kind == 3 ? "SELECT DISTINCT " : "SELECT ") + list + from + Where(scope) + group;
  query.rows = scope.rows;
  return query;
}

Generator::Query Generator::Star(const Scope& scope) {
  Query query;
  for (const Item& item : scope.items) {
    for (const Ref& ref : item.refs) query.outputs.push_back({ref.sql, ref.witness, ref.column});
  }
  return query;
}

// A column that compares without regard to letter case has several spellings of the same value.
Generator::Output Generator::PlainOutput(const Ref& ref) {
  return {ref.folded ? "lower(" + ref.sql + ")" : ref.sql, ref.witness, ref.column};
}

Generator::Query Generator::Plain(const Scope& scope, size_t columns, bool windows) {
  Query query;
  if (columns == 0) columns = 1 + random_.Weighted({25, 40, 25, 10});
  while (query.outputs.size() < columns) {
    const Ref& ref = PickRefOrOuter(scope);
    if (windows && query.outputs.size() + 1 == columns) {
      query.outputs.push_back(Window(scope));
    } else if (scope.depth < 2 && random_.Chance(4)) {
      query.outputs.push_back({ScalarSubquery(scope), {}, nullptr});
    } else {
      query.outputs.push_back(!ref.folded && random_.Chance(20) ? Expression(scope, ref)
                                                                : PlainOutput(ref));
    }
  }
  return query;
}

Generator::Query Generator::Grouped(const Scope& scope, size_t columns, std::string* group) {
  Query query;
  if (columns == 0) columns = 1 + random_.Below(3);
  const size_t groups = std::min(columns, random_.Weighted({20, 55, 25}));
  std::vector<std::string> terms;
  for (size_t i = 0; i < groups; ++i) {
    const Ref& ref = PickRef(scope);
    if (random_.Chance(8)) {
      terms.push_back(ref.sql + " COLLATE NOCASE");
      query.outputs.push_back({"lower(" + ref.sql + ")", {}, nullptr});
    } else {
      query.outputs.push_back(PlainOutput(ref));
      terms.push_back(query.outputs.back().sql);
    }
  }
  while (query.outputs.size() < columns) query.outputs.push_back(Aggregate(scope));
  if (!terms.empty()) *group = " GROUP BY " + apisql::Join(terms, ", ");
  if (random_.Chance(25) && (!terms.empty() || groups < columns)) {
    *group += " HAVING " + random_.Word({"count(*) > 1", "count(*) >= 1", "count(*) < 5"});
  }
  return query;
}

Generator::Output Generator::Aggregate(const Scope& scope) {
  const Ref& ref = PickRef(scope);
  const std::string column = PlainOutput(ref).sql;
  const std::string filter =
      random_.Chance(8) ? " FILTER (WHERE " + SimplePredicate(PickRef(scope)) + ")" : "";
  switch (random_.Below(7)) {
    case 0:
      return {"count(" + column + ")" + filter, {}, nullptr};
    case 1:
      return {"count(DISTINCT " + column + ")" + filter, {}, nullptr};
    case 2:
      return {"min(" + column + ")" + filter, ref.witness, ref.column};
    case 3:
      return {"max(" + column + ")" + filter, ref.witness, ref.column};
    case 4:
      return {"sum(length(" + column + "))" + filter, {}, nullptr};
    default:
      return {"count(*)" + filter, {}, nullptr};
  }
}

// Columns that tell all rows of the join apart, or "" where they are not known.
std::string Generator::RowOrder(const Scope& scope) {
  std::vector<std::string> terms;
  for (const Item& item : scope.items) {
    if (item.key.empty()) return "";
    terms.insert(terms.end(), item.key.begin(), item.key.end());
  }
  return apisql::Join(terms, ", ");
}

Generator::Output Generator::Window(const Scope& scope) {
  const std::string x = PlainOutput(PickRef(scope)).sql;
  const std::string y = PickRef(scope).sql;
  const std::string partition = random_.Chance(60) ? "PARTITION BY " + y : "";
  const std::string rows = RowOrder(scope);
  if (!rows.empty() && random_.Chance(50)) {
    const std::string over = " OVER (" + partition + " ORDER BY " + rows + ")";
    const std::string function = random_.Word({"row_number()", "lag(", "lead(", "first_value("});
    return {function + (function.back() == '(' ? x + ")" : "") + over, {}, nullptr};
  }
  switch (random_.Below(4)) {
    case 0:
      return {"count(*) OVER (" + partition + ")", {}, nullptr};
    case 1:
      return {"rank() OVER (" + partition + " ORDER BY " + x + ")", {}, nullptr};
    case 2:
      return {
          "sum(length(" + x + ")) OVER (" + partition + " ORDER BY " + x + " DESC)", {}, nullptr};
    default:
      return {"max(" + x + ") OVER (" + partition + ")", {}, nullptr};
  }
}

}  // namespace apisql::differential
