#include "registry/rules/document_rules.h"

#include <algorithm>
#include <initializer_list>

#include "registry/model/names.h"
#include "registry/rules/filter_rules.h"
#include "registry/rules/key_rules.h"
#include "registry/rules/list_rules.h"
#include "registry/rules/tree_rules.h"
#include "registry/yaml/fault_at.h"
#include "src/base/text.h"

namespace apisql {
namespace {

// True where `column` is read from within a place of `secret`.
bool ShowsPathOf(const Column& secret, const Column& column) {
  const std::vector<JsonPath> paths = column.paths();
  return std::ranges::any_of(secret.paths(), [&](const JsonPath& hidden) {
    return !hidden.empty() &&
           std::ranges::any_of(paths, [&](const JsonPath& path) { return hidden.Holds(path); });
  });
}

// What a method takes for an absent row in an answer of success.
std::vector<std::string> AbsentValues(const Method& method) {
  std::vector<std::string> values;
  for (const AbsentRule& rule : method.absent) {
    for (const std::string& value : rule.values) {
      values.push_back(rule.path.ToString() + " " + value);
    }
  }
  std::ranges::sort(values);
  return values;
}

// One run over a table document.
class TableRules {
 public:
  TableRules(const Resource& resource, const YamlNode& root, Faults& faults)
      : resource_(resource), root_(root), faults_(faults) {
    for (const Column& column : resource.columns) column_names_.push_back(column.name);
  }

  void Check() {
    CheckName();
    CheckTableAliases();
    if (root_.Find("view") != nullptr) return CheckView();
    if (resource_.columns.empty()) faults_.Add(root_.line, "a table needs columns");
    CheckVerbs();
    CheckKey();
    CheckServerVariables();
    CheckAliases(resource_.columns, "columns", IsColumnAlias,
                 "is letters, digits, _, - and $, and none of SQLite's or our own names");
    CheckAliases(resource_.methods, "methods", IsQuotableName, "is letters, digits, _, - and $");
    for (const Column& column : resource_.columns) CheckColumn(column);
    for (const Method& method : resource_.methods) CheckMethod(method);
    CheckLists(resource_, root_, faults_);
    CheckTrees(resource_, root_, faults_);
    // A faulty method may lack an input that it was meant to have.
    if (!faults_.empty()) return;
    for (const Column& column : resource_.columns) CheckInput(column);
  }

 private:
  void Fault(std::initializer_list<std::string_view> way, const std::string& rule) {
    AddFaultAt(root_, way, rule, faults_);
  }

  bool Has(Verb verb) const {
    return std::ranges::find(resource_.methods, verb, &Method::verb) != resource_.methods.end();
  }

  const Column* FindColumn(const std::string& name) const {
    const auto found = std::ranges::find(resource_.columns, name, &Column::name);
    return found == resource_.columns.end() ? nullptr : &*found;
  }

  std::string NoColumn(const std::string& name) const {
    return "there is no column " + name + DidYouMean(name, column_names_);
  }

  bool IsOfProvider(std::string_view table) const {
    return table.substr(0, table.find('.')) == resource_.provider->name;
  }

  void CheckName() {
    if (root_.Find("table") == nullptr) return;
    if (IsTableName(resource_.name) && !IsOfProvider(resource_.name)) {
      Fault({"table"}, "the provider beside it is " + resource_.provider->name);
    }
  }

  void CheckTableAliases() {
    for (const std::string& alias : resource_.aliases) {
      if (IsTableName(alias) && !IsOfProvider(alias)) {
        Fault({"aliases"}, alias + " is not of the provider " + resource_.provider->name);
      }
      if (alias == resource_.name) Fault({"aliases"}, alias + " is the table's own name");
      if (std::ranges::count(resource_.aliases, alias) > 1) {
        Fault({"aliases"}, alias + " stands twice");
      }
    }
  }

  static bool IsColumnAlias(std::string_view alias) {
    constexpr std::string_view kTaken[] = {"rowid", "oid",        "_rowid_",
                                           "_row",  "_arguments", "_returned"};
    const auto is_alias = [&](std::string_view name) { return EqualsIgnoreCase(name, alias); };
    if (std::ranges::any_of(kTaken, is_alias)) return false;
    return IsQuotableName(alias.starts_with('_') ? alias.substr(1) : alias);
  }

