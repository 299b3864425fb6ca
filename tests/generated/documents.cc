#include "tests/generated/documents.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/generated/conditions.h"

namespace apisql::generated {
namespace {

using Origin = Column::Origin;

std::string JsonText(const std::string& text) { return nlohmann::json(text).dump(); }

std::string PointerOf(const Column& column) {
  std::string pointer;
  for (const std::string& key : column.path) pointer += "/" + key;
  return pointer;
}

class TableDocument {
 public:
  TableDocument(const World& world, const Table& table) : world_(world), table_(table) {}

  std::string Text() {
    Line("table: " + FullName(table_));
    Line("description: A table.");
    std::string key;
    for (const std::string& column : table_.key) key += (key.empty() ? "" : ", ") + column;
    Line("key: [" + key + "]");
    Line("columns:");
    for (const Column& column : table_.columns) WriteColumn(column);
    Line("methods:");
    WriteList();
    if (table_.has_get) WriteGet();
    if (table_.has_update) WriteWrite("update", table_.update_verb);
    if (table_.has_delete) WriteWrite("delete", "delete");
    return text_;
  }

 private:
  void Line(const std::string& line) { text_ += line + "\n"; }

  void WriteColumn(const Column& column) {
    std::string line = "  " + column.name + ": {type: " + std::string(TypeName(column.type));
    if (column.time != TimeForm::kText) line += ", time: " + TimeWord(column.time);
    if (column.origin == Origin::kMapKey) {
      line += ", source: map_key";
    } else if (column.origin == Origin::kGroupKey) {
      line += ", source: group_key";
    } else if (column.origin == Origin::kGroup) {
      line += ", source: group, path: " + JsonText(PointerOf(column));
    } else if (column.origin == Origin::kRow && column.two_places) {
      line += ", path: [" + JsonText(PointerOf(column)) + ", " +
              JsonText("/other" + PointerOf(column)) + "]";
      if (column.writable) line += ", write_path: " + JsonText(PointerOf(column));
    } else if (column.origin == Origin::kRow) {
      line += ", path: " + JsonText(PointerOf(column));
    } else {
      line += ", source: parameter";
    }
    if (column.hidden) line += ", hidden: true";
    if (column.writable) line += ", write: [update]";
    Line(line + "}");
  }

  std::string FromOf(const Column& column) const {
    if (column.origin == Origin::kTree) {
      const auto key = std::ranges::find(table_.columns, true, &Column::own_key);
      std::string roots;
      for (const Datum& root : table_.roots) {
        roots += (roots.empty() ? "[" : ", ") + JsonText(WireText(column, root.value));
      }
      return "from: {table: itself, column: " + key->name +
             ", roots: " + (roots.empty() ? "none" : roots + "]") + "}";
    }
    if (column.origin != Origin::kParent) return "";
    const Table& parent = world_.tables[static_cast<size_t>(table_.parent)];
    return "from: {table: " + FullName(parent) +
           ", column: " + parent.columns[column.parent_column].name + "}";
  }

  void WriteScope(bool with_parents, bool with_tree, std::vector<std::string> filters) {
    std::string paths;
    for (const Column& column : table_.columns) {
      const bool tree = with_tree && column.origin == Origin::kTree;
      if (!column.scopes() && !tree) continue;
      const std::string from = with_parents ? FromOf(column) : "";
      if (tree && table_.roots.empty()) {
        filters.push_back(column.name + ": {" + from + "}");
      } else if (column.in_query) {
        filters.push_back(column.name + ": {required: true" + (from.empty() ? "" : ", " + from) +
                          "}");
      } else if (!from.empty()) {
        paths += (paths.empty() ? "" : ", ") + column.name + ": {" + from + "}";
      }
    }
    if (!paths.empty()) Line("    path_parameters: {" + paths + "}");
    if (filters.empty()) return;
    Line("    filters:");
    for (const std::string& filter : filters) Line("      " + filter);
  }

