#include "registry/rules/key_rules.h"

#include <algorithm>
#include <string>

#include "registry/yaml/fault_at.h"

namespace apisql {
namespace {

bool IsInKey(const Resource& resource, const std::string& column) {
  return std::ranges::find(resource.key, column) != resource.key.end();
}

// A column of which no row tells the value: it is that of the request.
bool IsInput(const Resource& resource, const Parameter& parameter) {
  const int column = resource.FindColumn(parameter.column);
  return column >= 0 && !parameter.reveals &&
         resource.columns[static_cast<size_t>(column)].source == Column::Source::kParameter;
}

bool IsList(const Method& method) {
  return method.verb == Verb::kSelect && method.rows_kind != RowsKind::kObject;
}

// That the method gets one row when it is given nothing but the key.
bool GetsByKey(const Resource& resource, const Method& method) {
  if (method.verb != Verb::kSelect || method.rows_kind != RowsKind::kObject) return false;
  return std::ranges::all_of(method.parameters, [&](const Parameter& parameter) {
    return parameter.column.empty() || !parameter.required || IsInKey(resource, parameter.column);
  });
}

// The value of `input` follows from another one in the key: both are of one row of a parent.
bool FollowsFromKey(const Resource& resource, const Method& method, const Parameter& input) {
  if (!input.parent) return false;
  // No two parents of a tree have the same row.
  if (input.parent->is_tree()) return IsInKey(resource, input.parent->column);
  return std::ranges::any_of(method.parameters, [&](const Parameter& other) {
    return other.parent && other.parent->table == input.parent->table &&
           IsInKey(resource, other.column);
  });
}

void AddFault(const Method& method, const Parameter& input, const YamlNode& root, Faults& faults) {
  AddFaultAt(root, {"key"},
             "must name " + input.column + ", an input of " + method.name +
                 ": what it answers for two values of it may have the same key",
             faults);
}

void AddInputFault(const Method& method, const YamlNode& root, const std::string& rule,
                   Faults& faults) {
  AddFaultAt(root, {"methods", method.name, "where"}, rule, faults);
}

}  // namespace

bool WritesFoundRows(const Method& method) {
  const bool changes = method.verb == Verb::kUpdate || method.verb == Verb::kDelete;
  return changes && !method.by_inputs;
}

void CheckByInputs(const Resource& resource, const YamlNode& root, Faults& faults) {
  for (const Method& method : resource.methods) {
    if (!method.by_inputs) continue;
    if (method.InputColumns(/*required=*/true).empty()) {
      AddInputFault(method, root,
                    "inputs: the method needs none, so that nothing says what is meant", faults);
    }
    if (method.whole_body || method.merged_body) {
      AddInputFault(method, root, "inputs: no row is read whose other members body could send",
                    faults);
    }
    if (method.await)
      AddInputFault(method, root, "inputs: no row is read, so await has none", faults);
    for (const std::string& name : method.InputColumns(/*required=*/false)) {
      const int column = resource.FindColumn(name);
      const bool header = column >= 0 && resource.columns[static_cast<size_t>(column)].source ==
                                             Column::Source::kHeader;
      if (!header) continue;
      AddInputFault(method, root, "inputs: " + name + " is a header of an answer, and none is read",
                    faults);
    }
  }
}

void CheckKeyInputs(const Resource& resource, const YamlNode& root, Faults& faults) {
  const bool key_alone = std::ranges::any_of(
      resource.methods, [&](const Method& method) { return GetsByKey(resource, method); });
  if (resource.key.empty() || key_alone) return;
  for (const Method& method : resource.methods) {
    if (!IsList(method)) continue;
    for (const Parameter& parameter : method.parameters) {
      if (!parameter.required || !IsInput(resource, parameter)) continue;
      if (IsInKey(resource, parameter.column)) continue;
      if (!FollowsFromKey(resource, method, parameter)) AddFault(method, parameter, root, faults);
    }
  }
}

void CheckKeyOfWrites(const Resource& resource, const YamlNode& root, Faults& faults) {
  const YamlNode* key = root.Find("key");
  const bool said = key != nullptr && !(key->is(YamlNode::Kind::kList) && key->items.empty());
  if (said || resource.has_one_row()) return;
  for (const Method& method : resource.methods) {
    if (!WritesFoundRows(method)) continue;
    AddFaultAt(root, {"key"},
               std::string(VerbName(method.verb)) +
                   " needs a key that tells rows apart; without one every select must say row and "
                   "take no value, so that there is one row alone",
               faults);
  }
}

}  // namespace apisql
