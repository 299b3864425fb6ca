// Whole statements.
#include <algorithm>

#include "tests/generated/generator.h"
#include "tests/generated/values.h"

namespace apisql::generated {

using Origin = Column::Origin;

Statement Generator::Make() {
  if (!random_.Chance(15) || !MakeWrite()) MakeSelect();
  return std::move(statement_);
}

void Generator::MakeSelect() {
  switch (random_.Weighted({34, 8, 10, 30, 8, 10})) {
    case 0:
      statement_.select = OneTable();
      break;
    case 1:
      statement_.select = Counted();
      break;
    case 2:
      statement_.select = Grouped();
      break;
    case 3:
      statement_.select = Joined();
      break;
    case 4:
      statement_.select = JoinedToValues();
      break;
    default:
      statement_.select = Compound();
  }
}

std::string Generator::WhereOf(const Refs& refs, std::vector<std::string> terms) {
  const size_t more = random_.Weighted({30, 50, 20});
  for (size_t i = 0; i < more; ++i) terms.push_back(Predicate(refs, 2));
  return terms.empty() ? "" : " WHERE " + JoinedBy(" AND ", terms);
}

// Some columns, each perhaps twice.
std::string Generator::OutputOf(const Refs& refs) {
  std::vector<std::string> names;
  const size_t count = 1 + random_.Below(5);
  for (size_t i = 0; i < count; ++i) {
    const Ref& ref = random_.Pick(refs);
    names.push_back(Name(ref, AnyColumn(ref)));
  }
  return JoinedBy(", ", names);
}

std::string Generator::FromAndWhere(Refs& refs, size_t tables) {
  std::vector<std::string> terms;
  std::string from;
  for (size_t i = 0; i < tables; ++i) {
    Ref ref = AnyRef();
    if (i > 0 && random_.Chance(70)) {
      // A child or a parent of the one before.
      for (int tries = 0; tries < 6; ++tries) {
        const auto is_linked = [&](size_t a, size_t b) {
          return world_.tables[a].parent == static_cast<int>(b) ||
                 (a == b && world_.tables[a].TreeColumn() >= 0);
        };
        if (is_linked(ref.table, refs.back().table) || is_linked(refs.back().table, ref.table))
          break;
        ref = AnyRef();
      }
    }
    if (i == 0) {
      AddInputs(ref, {}, terms);
      from = " FROM " + Sql(ref);
    } else {
      std::vector<std::string> on;
      AddInputs(ref, refs, on);
      on.push_back(JoinTerm(ref, random_.Pick(refs)));
      if (random_.Chance(20)) on.push_back(Predicate({ref}, 0));
      from += (random_.Chance(35) ? " LEFT JOIN " : " JOIN ") + Sql(ref) + " ON " +
              JoinedBy(" AND ", on);
    }
    refs.push_back(std::move(ref));
  }
  return from + WhereOf(refs, std::move(terms));
}

std::string Generator::OneTable() {
  Refs refs;
  const std::string from = FromAndWhere(refs, 1);
  std::string sql = (random_.Chance(15) ? "SELECT DISTINCT " : "SELECT ") + OutputOf(refs) + from;
  if (!random_.Chance(25) || sql.starts_with("SELECT DISTINCT")) return sql;
  // Only an order that no two rows share has one answer.
  const Table& table = TableOf(refs[0]);
  std::vector<std::string> order;
  for (const std::string& key : table.key) {
    const bool unseen = !refs[0].seen && table.OptionalInput() >= 0 &&
                        table.columns[static_cast<size_t>(table.OptionalInput())].name == key;
    if (unseen) continue;
    order.push_back(refs[0].alias + "." + key + (random_.Chance(30) ? " DESC" : ""));
  }
  statement_.ordered = true;
  sql += " ORDER BY " + JoinedBy(", ", order);
  if (random_.Chance(70)) sql += " LIMIT " + std::to_string(random_.Below(6));
  if (sql.find(" LIMIT ") != std::string::npos && random_.Chance(30)) sql += " OFFSET 2";
  return sql;
}

std::string Generator::Counted() {
  Refs refs;
  const std::string from = FromAndWhere(refs, 1 + random_.Below(2));
  if (random_.Chance(50)) return "SELECT count(*)" + from;
  // Which rows a LIMIT leaves is open, how many is not.
  return "SELECT count(*) FROM (SELECT " + OutputOf(refs) + from + " LIMIT " +
         std::to_string(random_.Below(8)) + ")";
}

std::string Generator::Grouped() {
  Refs refs;
  const std::string from = FromAndWhere(refs, 1 + random_.Below(2));
  const std::string group = Name(refs[0], AnyColumn(refs[0]));
  const Ref& ref = random_.Pick(refs);
  const std::string name = Name(ref, AnyColumn(ref));
  return "SELECT " + group + ", count(*), min(" + name + "), count(DISTINCT " + name + ")" + from +
         " GROUP BY " + group;
}

std::string Generator::Joined() {
  Refs refs;
  const std::string from = FromAndWhere(refs, random_.Chance(75) ? 2 : 3);
  return "SELECT " + OutputOf(refs) + from;
}

std::string Generator::JoinedToValues() {
  const Ref ref = AnyRef();
  size_t column = AnyColumn(ref);
  const Table& table = TableOf(ref);
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const bool input = table.columns[i].origin == Origin::kRequired ||
                       (table.columns[i].origin == Origin::kOptional && ref.seen);
    if (input && random_.Chance(70)) column = i;
  }
  std::vector<std::string> terms;
  AddInputs(ref, {}, terms);
  std::erase_if(terms, [&](const std::string& term) {
    return term.starts_with(Name(ref, column) + " ") || term.starts_with("(" + Name(ref, column));
  });
  terms.push_back(Name(ref, column) + " = k.c");
  if (random_.Chance(25)) terms.push_back(Predicate({ref}, 0));
  std::string values = "(SELECT " + Literal(ref, column) + " AS c";
  const size_t more = random_.Below(4);
  for (size_t i = 0; i < more; ++i) values += " UNION SELECT " + Literal(ref, column);
  return "SELECT k.c, " + OutputOf({ref}) + " FROM " + values +
         (random_.Chance(40) ? ") AS k LEFT JOIN " : ") AS k JOIN ") + Sql(ref) + " ON " +
         JoinedBy(" AND ", terms);
}

