// Tables of a FROM clause, their inputs, and literals.
#include <algorithm>

#include "tests/generated/documents.h"
#include "tests/generated/generator.h"
#include "tests/generated/values.h"

namespace apisql::generated {
namespace {

using Origin = Column::Origin;

// Of the same instant, and equal to no time that SQL shows.
std::string OtherSpelling(Random& random, const std::string& time) {
  switch (random.Below(4)) {
    case 0:
      return "'" + time.substr(0, 10) + "T" + time.substr(11) + "Z'";
    case 1:
      return "'" + time.substr(0, 10) + "'";
    case 2:
      return "'" + time + (time.size() > 19 ? "0'" : ".0'");
    default:
      return TimeText(TimeForm::kSeconds, time);
  }
}

}  // namespace

std::string JoinedBy(std::string_view separator, const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

Generator::Ref Generator::NewRef(size_t table) {
  Ref ref;
  ref.table = table;
  ref.alias = "a" + std::to_string(aliases_++);
  const int input = TableOf(ref).OptionalInput();
  ref.seen = input >= 0 && random_.Chance(60);
  for (size_t i = 0; i < TableOf(ref).columns.size(); ++i) {
    if (static_cast<int>(i) != input || ref.seen) ref.columns.push_back(i);
  }
  return ref;
}

std::string Generator::Sql(const Ref& ref) const {
  return FullName(TableOf(ref)) + (ref.seen ? "_seen AS " : " AS ") + ref.alias;
}

std::string Generator::Name(const Ref& ref, size_t column) const {
  return ref.alias + "." + TableOf(ref).columns[column].name;
}

void Generator::AddInputs(const Ref& ref, const Refs& before, std::vector<std::string>& terms,
                          bool single_values) {
  const Table& table = TableOf(ref);
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const Origin origin = table.columns[i].origin;
    if (origin == Origin::kRequired && random_.Chance(3)) {
      statement_.lacks_input = true;
    } else if (origin == Origin::kRequired || (origin == Origin::kOptional && ref.seen)) {
      terms.push_back(InputTerm(ref, i, before, single_values));
    }
  }
}

std::string Generator::InputTerm(const Ref& ref, size_t column, const Refs& before,
                                 bool single_values) {
  const std::string name = Name(ref, column);
  if (single_values) return name + " = " + Literal(ref, column);
  const std::string other = ColumnOfType(before, TableOf(ref).columns[column].type);
  switch (random_.Weighted({60, 20, 5, other.empty() ? 0U : 30U})) {
    case 0:
      return name + " = " + Literal(ref, column);
    case 1:
      return name + " IN " + LiteralList(ref, column);
    case 2:
      return "(" + name + " = " + Literal(ref, column) + " OR " + name + " = " +
             Literal(ref, column) + ")";
    default:
      return name + " = " + other;
  }
}

std::string Generator::ColumnOfType(const Refs& refs, Type type) {
  std::vector<std::string> names;
  for (const Ref& ref : refs) {
    for (const size_t column : ref.columns) {
      if (TableOf(ref).columns[column].type == type) names.push_back(Name(ref, column));
    }
  }
  return names.empty() ? "" : random_.Pick(names);
}

std::string Generator::JoinTerm(const Ref& ref, const Ref& before) {
  const auto linked = [&](const Ref& child, const Ref& parent) {
    return TableOf(child).parent == static_cast<int>(parent.table);
  };
  const bool down = linked(ref, before);
  std::vector<std::string> terms;
  if (const int tree = TableOf(ref).TreeColumn();
      tree >= 0 && ref.table == before.table && random_.Chance(80)) {
    const auto& columns = TableOf(ref).columns;
    const auto key = std::ranges::find(columns, true, &Column::own_key) - columns.begin();
    const bool below = random_.Chance(50);
    return Name(below ? ref : before, static_cast<size_t>(tree)) + " = " +
           Name(below ? before : ref, static_cast<size_t>(key));
  }
  if ((down || linked(before, ref)) && random_.Chance(80)) {
    const Ref& child = down ? ref : before;
    const Ref& parent = down ? before : ref;
    for (size_t i = 0; i < TableOf(child).columns.size(); ++i) {
      const Column& column = TableOf(child).columns[i];
      if (column.origin != Origin::kParent || (!terms.empty() && random_.Chance(40))) continue;
      terms.push_back(Name(child, i) + " = " + Name(parent, column.parent_column));
    }
    return JoinedBy(" AND ", terms);
  }
  for (int tries = 0; tries < 10; ++tries) {
    const size_t column = AnyColumn(ref);
    const std::string other = ColumnOfType({before}, TableOf(ref).columns[column].type);
    if (!other.empty()) return Name(ref, column) + " = " + other;
  }
  return Name(ref, AnyColumn(ref)) + " = " + Name(before, AnyColumn(before));
}

// Mostly a value that some row has.
std::string Generator::Literal(const Ref& ref, size_t column) {
  const Table& table = TableOf(ref);
  const Type type = table.columns[column].type;
  // A path with slashes takes no tab.
  Value value = RandomValue(random_, type, table.columns[column].slashes);
  if (table.columns[column].origin == Origin::kOptional) {
    if (random_.Chance(90)) value = random_.Pick(table.inputs).value;
  } else if (!table.rows.empty() && random_.Chance(80)) {
    value = random_.Pick(table.rows).cells[column].value;
  }
  // Of another class, which SQLite's affinity may or may not take for the same.
  const auto* integer = std::get_if<int64_t>(&value);
  const auto* text = std::get_if<std::string>(&value);
  if (integer != nullptr && random_.Chance(6)) return "'" + std::to_string(*integer) + "'";
  if (integer != nullptr && random_.Chance(3)) return std::to_string(*integer) + ".0";
  // In a write not beside another text of the same number: SQLite takes the first row of a look-up
  // by the whole key for the only one, and for a number, which no request for a text can carry, a
  // list of all such texts stands in for the look-up.
  const bool seven = text != nullptr && (*text == "7" || *text == "07");
  const auto is_07 = [&](const auto& row) { return row.cells[column].value == Value("07"); };
  const bool once = std::ranges::none_of(table.rows, is_07);
  if (seven && (once || !writes_) && random_.Chance(30)) return "7";
  if (text != nullptr && type == Type::kTimestamp && random_.Chance(10)) {
    return OtherSpelling(random_, *text);
  }
  if (std::holds_alternative<std::monostate>(value) && random_.Chance(70)) {
    return SqlLiteral(RandomValue(random_, type, /*narrow=*/false));
  }
  return SqlLiteral(value);
}

std::string Generator::LiteralList(const Ref& ref, size_t column) {
  std::vector<std::string> literals;
  const size_t count = 1 + random_.Below(4);
  for (size_t i = 0; i < count; ++i) literals.push_back(Literal(ref, column));
  return "(" + JoinedBy(", ", literals) + ")";
}

}  // namespace apisql::generated
