#include "tests/generated/world_maker.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/generated/conditions.h"
#include "tests/generated/values.h"

namespace apisql::generated {
namespace {

using Origin = Column::Origin;

class TableMaker {
 public:
  TableMaker(Random& random, const World& world, Table& table)
      : random_(random), world_(world), table_(table) {}

  void Make() {
    AddScope();
    const bool tree = random_.Chance(25);
    if (table_.parent < 0 && !tree && random_.Chance(25)) AddOptionalInput();
    AddOwnKey(tree);
    if (tree) AddTree();
    const size_t labels = 1 + random_.Below(2);
    for (size_t i = 0; i < labels; ++i) AddRowColumn("label", ScopeType(), /*never_null=*/true);
    const size_t others = 1 + random_.Below(4);
    for (size_t i = 0; i < others; ++i) AddRowColumn("c", AnyType(), /*never_null=*/false);
    ChooseShape();
    table_.list_by_post = random_.Chance(15);
    for (Column& column : table_.columns) {
      ChooseFilter(column);
      ChooseExpression(column);
      ChooseNarrowings(column);
    }
    table_.paging = MakePaging();
    table_.paging.nothing = ChooseNothing();
    ChooseMethods();
    if (table_.TreeColumn() >= 0) FitMethods();
    ShuffleRowColumns();
  }

 private:
  // Types that a path carries.
  Type ScopeType() {
    constexpr Type kTypes[] = {Type::kText, Type::kInteger, Type::kBoolean, Type::kTimestamp,
                               Type::kReal};
    return kTypes[random_.Weighted({54, 24, 6, 12, 4})];
  }
  Type AnyType() { return static_cast<Type>(random_.Below(6)); }

  Column& Add(std::string name, Type type, Origin origin) {
    Column& column = table_.columns.emplace_back();
    column.name = std::move(name);
    column.type = type;
    column.origin = origin;
    constexpr TimeForm kForms[] = {TimeForm::kText, TimeForm::kSeconds, TimeForm::kMilliseconds,
                                   TimeForm::kMicroseconds};
    if (type == Type::kTimestamp) column.time = kForms[random_.Weighted({50, 20, 20, 10})];
    return column;
  }

  std::string Numbered(const std::string& stem) {
    return stem + table_.name.substr(1) + "_" + std::to_string(table_.columns.size());
  }

  void AddScope() {
    if (table_.parent >= 0) return AddParentColumns();
    if (!random_.Chance(20)) return;
    const size_t inputs = 1 + random_.Below(2);
    for (size_t i = 0; i < inputs; ++i) {
      Column& input = Add(Numbered("input"), ScopeType(), Origin::kRequired);
      input.never_null = true;
      input.in_query = random_.Chance(60);
      input.slashes = !input.in_query && random_.Chance(40);
      input.hidden = random_.Chance(30);
    }
  }

  void AddParentColumns() {
    const Table& parent = world_.tables[static_cast<size_t>(table_.parent)];
    std::vector<size_t> sources;
    for (size_t i = 0; i < parent.columns.size(); ++i) {
      if (parent.columns[i].never_null) sources.push_back(i);
    }
    const size_t wanted = 1 + random_.Below(3);
    while (table_.columns.size() < wanted && !sources.empty()) {
      const size_t at = random_.Below(sources.size());
      const size_t source = sources[at];
      sources.erase(sources.begin() + static_cast<std::ptrdiff_t>(at));
      // Sometimes the same name as in the parent.
      const std::string& name = parent.columns[source].name;
      Column& column = Add(random_.Chance(30) ? name : Numbered("up"), parent.columns[source].type,
                           Origin::kParent);
      column.parent_column = source;
      column.never_null = true;
      column.in_query = random_.Chance(30);
      column.slashes = !column.in_query && random_.Chance(40);
      column.hidden = random_.Chance(15);
    }
  }

  void AddOptionalInput() {
    constexpr Type kTypes[] = {Type::kText, Type::kInteger, Type::kBoolean};
    Column& input = Add("view", kTypes[random_.Weighted({50, 30, 20})], Origin::kOptional);
    input.hidden = true;
    input.in_path = random_.Chance(40);
    if (!input.in_path) input.filter = Filter::kExact;
    input.parameter = random_.Word({"view", "filter[view]", "v"});
    while (table_.inputs.size() < 2) {
      const Datum datum = RandomDatum(random_, input, /*narrow=*/true);
      const auto same = [&](const Datum& other) { return other.value == datum.value; };
      if (std::ranges::none_of(table_.inputs, same)) table_.inputs.push_back(datum);
    }
  }

  void AddOwnKey(bool tree) {
    const size_t columns = tree || table_.columns.size() >= 2 || random_.Chance(60) ? 1 : 2;
    for (size_t i = 0; i < columns; ++i) {
      const Type type = random_.Chance(60) ? Type::kText : Type::kInteger;
      AddRowColumn("id", type, /*never_null=*/true).own_key = true;
    }
  }

