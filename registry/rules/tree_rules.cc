#include "registry/rules/tree_rules.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "registry/yaml/fault_at.h"
#include "src/base/text.h"
#include "src/json/number.h"

namespace apisql {
namespace {

std::string_view TypeWord(ColumnType type) {
  return type == ColumnType::kInteger ? "an integer" : "a text";
}

// One `from` of a method.
class FromRules {
 public:
  FromRules(const Resource& resource, const Method& method, const Parameter& parameter,
            const YamlNode& root, Faults& faults)
      : resource_(resource),
        method_(method),
        parameter_(parameter),
        parent_(*parameter.parent),
        root_(root),
        faults_(faults) {}

  void Check() {
    const bool itself = parent_.table == resource_.name;
    if (!itself && parent_.is_tree()) {
      Fault("roots", "is for a table that is its own parent: {table: itself}");
    }
    if (!itself) return;
    if (!parent_.is_tree()) {
      Fault("table",
            "a table that is its own parent needs roots: the values that the first requests send, "
            "or none where the first request leaves " +
                parameter_.name + " out");
      return;
    }
    CheckMethod();
    CheckRoots();
    CheckColumn();
  }

 private:
  void Fault(std::string_view key, const std::string& rule) {
    const bool path = parameter_.place == Parameter::Place::kPath;
    AddFaultAt(root_,
               {"methods", method_.name, path ? "path_parameters" : "filters",
                path ? parameter_.name : parameter_.filter, "from", key},
               rule, faults_);
  }

  const Column* FindColumn(const std::string& name) const {
    const auto found = std::ranges::find(resource_.columns, name, &Column::name);
    return found == resource_.columns.end() ? nullptr : &*found;
  }

  void CheckMethod() {
    if (method_.verb != Verb::kSelect || method_.rows_kind == RowsKind::kObject) {
      Fault("table", "only a list asks for the rows below its own; here the statement gives " +
                         parameter_.column);
    }
    if (parameter_.match == Parameter::Match::kPartial) {
      Fault("table", "needs match: exact: a row would be found below several parents");
    }
    for (const Parameter& other : method_.parameters) {
      if (&other != &parameter_ && other.parent && other.parent->table == resource_.name) {
        Fault("table",
              "one input takes its values from the table itself, and " + other.name + " does, too");
      }
      if (other.required && other.comparison != Parameter::Comparison::kEqual) {
        Fault("table", "cannot stand beside " + other.filter +
                           ": where a row is left out, so are those below it");
      }
    }
  }

  void CheckRoots() {
    const std::vector<std::string>& roots = *parent_.roots;
    if (roots.empty() && parameter_.required) {
      Fault("roots", "none is for an input that a request can do without, and " + parameter_.name +
                         " is required");
    }
    if (!roots.empty() && !parameter_.required) {
      Fault("roots", "values are for an input that every request has, and " + parameter_.name +
                         " is not required: say none");
    }
    const auto repeated = std::ranges::find_if(
        roots, [&](const std::string& root) { return std::ranges::count(roots, root) > 1; });
    if (repeated != roots.end()) Fault("roots", *repeated + " stands twice");
    const Column* const own = FindColumn(parameter_.column);
    if (own == nullptr) return;  // Told elsewhere.
    if (own->type != ColumnType::kText && own->type != ColumnType::kInteger) {
      return Fault("table", "is for columns of texts and integers, and " + own->name + " is none");
    }
    for (const std::string& root : roots) {
      if (IsValue(*own, root)) continue;
      Fault("roots", (root.empty() ? "an empty text" : root) + " is no value of the column " +
                         own->name + ", which is " + std::string(TypeWord(own->type)));
    }
  }

  static bool IsValue(const Column& column, const std::string& text) {
    if (column.type == ColumnType::kText) return !text.empty();
    const ColumnNumber number = IntegerColumnValue(text);
    const auto* integer = std::get_if<int64_t>(&number);
    return integer != nullptr && std::to_string(*integer) == text;
  }

  void CheckColumn() {
    const Column* const column = FindColumn(parent_.column);
    if (column == nullptr) {
      std::vector<std::string> names;
      for (const Column& one : resource_.columns) names.push_back(one.name);
      return Fault("column",
                   "there is no column " + parent_.column + DidYouMean(parent_.column, names));
    }
    if (column->secret) {
      Fault("column", column->name + " is secret: in a request it would be logged");
    }
    if (column->source == Column::Source::kParameter || column->source == Column::Source::kHeader) {
      Fault("column", column->name + " is not read from rows");
    }
    const Column* const own = FindColumn(parameter_.column);
    if (own != nullptr && parent_.format == "{}" && own->type != column->type) {
      Fault("column", column->name + " and " + own->name + " are of different types");
    }
  }

  const Resource& resource_;
  const Method& method_;
  const Parameter& parameter_;
  const Parent& parent_;
  const YamlNode& root_;
  Faults& faults_;
};

}  // namespace

void CheckTrees(const Resource& resource, const YamlNode& root, Faults& faults) {
  for (const Method& method : resource.methods) {
    for (const Parameter& parameter : method.parameters) {
      if (parameter.parent) FromRules(resource, method, parameter, root, faults).Check();
    }
  }
}

}  // namespace apisql