  // Where a condition goes: a parameter of its own, or its place in an expression.
  std::string PlaceOf(const Column& column, const std::string& parameter,
                      std::string_view word) const {
    if (!column.in_expression) {
      const bool in_body = table_.list_by_post && word == kEqual;
      const std::string body =
          in_body ? ", in: body, body_path: " + JsonText("/where/" + parameter) : "";
      return "parameter: " + JsonText(parameter) + body;
    }
    std::string place = "parameter: " + std::string(kExpression) +
                        ", format: " + JsonText(ExpressionFormat(column, word));
    const bool text = column.type == Type::kText || column.type == Type::kTimestamp;
    return text ? place + ", escape: scim" : place;
  }

  std::string FilterLine(const Column& column) const {
    constexpr const char* kLists[] = {"repeatable: true", "list: comma", "list: brackets"};
    std::string line = column.name + ": {" + PlaceOf(column, column.parameter, kEqual);
    if (column.filter != Filter::kExact) line += ", match: partial";
    if (column.repeatable) line += std::string(", ") + kLists[static_cast<size_t>(column.list)];
    if (column.repeatable && column.most > 0) line += ", most: " + std::to_string(column.most);
    if (column.words) line += ", words: {true: \"yes\", false: \"no\"}";
    return line + "}";
  }

  std::string NarrowingLine(const Column& column, const Narrowing& narrowing) const {
    using Operator = Narrowing::Operator;
    const std::string_view word = ExpressionWord(narrowing.by);
    std::string line = column.name + "_" + std::string(word) + ": {column: " + column.name +
                       ", operator: " + JsonText(std::string(OperatorWord(narrowing.by))) + ", " +
                       PlaceOf(column, narrowing.parameter, word);
    if (narrowing.partial) line += ", match: partial";
    const bool null = narrowing.by == Operator::kNull || narrowing.by == Operator::kNotNull;
    return line + (null ? ", value: set}" : "}");
  }

  void WriteList() {
    Line("  list_rows:");
    Line("    verb: select");
    Line((table_.list_by_post ? "    post: " : "    get: ") + JsonText(ListPath(table_)));
    std::vector<std::string> filters;
    for (const Column& column : table_.columns) {
      if (column.filter != Filter::kNone) filters.push_back(FilterLine(column));
      for (const Narrowing& narrowing : column.narrowings) {
        filters.push_back(NarrowingLine(column, narrowing));
      }
    }
    WriteScope(/*with_parents=*/true, /*with_tree=*/true, std::move(filters));
    constexpr const char* kPlaces[] = {"rows: /data", "rows: /", "map: /data",
                                       "rows: /data/*/items", "rows: /data/*/items"};
    Line(std::string("    ") + kPlaces[static_cast<size_t>(table_.shape)]);
    WritePaging();
    constexpr const char* kNothing[] = {"", "null", "absent", "204"};
    const auto nothing = static_cast<size_t>(table_.paging.nothing);
    if (nothing > 0) Line("    empty: [" + std::string(kNothing[nothing]) + "]");
    if (table_.list_says_absent) Line("    absent: [404]");
  }

  // Where an answer says it.
  std::string Said(const std::string& name) const {
    return table_.paging.in_headers ? "header:X-" + name : "/page/" + name;
  }
  // Where a request says it.
  std::string Asked(const std::string& parameter) const {
    return table_.list_by_post ? "/page/" + parameter : parameter;
  }

  void WriteNextPage() {
    const Paging& paging = table_.paging;
    if (paging.style == "page_number") {
      Line("      page_parameter: " + Asked("page"));
      Line("      first_page: " + std::to_string(paging.first_page));
    } else if (paging.style == "offset") {
      Line("      offset_parameter: " + Asked("skip"));
    } else {
      if (!paging.whole_url) Line("      token_parameter: " + Asked("cursor"));
      const auto key = std::ranges::find(table_.columns, true, &Column::own_key);
      const bool last_row = paging.style == "last_row";
      if (last_row) Line("      next: /data/-1" + PointerOf(*key));
      if (!last_row && paging.style != "link_header") Line("      next: " + Said("next"));
    }
  }