  // Of the columns, or of the methods: no two of them answer to one name.
  template <typename T>
  void CheckAliases(const std::vector<T>& all, std::string_view map,
                    bool (*is_alias)(std::string_view), const std::string& rule) {
    std::vector<std::string> taken;
    const auto find = [&](const std::string& name) {
      return std::ranges::find_if(
          taken, [&](const std::string& other) { return EqualsIgnoreCase(other, name); });
    };
    for (const T& one : all) {
      const auto same = find(one.name);
      // The same spelling twice is a fault of the map.
      if (same != taken.end() && *same != one.name) {
        Fault({map, one.name}, "is " + *same + " to SQL, which takes capitals for small letters");
      }
      taken.push_back(one.name);
    }
    for (const T& one : all) {
      for (const std::string& alias : one.aliases) {
        if (!is_alias(alias)) Fault({map, one.name, "aliases"}, alias + ": an alias " + rule);
        if (find(alias) != taken.end()) {
          Fault({map, one.name, "aliases"}, alias + " is the name of another already");
        }
        taken.push_back(alias);
      }
    }
  }

  void CheckView() {
    if (StripBlanks(resource_.view_sql).empty()) Fault({"view"}, "is empty");
    for (const std::string_view key :
         {"columns", "methods", "key", "server", "statuses", "headers"}) {
      if (root_.Find(key) != nullptr) Fault({key}, "means nothing for a view");
    }
  }

  void CheckVerbs() {
    if (resource_.methods.empty()) Fault({"methods"}, "a table needs methods, or a view");
    const bool changes = std::ranges::any_of(resource_.methods, WritesFoundRows);
    if (changes && !Has(Verb::kSelect)) Fault({"methods"}, "update and delete need a select");
    CheckKeyOfWrites(resource_, root_, faults_);
    CheckByInputs(resource_, root_, faults_);
  }

  void CheckKey() {
    for (std::ptrdiff_t i = 0; i < std::ssize(resource_.key); ++i) {
      const std::string& name = resource_.key[static_cast<size_t>(i)];
      const Column* column = FindColumn(name);
      if (column == nullptr) Fault({"key"}, NoColumn(name));
      if (column != nullptr && column->secret) Fault({"key"}, name + " is secret");
      if (column != nullptr && column->source == Column::Source::kHeader) {
        Fault({"key"}, name + " is a header of the answer, and tells no rows apart");
      }
      const auto first = std::ranges::find(resource_.key, name);
      if (first != resource_.key.begin() + i) Fault({"key"}, name + " stands twice");
    }
  }

  // Rows of two sites may have the same key, also where a key alone gets a row: of the site that
  // the user's config names.
  void CheckServerVariables() {
    if (resource_.key.empty()) return;
    for (const Column& column : resource_.columns) {
      const auto is_variable = [&](const Method& method) {
        const Parameter* const parameter = method.ParameterOf(column.name);
        return parameter != nullptr && parameter->place == Parameter::Place::kPath &&
               parameter->segment == Parameter::Segment::kOne && !parameter->required;
      };
      if (std::ranges::find(resource_.key, column.name) != resource_.key.end()) continue;
      if (std::ranges::none_of(resource_.methods, is_variable)) continue;
      Fault({"key"}, "must name " + column.name +
                         ", a variable of the server: rows of two values may have the same key");
    }
  }

  void CheckColumn(const Column& column) {
    CheckWriting(column);
    CheckAnswered(column);
    CheckShown(column);
    const bool bound = std::ranges::any_of(resource_.methods, [&](const Method& method) {
      return method.ParameterOf(column.name) != nullptr;
    });
    const bool written = column.on_create || column.on_update;
    if (column.source == Column::Source::kParameter && !bound && !written) {
      Fault({"columns", column.name, "source"}, "no method has a parameter that binds it");
    }
    const bool map = std::ranges::find(resource_.methods, RowsKind::kMap, &Method::rows_kind) !=
                     resource_.methods.end();
    if (column.source == Column::Source::kMapKey && !map) {
      Fault({"columns", column.name, "source"}, "no method reads a map");
    }
  }

