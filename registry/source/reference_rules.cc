#include "registry/source/reference_rules.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "registry/yaml/fault_at.h"
#include "src/base/text.h"

namespace apisql {
namespace {

// One run over a table document.
class ReferenceRules {
 public:
  ReferenceRules(const Resource& table, const YamlNode& root, Catalog& catalog, Faults& faults)
      : table_(table), root_(root), catalog_(catalog), faults_(faults) {}

  void Check() {
    for (const Method& method : table_.methods) {
      for (const Parameter& parameter : method.parameters) {
        if (parameter.parent && !parameter.parent->is_tree()) CheckParent(method, parameter);
      }
      CheckKey(method);
      CheckVariables(method);
    }
  }

 private:
  // Rows of a parent that another site has would be asked for here.
  void CheckVariables(const Method& method) {
    for (const Parameter& variable : method.parameters) {
      const bool optional = variable.place == Parameter::Place::kPath && !variable.required;
      if (!optional || variable.parent) continue;
      for (const auto& [name, inputs] : InputsByParent(method)) {
        if (name == table_.name) continue;  // All of a tree is asked at one place.
        const auto parent = catalog_.Find(name);
        if (!parent.ok() || (*parent)->provider != table_.provider) continue;
        if ((*parent)->SelectParameterOf(variable.column) == nullptr) continue;
        AddFaultAt(root_, {"methods", method.name, "path_parameters"},
                   variable.name + " needs from: {table: " + name + ", column: " + variable.column +
                       "}, so that both are asked at one place",
                   faults_);
      }
    }
  }

  void Fault(const Method& method, const Parameter& parameter, std::string_view key,
             const std::string& rule) {
    const bool path = parameter.place == Parameter::Place::kPath;
    AddFaultAt(root_,
               {"methods", method.name, path ? "path_parameters" : "filters",
                path ? parameter.name : parameter.filter, "from", key},
               rule, faults_);
  }

  void CheckParent(const Method& method, const Parameter& parameter) {
    const Parent& from = *parameter.parent;
    const auto found = catalog_.Find(from.table);
    if (found.status().code() == StatusCode::kNotFound) {
      return Fault(method, parameter, "table", found.status().message());
    }
    if (!found.ok()) return;
    const Resource& parent = **found;
    if (!parent.view_sql.empty()) {
      return Fault(method, parameter, "table",
                   from.table + " is a view: name the table that the view reads");
    }
    if (const std::string way = WayBack(parent); !way.empty()) {
      return Fault(method, parameter, "table",
                   "its rows need rows of this table first: " + table_.name + " from " + way);
    }
    CheckColumn(method, parameter, parent);
  }

  void CheckColumn(const Method& method, const Parameter& parameter, const Resource& parent) {
    const std::string& name = parameter.parent->column;
    const int index = parent.FindColumn(name);
    if (index < 0) {
      std::vector<std::string> names;
      for (const Column& column : parent.columns) names.push_back(column.name);
      return Fault(method, parameter, "column",
                   parent.name + " has no column " + name + DidYouMean(name, names));
    }
    const Column& column = parent.columns[static_cast<size_t>(index)];
    if (column.secret) {
      return Fault(method, parameter, "column",
                   name + " of " + parent.name + " is secret: in a request it would be logged");
    }
    // A variable of the server that is not given is not asked of the parent, either.
    if (column.source != Column::Source::kParameter || !parameter.required) return;
    for (const Method& list : parent.methods) {
      if (list.verb != Verb::kSelect || list.rows_kind == RowsKind::kObject) continue;
      const Parameter* const input = list.ParameterOf(column.name);
      if (input != nullptr && input->required) continue;
      return Fault(method, parameter, "column",
                   name + " is an input of " + parent.name + " which " + list.name +
                       " can do without: its rows have no value there");
    }
  }

  // "b from a" where the rows of `parent` come from those of the table itself; "" where they do
  // not.
  std::string WayBack(const Resource& parent) {
    std::set<std::string> seen;
    return WayBack(parent, seen);
  }

  std::string WayBack(const Resource& parent, std::set<std::string>& seen) {
    if (!seen.insert(parent.name).second) return "";
    for (const Method& method : parent.methods) {
      for (const Parameter& parameter : method.parameters) {
        if (!parameter.parent) continue;
        const std::string& above = parameter.parent->table;
        if (above == table_.name) return parent.name + " from " + above;
        const auto found = catalog_.Find(above);
        const std::string way = found.ok() ? WayBack(**found, seen) : "";
        if (!way.empty()) return parent.name + " from " + way;
      }
    }
    return "";
  }

  bool IsInKey(const std::string& column) const {
    return std::ranges::find(table_.key, column) != table_.key.end();
  }

  // The inputs of the method that come from one row of a parent, by the parent's name.
  static std::map<std::string, std::vector<const Parameter*>> InputsByParent(const Method& method) {
    std::map<std::string, std::vector<const Parameter*>> inputs;
    for (const Parameter& parameter : method.parameters) {
      if (parameter.parent) inputs[parameter.parent->table].push_back(&parameter);
    }
    return inputs;
  }

  // Of the inputs that come from one row of a parent, those that are the parent's key tell its rows
  // apart. Where they are not the whole key, every one of them is needed for that.
  void CheckKey(const Method& method) {
    if (method.verb != Verb::kSelect) return;
    if (table_.key.empty() || method.rows_kind == RowsKind::kObject) return;
    for (const auto& [name, inputs] : InputsByParent(method)) {
      const auto parent = catalog_.Find(name);
      if (!parent.ok() || inputs.size() < 2) continue;
      // A key without any of them is looked at where the document is read.
      const auto in_key = [&](const Parameter* input) { return IsInKey(input->column); };
      if (std::ranges::none_of(inputs, in_key)) continue;
      for (const Parameter* input : inputs) CheckInputInKey(method, *input, inputs, **parent);
    }
  }

  void CheckInputInKey(const Method& method, const Parameter& input,
                       const std::vector<const Parameter*>& inputs, const Resource& parent) {
    const std::vector<std::string>& key = parent.key;
    const auto is_given = [&](const std::string& column) {
      return std::ranges::any_of(
          inputs, [&](const Parameter* other) { return other->parent->column == column; });
    };
    const bool whole = !key.empty() && std::ranges::all_of(key, is_given);
    const bool needed = !whole || std::ranges::find(key, input.parent->column) != key.end();
    if (!needed || IsInKey(input.column)) return;
    AddFaultAt(root_, {"key"},
               "must name " + input.column + ", an input of " + method.name + ": two rows of " +
                   parent.name + " may differ in nothing but " + input.parent->column,
               faults_);
  }

  const Resource& table_;
  const YamlNode& root_;
  Catalog& catalog_;
  Faults& faults_;
};

}  // namespace

void CheckReferences(const Resource& table, const YamlNode& root, Catalog& catalog,
                     Faults& faults) {
  ReferenceRules(table, root, catalog, faults).Check();
}

}  // namespace apisql