std::string Generator::Compound() {
  std::string sql;
  for (size_t i = 0; i < 2; ++i) {
    if (i > 0) sql += random_.Word({" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT "});
    Refs refs;
    const std::string from = FromAndWhere(refs, 1);
    sql += "SELECT " + Name(refs[0], AnyColumn(refs[0])) + from;
  }
  return sql;
}

std::string Generator::NewValue(const Ref& ref, const Column& column) {
  if (random_.Chance(15)) return "NULL";
  const std::string name = ref.alias + "." + column.name;
  if (column.type == Type::kInteger && random_.Chance(20)) return "abs(" + name + " % 100) + 1";
  if (column.type == Type::kText && random_.Chance(20)) return name + " || 'x'";
  // No integer with a fraction, which a column of integers shows and does not take.
  const bool narrow = column.type == Type::kInteger;
  return SqlLiteral(RandomValue(random_, column.type, narrow));
}

// False when no table takes one.
bool Generator::MakeWrite() {
  Ref ref = AnyRef();
  const Table& table = TableOf(ref);
  // What is below a row goes with it, in many an API; here nothing is.
  const bool deletes =
      table.has_delete && !world_.IsParent(ref.table) && (!table.has_update || random_.Chance(25));
  if (!deletes && !table.has_update) return false;
  writes_ = true;
  Write write;
  write.table = ref.table;
  write.target = Sql(ref);
  for (size_t i = 0; i < table.columns.size() && !deletes; ++i) {
    const Column& column = table.columns[i];
    if (!column.writable || (!write.sets.empty() && random_.Chance(60))) continue;
    write.sets.emplace_back(i, NewValue(ref, column));
  }
  std::vector<std::string> terms;
  // Two values of an input may show one row, which would then be written twice.
  AddInputs(ref, {}, terms, /*single_values=*/ref.seen);
  terms.push_back(Predicate({ref}, 2));
  if (random_.Chance(20)) {
    for (const size_t column : ref.columns) {
      if (table.columns[column].own_key)
        terms.push_back(Name(ref, column) + " = " + Literal(ref, column));
    }
  }
  statement_.where = JoinedBy(" AND ", terms);
  statement_.write = std::move(write);
  return true;
}

}  // namespace apisql::generated
