// FROM: tables, subqueries, CTEs, lists of values and arrays, and how they join.
#include <algorithm>
#include <set>

#include "tests/differential/generator.h"

namespace apisql::differential {
namespace {

// Of one join: pairs of rows that a nested loop without any index looks at, and rows that it gives.
constexpr double kMostPairs = 40'000;
constexpr double kMostJoined = 4'000;

bool IsArrayOrNull(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  return IsNull(cell) || (text != nullptr && text->starts_with("["));
}

}  // namespace

std::string Generator::NewAlias() { return "t" + std::to_string(++aliases_); }

std::string Generator::From(Scope& scope, size_t most) {
  const size_t count = std::min(most, 1 + random_.Weighted({32, 38, 20, 10}));
  Item first = MakeItem(scope, kMostJoined);
  scope.rows = first.rows;
  std::string from = " FROM " + first.text;
  scope.items.push_back(std::move(first));
  while (scope.items.size() < count) {
    const size_t before = scope.items.size();
    from += Join(scope);
    if (scope.items.size() == before) break;
  }
  return from;
}

// Nothing where no join stays small enough.
std::string Generator::Join(Scope& scope) {
  if (random_.Chance(12)) {
    if (const Ref* array = FindArray(scope)) return JoinArray(scope, *array);
  }
  const double room = kMostPairs / scope.rows;
  for (int attempt = 0; attempt < 4 && random_.Chance(80); ++attempt) {
    const auto linked = LinkedItem(PickItem(scope), room);
    if (!linked) continue;
    const Column* column = linked->item.refs[linked->other].column;
    const double distinct = static_cast<double>(std::max<size_t>(column->distinct, 1));
    if (scope.rows * linked->item.rows / distinct <= kMostJoined) return JoinLinked(scope, *linked);
  }
  Item item = MakeItem(scope, room);
  return scope.rows * item.rows <= kMostJoined ? JoinAny(scope, std::move(item)) : "";
}

std::string Generator::JoinLinked(Scope& scope, const Linked& linked) {
  const Ref& other = linked.item.refs[linked.other];
  const double distinct = static_cast<double>(std::max<size_t>(other.column->distinct, 1));
  const double rows = scope.rows * std::max(1.0, linked.item.rows / distinct);
  const std::string name = "." + other.column->name;
  // With the name in two tables before it, USING may be an error.
  if (scope.items.size() == 1 && scope.items[0].table == linked.item.table && random_.Chance(5)) {
    return JoinNatural(scope, linked.item);
  }
  const bool same_name = linked.own->sql.ends_with(name) && ItemsWith(scope, name) == 1;
  // After a RIGHT JOIN SQLite 3.40 forgets the condition of USING where WHERE has a constant for
  // it.
  const bool plain = !scope.right_joined && !other.folded && !linked.own->folded;
  if (same_name && plain && random_.Chance(25)) {
    const std::string kind = random_.Word({" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "});
    scope.items.push_back(linked.item);
    scope.rows = rows;
    scope.star = false;
    scope.right_joined = kind == " RIGHT JOIN " || kind == " FULL JOIN ";
    return kind + linked.item.text + " USING (" + other.column->name + ")";
  }
  const std::string condition = Condition(*linked.own, other, linked.kind);
  if (random_.Chance(7)) return JoinWithout(scope, linked.item, condition, other, rows);
  const std::string same = SameRow(scope, linked.item);
  return JoinWith(scope, linked.item, same.empty() ? condition : same, rows);
}

// A row that both have: by its rowid, which an API table has to make up.
std::string Generator::SameRow(const Scope& scope, const Item& item) {
  for (const Item& other : scope.items) {
    if (other.table == item.table && item.table && random_.Chance(10) &&
        !schema_.tables()[*item.table].view) {
      return other.alias + ".rowid = " + item.alias + ".rowid";
    }
  }
  return "";
}

// The rows that have no partner, or as a LEFT JOIN says that they have one.
std::string Generator::JoinWithout(Scope& scope, Item item, const std::string& condition,
                                   const Ref& other, double rows) {
  scope.where.push_back(other.sql + random_.Word({" IS NULL", " IS NOT NULL"}));
  const std::string text = item.text;
  scope.items.push_back(std::move(item));
  scope.rows = rows;
  return " LEFT JOIN " + text + " ON " + condition;
}

std::string Generator::JoinNatural(Scope& scope, Item item) {
  const std::string text = item.text;
  scope.rows = std::max(scope.rows, item.rows);
  scope.items.push_back(std::move(item));
  scope.star = false;
  return random_.Word({" NATURAL JOIN ", " NATURAL LEFT JOIN "}) + text;
}

size_t Generator::ItemsWith(const Scope& scope, const std::string& name) {
  return static_cast<size_t>(std::ranges::count_if(scope.items, [&](const Item& item) {
    return std::ranges::any_of(item.refs, [&](const Ref& ref) { return ref.sql.ends_with(name); });
  }));
}

std::string Generator::JoinAny(Scope& scope, Item item) {
  const double rows = scope.rows * item.rows;
  const std::string condition = random_.Chance(15) ? "" : ConditionWithAny(scope, item);
  return JoinWith(scope, std::move(item), condition, rows);
}

std::string Generator::JoinArray(Scope& scope, const Ref& array) {
  Item item;
  item.alias = NewAlias();
  item.refs.push_back({item.alias + ".value", {}, nullptr, false});
  item.refs.push_back({item.alias + ".key", int64_t{0}, nullptr, false});
  item.key = {item.alias + ".key"};
  item.rows = 2;
  const std::string call = "json_each(" + array.sql + ") AS " + item.alias;
  scope.items.push_back(std::move(item));
  scope.rows *= 2;
  scope.star = false;
  return random_.Word({", ", " JOIN ", " CROSS JOIN "}) + call;
}

std::string Generator::JoinWith(Scope& scope, Item item, const std::string& condition,
                                double rows) {
  const std::string text = item.text;
  scope.items.push_back(std::move(item));
  scope.rows = rows;
  if (condition.empty()) return random_.Word({" CROSS JOIN ", ", ", " JOIN "}) + text;
  if (random_.Chance(12)) {
    scope.where.push_back(condition);
    return ", " + text;
  }
  const std::string kind =
      random_.Word({" JOIN ", " JOIN ", " JOIN ", " INNER JOIN ", " CROSS JOIN ", " LEFT JOIN ",
                    " LEFT JOIN ", " LEFT OUTER JOIN ", " RIGHT JOIN ", " FULL JOIN "});
  // Behind a RIGHT JOIN SQLite 3.40 forgets what ON says of the tables before it, for the rows that
  // have no partner.
  const bool forgets = scope.right_joined;
  scope.right_joined |= kind == " RIGHT JOIN " || kind == " FULL JOIN ";
  std::string on = condition;
  if (random_.Chance(6)) {
    const Ref& ref = random_.Pick(scope.items.back().refs);
    if (!IsNull(ref.witness)) on += " AND " + ref.sql + " = " + Literal(ref.witness);
  }
  if (random_.Chance(4)) on = "(" + on + ") OR " + ConditionWithAny(scope, scope.items.back());
  if (random_.Chance(15)) on += " AND " + SimplePredicate(random_.Pick(scope.items.back().refs));
  if (random_.Chance(8) && !forgets) on += " AND " + SimplePredicate(PickRef(scope));
  if (random_.Chance(4) && !forgets) on = "(" + on + ") OR " + SimplePredicate(PickRef(scope));
  return kind + text + " ON " + on;
}

std::string Generator::Condition(const Ref& a, const Ref& b, LinkKind kind) {
  switch (kind) {
    case LinkKind::kEqual:
      return random_.Chance(50) ? EqualCondition(a, b) : EqualCondition(b, a);
    case LinkKind::kFolded:
      switch (random_.Below(4)) {
        case 0:
          return "lower(" + a.sql + ") = lower(" + b.sql + ")";
        case 1:
          return a.sql + " = " + b.sql + " COLLATE NOCASE";
        case 2:
          return b.sql + " COLLATE NOCASE = " + a.sql;
        default:
          return a.sql + " = lower(" + b.sql + ")";
      }
    case LinkKind::kUserPrefix:
      switch (random_.Below(3)) {
        case 0:
          return "'User:' || " + a.sql + " = " + b.sql;
        case 1:
          return b.sql + " = 'User:' || " + a.sql;
        default:
          return a.sql + " = substr(" + b.sql + ", 6)";
      }
    case LinkKind::kNumber:
      return random_.Chance(50) ? a.sql + " = " + b.sql : b.sql + " = " + a.sql;
  }
  return "";
}

std::string Generator::EqualCondition(const Ref& a, const Ref& b) {
  switch (random_.Weighted({62, 6, 5, 5, 3, 3, 3, 4, 3, 3, 3})) {
    case 0:
      return a.sql + " = " + b.sql;
    case 1:
      return a.sql + " IS " + b.sql;
    case 2:
      return "lower(" + a.sql + ") = lower(" + b.sql + ")";
    case 3:
      return a.sql + " = " + b.sql + " COLLATE NOCASE";
    case 4:
      return a.sql + " COLLATE RTRIM = " + b.sql;
    case 5:
      return a.sql + " || '' = " + b.sql;
    case 6:
      return "+" + a.sql + " = " + b.sql;
    case 7:
      return b.sql + " IN (" + a.sql + ", " + Constant(a) + ")";
    case 8:
      return a.sql + " BETWEEN " + b.sql + " AND " + b.sql;
    case 9:
      return "(" + a.sql + ", 1) = (" + b.sql + ", 1)";
    default:
      return "(" + a.sql + " = " + b.sql + " OR " + a.sql + " = " + Constant(a) + ")";
  }
}

// A link of the item with anything in the scope, or a comparison that may well be true.
std::string Generator::ConditionWithAny(const Scope& scope, const Item& item) {
  for (int attempt = 0; attempt < 12; ++attempt) {
    const Ref& a = PickRef(scope);
    const Ref& b = random_.Pick(item.refs);
    if (a.column == nullptr || b.column == nullptr) continue;
    for (const Link& link : schema_.links(*a.column)) {
      if (&schema_.tables()[link.table].columns[link.column] == b.column) {
        return Condition(a, b, link.kind);
      }
    }
  }
  const Ref& a = PickRef(scope);
  const Ref& b = random_.Pick(item.refs);
  switch (random_.Below(4)) {
    case 0:
      return a.sql + " < " + b.sql;
    case 1:
      return a.sql + " <> " + b.sql;
    case 2:
      return "length(" + a.sql + ") = length(" + b.sql + ")";
    default:
      return SimplePredicate(b);
  }
}

std::optional<Generator::Linked> Generator::LinkedItem(const Item& partner, double room) {
  struct Candidate {
    const Ref* own;
    Link link;
  };
  std::vector<Candidate> candidates;
  std::set<size_t> found;
  for (const Ref& ref : partner.refs) {
    if (ref.column == nullptr) continue;
    for (const Link& link : schema_.links(*ref.column)) {
      const double rows = static_cast<double>(schema_.tables()[link.table].rows);
      if (rows <= room) candidates.push_back({&ref, link}), found.insert(link.table);
    }
  }
  if (candidates.empty()) return std::nullopt;
  // The table first: large tables have more columns, not more interesting joins.
  const size_t table = random_.Pick(std::vector<size_t>(found.begin(), found.end()));
  std::erase_if(candidates, [&](const Candidate& other) { return other.link.table != table; });
  const size_t table_rows = schema_.tables()[table].rows;
  // Preferably one that the witness has a partner for.
  for (int attempt = 0;; ++attempt) {
    const Candidate& chosen = random_.Pick(candidates);
    const std::vector<Cell>& cells = schema_.tables()[table].columns[chosen.link.column].cells;
    const auto same = std::ranges::find(cells, chosen.own->witness);
    const bool matches = same != cells.end() && !IsNull(*same);
    if (!matches && attempt < 4) continue;
    const auto row =
        matches ? static_cast<size_t>(same - cells.begin()) : random_.Below(table_rows);
    return Linked{TableItem(table, row), chosen.own, chosen.link.column, chosen.link.kind};
  }
}

Generator::Item Generator::MakeItem(const Scope& scope, double room) {
  const size_t kind = random_.Weighted({70, 12, 12, 4, 2});
  if (kind == 1 && scope.depth < 2) {
    const Query query = MakeQuery(nullptr, scope.depth + 1, 0, true);
    if (query.rows <= room) return QueryItem(query, "(" + query.sql + ")");
  }
  if (kind == 2 && !ctes_.empty()) {
    const Cte& cte = random_.Pick(ctes_);
    if (cte.query.rows <= room) return QueryItem(cte.query, cte.name);
  }
  if (kind == 3) return ValuesItem();
  if (kind == 4) return CounterItem();
  const size_t table = PickTable(room);
  Item item = TableItem(table, random_.Below(schema_.tables()[table].rows));
  // Only where no other item of the statement can have the same name.
  return scope.depth == 0 && scope.items.empty() && !named_ && random_.Chance(8)
             ? WithoutAlias(std::move(item))
             : item;
}

// Columns of confluent.iam.users are then confluent.iam.users.id.
Generator::Item Generator::WithoutAlias(Item item) {
  named_ = true;
  const Table& table = schema_.tables()[*item.table];
  item.text = item.alias = table.name;
  item.key.clear();
  for (Ref& ref : item.refs) ref.sql = table.name + "." + ref.column->name;
  for (const size_t key : table.key) item.key.push_back(item.refs[key].sql);
  return item;
}

size_t Generator::PickTable(double room) {
  std::vector<size_t> fitting;
  size_t smallest = 0;
  for (size_t i = 0; i < schema_.tables().size(); ++i) {
    if (static_cast<double>(schema_.tables()[i].rows) <= room) fitting.push_back(i);
    if (schema_.tables()[i].rows < schema_.tables()[smallest].rows) smallest = i;
  }
  return fitting.empty() ? smallest : random_.Pick(fitting);
}

Generator::Item Generator::TableItem(size_t number, size_t row) {
  const Table& table = schema_.tables()[number];
  Item item;
  item.alias = NewAlias();
  item.text = table.name + (random_.Chance(80) ? " AS " : " ") + item.alias;
  item.table = number;
  item.rows = static_cast<double>(table.rows);
  for (const Column& column : table.columns) {
    item.refs.push_back(
        {item.alias + "." + column.name, column.cells[row], &column, column.folded});
  }
  for (const size_t key : table.key) item.key.push_back(item.refs[key].sql);
  return item;
}

Generator::Item Generator::QueryItem(const Query& query, const std::string& source) {
  Item item;
  item.alias = NewAlias();
  item.text = source + " AS " + item.alias;
  item.rows = query.rows;
  for (size_t i = 0; i < query.outputs.size(); ++i) {
    const Output& output = query.outputs[i];
    item.refs.push_back(
        {item.alias + ".c" + std::to_string(i + 1), output.witness, output.column, false});
  }
  return item;
}

// Two columns: one as a column of some table has it, and a number.
Generator::Item Generator::ValuesItem() {
  const Column& column = random_.Pick(random_.Pick(schema_.tables()).columns);
  Item item;
  item.alias = NewAlias();
  const size_t count = 1 + random_.Below(4);
  std::string rows;
  for (size_t i = 0; i < count; ++i) {
    const Cell& cell = random_.Pick(column.cells);
    rows += (i == 0 ? "(" : ", (") + Literal(cell) + ", " + std::to_string(i) + ")";
    if (i == 0) item.refs.push_back({item.alias + ".column1", cell, &column, false});
  }
  item.refs.push_back({item.alias + ".column2", int64_t{0}, nullptr, false});
  item.key = {item.alias + ".column2"};
  item.text = "(VALUES " + rows + ") AS " + item.alias;
  item.rows = static_cast<double>(count);
  return item;
}

Generator::Item Generator::CounterItem() {
  Item item;
  item.alias = NewAlias();
  item.text =
      "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) "
      "SELECT i AS c1 FROM n) AS " +
      item.alias;
  item.refs.push_back({item.alias + ".c1", int64_t{1}, nullptr, false});
  item.key = {item.alias + ".c1"};
  item.rows = 3;
  return item;
}

const Generator::Ref* Generator::FindArray(const Scope& scope) {
  std::vector<const Ref*> arrays;
  for (const Item& item : scope.items) {
    for (const Ref& ref : item.refs) {
      if (ref.column != nullptr && ref.column->distinct > 0 &&
          std::ranges::all_of(ref.column->cells, IsArrayOrNull)) {
        arrays.push_back(&ref);
      }
    }
  }
  return arrays.empty() ? nullptr : random_.Pick(arrays);
}

}  // namespace apisql::differential