  // SELECT * reads every column that is not hidden, and an input that a request was not sent with
  // is an error.
  void CheckInput(const Column& column) {
    if (column.source == Column::Source::kHeader) return CheckHeader(column);
    if (column.source != Column::Source::kParameter || column.hidden) return;
    for (const Method& method : resource_.methods) {
      if (method.verb != Verb::kSelect) continue;
      const Parameter* const parameter = method.ParameterOf(column.name);
      // Of a tree the rows without a value are those at its top.
      const bool tree = parameter != nullptr && parameter->parent && parameter->parent->is_tree();
      if (tree || (parameter != nullptr && parameter->required)) continue;
      if (resource_.SelectParameterOf(column.name) == nullptr) continue;
      return Fault({"columns", column.name, "source"},
                   "must be hidden, since " + method.name + " can do without it");
    }
  }

  void CheckHeader(const Column& column) {
    const bool given = std::ranges::any_of(resource_.methods, [&](const Method& method) {
      return method.verb == Verb::kSelect && method.GivesHeader(column);
    });
    if (!given) {
      Fault({"columns", column.name, "path"},
            "no select of one row gives the header; of lists say header_in_lists: true");
    }
    if (column.hidden) return;
    for (const Method& method : resource_.methods) {
      if (method.verb != Verb::kSelect || method.GivesHeader(column)) continue;
      return Fault({"columns", column.name, "path"},
                   "must be hidden, since only the answer for one row has the header, and " +
                       method.name + " is a list; or say header_in_lists: true");
    }
  }

  // A part of a value tells neither rows apart nor whether an UPDATE changes it; and the whole of
  // a secret is secret in every column.
  void CheckShown(const Column& column) {
    const bool in_key = std::ranges::find(resource_.key, column.name) != resource_.key.end();
    if (column.prefix > 0 && in_key) {
      Fault({"columns", column.name, "prefix"}, "a key is needed whole");
    }
    if (column.prefix > 0 && column.on_update) {
      Fault({"columns", column.name, "prefix"}, "UPDATE needs the whole value");
    }
    if (column.secret || column.prefix > 0 || column.source != Column::Source::kRow) return;
    for (const Column& secret : resource_.columns) {
      if (!secret.secret || !ShowsPathOf(secret, column)) continue;
      Fault({"columns", column.name, "path"}, "shows the secret " + secret.name);
    }
  }

  void CheckWriting(const Column& column) {
    if (column.on_create && !Has(Verb::kInsert)) {
      Fault({"columns", column.name, "write"}, "create needs an insert method");
    }
    if (column.on_update && !Has(Verb::kUpdate)) {
      Fault({"columns", column.name, "write"}, "update needs an update method");
    }
    if (!column.create_only.empty()) CheckCreateOnly(column);
    for (const Column& other : resource_.columns) {
      if (&other == &column) break;
      const bool together =
          (column.on_create && other.on_create) || (column.on_update && other.on_update);
      if (!together || other.write_path != column.write_path) continue;
      Fault({"columns", column.name, "write"}, "writes the same place as " + other.name);
    }
  }

  void CheckAnswered(const Column& column) {
    if (column.answered.empty()) return;
    const bool answers = std::ranges::any_of(resource_.methods, [](const Method& method) {
      return method.verb == Verb::kInsert && method.returns_row;
    });
    if (answers) return;
    Fault({"columns", column.name, "answered"}, "no insert method says where it returns a row");
  }

  void CheckCreateOnly(const Column& column) {
    if (!Has(Verb::kInsert)) {
      return Fault({"columns", column.name, "create_only"}, "needs an insert method");
    }
    for (const Method& method : resource_.methods) {
      if (method.verb != Verb::kInsert || method.ParameterOf(column.name) == nullptr) continue;
      Fault({"columns", column.name, "create_only"}, method.name + " sends the column as it is");
    }
  }