  // The rows of a list are asked for their own.
  void AddTree() {
    const Type type = std::ranges::find(table_.columns, true, &Column::own_key)->type;
    Column& column = Add(Numbered("above"), type, Origin::kTree);
    const size_t roots = random_.Weighted({40, 40, 20});
    column.never_null = roots > 0;
    column.in_query = roots == 0 || random_.Chance(50);
    column.hidden = random_.Chance(15);
    while (table_.roots.size() < roots) {
      const Datum datum = RandomDatum(random_, column, /*narrow=*/true);
      const auto same = [&](const Datum& other) { return other.value == datum.value; };
      if (std::ranges::none_of(table_.roots, same)) table_.roots.push_back(datum);
    }
  }

  Column& AddRowColumn(const std::string& stem, Type type, bool never_null) {
    const std::string name = Numbered(stem);
    Column& column = Add(name, type, Origin::kRow);
    column.never_null = never_null;
    column.hidden = random_.Chance(10);
    column.two_places = !never_null && random_.Chance(25);
    column.path = random_.Chance(25) ? std::vector<std::string>{"spec", name}
                                     : std::vector<std::string>{name};
    return column;
  }

  void ChooseShape() {
    const auto own = std::ranges::count(table_.columns, true, &Column::own_key);
    Column& key = *std::ranges::find(table_.columns, true, &Column::own_key);
    if (own == 1 && key.type == Type::kText && random_.Chance(10)) {
      table_.shape = Table::Shape::kMap;
      key.origin = Origin::kMapKey;
      key.path.clear();
    } else if (random_.Chance(20)) {
      table_.shape = Table::Shape::kBareArray;
    } else if (random_.Chance(20)) {
      table_.shape = random_.Chance(50) ? Table::Shape::kGroups : Table::Shape::kNamedGroups;
    }
    if (table_.shape == Table::Shape::kNamedGroups) {
      Add(Numbered("group"), Type::kText, Origin::kGroupKey).never_null = true;
    } else if (table_.shape == Table::Shape::kGroups) {
      Column& column = Add(Numbered("group"), AnyType(), Origin::kGroup);
      column.path = {column.name};
    }
  }

  bool grouped() const {
    return table_.shape == Table::Shape::kGroups || table_.shape == Table::Shape::kNamedGroups;
  }

  void ChooseFilter(Column& column) {
    if (column.origin != Origin::kRow || column.type == Type::kJson) return;
    if (column.type == Type::kReal || !random_.Chance(40)) return;
    const bool text = column.type == Type::kText;
    constexpr Filter kFilters[] = {Filter::kExact, Filter::kIgnored, Filter::kPrefix,
                                   Filter::kSubstring};
    column.filter =
        kFilters[text ? random_.Weighted({40, 15, 25, 20}) : random_.Weighted({75, 25, 0, 0})];
    column.parameter = random_.Chance(50) ? column.name : "q." + column.name;
    column.repeatable = random_.Chance(20);
    // A body has arrays.
    if (!table_.list_by_post) column.list = static_cast<Column::List>(random_.Below(3));
    column.most = random_.Chance(50) ? 0 : 1 + random_.Below(3);
    column.words = column.type == Type::kBoolean && random_.Chance(50);
  }

  // Conditions in an expression take one value.
  void ChooseExpression(Column& column) {
    if (column.origin != Origin::kRow || column.repeatable || column.words) return;
    if (column.type == Type::kReal || column.type == Type::kJson || !random_.Chance(30)) return;
    column.in_expression = true;
  }

  void ChooseNarrowings(Column& column) {
    using Operator = Narrowing::Operator;
    if (column.origin != Origin::kRow) return;
    const bool ranges = column.type == Type::kInteger || column.type == Type::kTimestamp;
    for (size_t i = 0; i <= static_cast<size_t>(Operator::kNotNull); ++i) {
      const auto by = static_cast<Operator>(i);
      const bool null = by == Operator::kNull || by == Operator::kNotNull;
      const bool fits = null                      ? !column.in_expression
                        : by == Operator::kPrefix ? column.type == Type::kText
                                                  : ranges;
      if (!fits || !random_.Chance(null ? 10 : 30)) continue;
      Narrowing narrowing;
      narrowing.by = by;
      narrowing.parameter = column.name + "[" + std::string(ExpressionWord(by)) + "]";
      narrowing.partial = !null && random_.Chance(50);
      column.narrowings.push_back(std::move(narrowing));
    }
  }