  void WritePaging() {
    const Paging& paging = table_.paging;
    if (paging.style == "none") return Line("    paging: none");
    Line("    paging:");
    Line("      style: " + (paging.style == "last_row" ? "token" : paging.style));
    WriteNextPage();
    if (paging.more) Line("      more: " + Said("more"));
    if (paging.more && paging.more_words) {
      Line("      more_words: [\"yes\"]");
      Line("      last_words: [\"no\"]");
    }
    if (paging.same_token) Line("      ends_with_same_token: true");
    if (paging.pages) Line("      pages: " + Said("pages"));
    if (paging.total != Paging::Total::kNone) Line("      total: " + Said("total"));
    if (paging.says_exact) Line("      exact_total: true");
    if (paging.total_hint) Line("      total_hint: " + Said("total"));
    if (paging.size_parameter.empty()) return;
    std::string size = "      page_size: {parameter: " + Asked(paging.size_parameter);
    if (paging.says_largest) {
      size += ", default: " + std::to_string(paging.page_size) +
              ", maximum: " + std::to_string(paging.claimed);
    }
    Line(size + "}");
  }

  void WriteGet() {
    Line("  get_row:");
    Line("    verb: select");
    Line("    get: " + JsonText(RowPath(table_)));
    WriteScope(table_.get_finds_scope, /*with_tree=*/false, {});
    Line(std::string("    row: ") + (table_.get_wraps ? "/item" : "/"));
    Line("    absent: [404]");
  }

  void WriteWrite(const std::string& verb, const std::string& http) {
    Line("  " + verb + "_row:");
    Line("    verb: " + verb);
    Line("    " + http + ": " + JsonText(RowPath(table_)));
    if (verb == "update" && table_.whole_body) Line("    body: whole");
    WriteScope(/*with_parents=*/false, /*with_tree=*/false, {});
    if (table_.write_says_absent) Line("    absent: [404]");
  }

  const World& world_;
  const Table& table_;
  std::string text_;
};

std::string ScopePath(const Table& table) {
  std::string path;
  for (const Column& column : table.columns) {
    if (!column.scopes() || column.in_query) continue;
    path += (column.slashes ? "/of/{+" : "/of/{") + column.name + "}";
  }
  return path;
}

}  // namespace

std::string FullName(const Table& table) { return std::string(kProvider) + ".w." + table.name; }

std::string ListPath(const Table& table) {
  std::string path = "/" + table.name;
  const int input = table.OptionalInput();
  if (input >= 0 && table.columns[static_cast<size_t>(input)].in_path) {
    path += "{/" + table.columns[static_cast<size_t>(input)].name + "}";
  }
  path += ScopePath(table);
  for (const Column& column : table.columns) {
    const bool tree = column.origin == Origin::kTree && !column.in_query;
    if (tree) path += "/below/{" + column.name + "}";
  }
  return path + "/rows";
}

std::string RowPath(const Table& table) {
  std::string path = "/" + table.name + ScopePath(table) + "/rows";
  for (const Column& column : table.columns) {
    if (column.own_key) path += "/{" + column.name + "}";
  }
  return path;
}

std::vector<Document> DocumentsOf(const World& world) {
  std::vector<Document> documents;
  documents.push_back({"provider.yaml",
                       "provider: gen\ndescription: A provider.\n"
                       "servers: {main: {url: \"https://gen.test\"}}\n"
                       "max_concurrency: " +
                           std::to_string(world.max_concurrency) +
                           "\nerrors: [{message: /message, code: /code}]\n"});
  for (const Table& table : world.tables) {
    documents.push_back({"w." + table.name + ".yaml", TableDocument(world, table).Text()});
  }
  return documents;
}

}  // namespace apisql::generated