  // Where in the document the parameter is declared.
  void ParameterFault(const Method& method, const Parameter& parameter, const std::string& rule) {
    const bool path = parameter.place == Parameter::Place::kPath;
    const std::string_view of_column = path ? parameter.name : parameter.column;
    const std::string_view key = parameter.filter.empty() ? of_column : parameter.filter;
    for (const std::string_view map : {"filters", "body_parameters", "path_parameters"}) {
      const YamlNode* node = root_.Find("methods")->Find(method.name)->Find(map);
      if (node == nullptr || node->FindKey(key) == nullptr) continue;
      return Fault({"methods", method.name, map, key}, rule);
    }
    const std::string http = AsciiLower(method.http_method);
    Fault({"methods", method.name, http}, rule);
  }

  void CheckParameter(const Method& method, const Parameter& parameter) {
    if (parameter.column.empty()) return;
    const Column* column = FindColumn(parameter.column);
    if (column == nullptr) return ParameterFault(method, parameter, NoColumn(parameter.column));
    if (parameter.reveals) CheckReveals(method, parameter, *column);
    for (const std::string& rule : FilterFaults(method, parameter, *column)) {
      ParameterFault(method, parameter, rule);
    }
    if (!column->secret || parameter.place == Parameter::Place::kBody) return;
    ParameterFault(method, parameter,
                   column->name + " is secret: in a URL or a header it would be logged");
  }

  // What is revealed must be asked for by a value that no answer holds.
  void CheckReveals(const Method& method, const Parameter& parameter, const Column& column) {
    if (method.verb != Verb::kSelect) {
      ParameterFault(method, parameter, "reveals: only a select can");
    } else if (column.source != Column::Source::kParameter || !column.hidden) {
      ParameterFault(
          method, parameter,
          "reveals: the column " + column.name + " must be hidden, with source: parameter");
    } else if (std::ranges::none_of(resource_.columns, &Column::secret)) {
      ParameterFault(method, parameter, "reveals: the table has no secret column");
    }
  }

  // A row is there or it is not, whichever of them is asked.
  void CheckAbsent(const Method& method) {
    if (method.verb != Verb::kSelect) return;
    const std::vector<std::string> values = AbsentValues(method);
    if (values.empty()) return;
    for (const Method& other : resource_.methods) {
      if (other.verb != Verb::kSelect || AbsentValues(other) == values) continue;
      Fault({"methods", other.name},
            "must say absent with the same path and values as " + method.name +
                ", or the same row is there for one of them and not for the other");
    }
  }

  // _row is without secrets, so that sending it back would take them away.
  void CheckMerged(const Method& method) {
    if (!method.merged_body) return;
    for (const Column& column : resource_.columns) {
      if (column.secret) CheckLeftOut(method, column);
    }
  }

  void CheckLeftOut(const Method& method, const Column& secret) {
    for (const JsonPath& place : secret.paths()) {
      const bool left_out = std::ranges::any_of(
          method.without, [&](const JsonPath& path) { return path.Holds(place); });
      if (left_out) continue;
      Fault({"methods", method.name, "body"},
            "the row is not whole: " + secret.name + " is secret; name " + place.ToString() +
                " in without if the API keeps what it is not sent");
    }
  }

  void CheckMethod(const Method& method) {
    CheckAbsent(method);
    for (const Parameter& parameter : method.parameters) CheckParameter(method, parameter);
    for (const NullRule& rule : method.nulls) {
      const Column* column = FindColumn(rule.column);
      if (column == nullptr) {
        Fault({"methods", method.name, "nulls", rule.column}, NoColumn(rule.column));
      } else if (!column->on_update) {
        Fault({"methods", method.name, "nulls", rule.column},
              "means nothing: the column has no write: [update]");
      }
    }
    CheckMerged(method);
    if (!method.await || method.await->method.empty()) return;
    const Method* poll = resource_.FindMethod(method.await->method);
    if (poll != nullptr && poll->verb == Verb::kSelect && poll->rows_kind == RowsKind::kObject) {
      return;
    }
    Fault({"methods", method.name, "await", "method"},
          method.await->method + " is no select of one row in this table");
  }

  const Resource& resource_;
  const YamlNode& root_;
  Faults& faults_;
  std::vector<std::string> column_names_;
};

}  // namespace

void CheckTable(const Resource& resource, const YamlNode& root, Faults& faults) {
  TableRules(resource, root, faults).Check();
}

}  // namespace apisql