  Paging MakePaging() {
    Paging paging;
    const bool bare = table_.shape == Table::Shape::kBareArray;
    paging.in_headers = random_.Chance(bare ? 60 : 15);
    const bool silent = bare && !paging.in_headers;
    const size_t style = silent ? random_.Weighted({30, 20, 20, 30}) : random_.Below(6);
    constexpr const char* kStyles[] = {"none",        "page_number", "offset",
                                       "link_header", "token",       "next_url"};
    paging.style = kStyles[style];
    const bool by_url = paging.style == "next_url" || paging.style == "link_header";
    if (by_url && table_.list_by_post) paging.style = "none";
    if (paging.style == "none") return paging;
    paging.page_size = 1 + random_.Below(7);
    paging.largest = paging.page_size + random_.Below(8 - paging.page_size);
    if (random_.Chance(60)) paging.size_parameter = random_.Word({"limit", "page_size", "n"});
    paging.says_largest = random_.Chance(70);
    paging.claimed = paging.largest + (random_.Chance(20) ? 1 + random_.Below(3) : 0);
    const bool counts = paging.style == "page_number" || paging.style == "offset";
    if (counts && !silent && random_.Chance(60)) {
      paging.total = static_cast<Paging::Total>(1 + random_.Weighted({50, 23, 23, 4}));
    }
    paging.says_exact = paging.total == Paging::Total::kExact && random_.Chance(50);
    paging.total_hint = !silent && paging.total == Paging::Total::kNone && random_.Chance(30);
    paging.first_page = random_.Chance(30) ? 0 : 1;
    paging.empty_pages = !counts && random_.Chance(20);
    paging.short_pages = paging.style != "page_number" && random_.Chance(30);
    const bool urls = paging.style == "next_url" || paging.style == "link_header";
    paging.snapshot = urls && random_.Chance(30);
    paging.whole_url = urls && random_.Chance(30);
    if (paging.style == "token" && CanGoOnAfterTheLastRow() && random_.Chance(40)) {
      paging.style = "last_row";
      paging.empty_pages = false;
    }
    paging.more = !silent && paging.style != "link_header" && random_.Chance(30);
    paging.more_words = paging.more && random_.Chance(40);
    paging.pages = !silent && paging.style == "page_number" && random_.Chance(30);
    paging.same_token = paging.style == "token" && !paging.more && random_.Chance(25);
    if (paging.same_token) paging.empty_pages = false;
    return paging;
  }

  bool CanGoOnAfterTheLastRow() const {
    return table_.shape == Table::Shape::kArray &&
           std::ranges::count(table_.columns, true, &Column::own_key) == 1;
  }

  // How a page without rows looks.
  Paging::Nothing ChooseNothing() {
    const size_t kind = random_.Weighted({55, 15, 15, 15});
    const bool bare = table_.shape == Table::Shape::kBareArray;
    return static_cast<Paging::Nothing>(bare && kind == 2 ? 1 : kind);
  }

  void ChooseMethods() {
    table_.list_says_absent = random_.Chance(50);
    const bool map = table_.shape == Table::Shape::kMap;
    // An answer of one row does not have the name that it has in the map, nor its group.
    table_.has_get = !map && !grouped() && random_.Chance(60);
    table_.get_finds_scope = random_.Chance(40);
    table_.get_wraps = random_.Chance(30);
    table_.whole_body = random_.Chance(20);
    table_.write_says_absent = random_.Chance(70);
    table_.update_verb = table_.whole_body ? "put" : random_.Word({"patch", "patch", "post"});
    // What is below a row goes with it.
    table_.has_delete = table_.TreeColumn() < 0 && random_.Chance(60);
    if (!random_.Chance(75)) return;
    for (Column& column : table_.columns) {
      if (column.origin != Origin::kRow || column.never_null) continue;
      column.writable = random_.Chance(75);
      table_.has_update |= column.writable;
    }
  }

  // The answer for one row does not say what it is below, and the write of a row needs a value for
  // each input that it compares.
  void FitMethods() {
    table_.has_get &= !table_.has_update;
    if (table_.has_get) table_.columns[static_cast<size_t>(table_.TreeColumn())].hidden = true;
  }

  // Where a column stands among the others means nothing.
  void ShuffleRowColumns() {
    for (size_t i = table_.columns.size(); i > 1; --i) {
      std::swap(table_.columns[i - 1], table_.columns[random_.Below(i)]);
    }
  }

  Random& random_;
  const World& world_;
  Table& table_;
};

// A list of such a parent needs what its child cannot give, or has other rows than the children of
// all of them are of.
bool MayBeParent(const Table& table) { return !table.needs_input() && table.OptionalInput() < 0; }

int ChooseParent(Random& random, const World& world) {
  std::vector<int> parents;
  for (size_t i = 0; i < world.tables.size(); ++i) {
    if (MayBeParent(world.tables[i])) parents.push_back(static_cast<int>(i));
  }
  if (parents.empty() || !random.Chance(70)) return -1;
  // The last one, so that chains of three become likely.
  return random.Chance(60) ? parents.back() : random.Pick(parents);
}

}  // namespace

World MakeWorld(uint64_t seed) {
  Random random(seed);
  World world;
  world.seed = seed;
  world.max_concurrency = 1 + static_cast<int>(random.Below(8));
  const size_t tables = 2 + random.Below(4);
  for (size_t i = 0; i < tables; ++i) {
    Table table;
    table.name = "t" + std::to_string(i);
    table.parent = ChooseParent(random, world);
    TableMaker(random, world, table).Make();
    world.tables.push_back(std::move(table));
  }
  FillTables(random, world);
  return world;
}

}  // namespace apisql::generated
