#include "registry/parameter/parameter_document.h"

#include <algorithm>

#include "registry/model/fill_server.h"
#include "registry/model/path_template.h"
#include "registry/parameter/filter_document.h"
#include "src/base/text.h"

namespace apisql {
namespace {

// The columns that say where the server is, and which of its credentials is meant.
std::vector<std::string> ServerColumns(const Server& server) {
  std::vector<std::string> names;
  for (const UrlSlot& slot : SlotsOf(server.base_url)) names.push_back(slot.name);
  if (!server.credential_by.empty()) names.push_back(server.credential_by);
  std::erase_if(names, [&](const auto& name) { return server.FindVariable(name) != nullptr; });
  return names;
}

std::vector<PathPlaceholder> AllPlaceholders(const Server* server, const std::string& path) {
  std::vector<PathPlaceholder> all;
  if (server != nullptr) {
    for (const std::string& name : ServerColumns(*server)) all.push_back({.name = name});
  }
  const auto of_path = PathPlaceholders(path);
  if (of_path.ok()) all.insert(all.end(), of_path->begin(), of_path->end());
  return all;
}

// The server's variables that WHERE may choose.
std::vector<PathPlaceholder> OpenVariables(const Server* server, std::span<const Column> columns) {
  std::vector<PathPlaceholder> open;
  if (server == nullptr) return open;
  for (const ServerVariable& variable : server->variables) {
    const auto gives = [&](const Column& column) {
      return column.name == variable.name && column.source == Column::Source::kParameter;
    };
    if (IsOpenToRows(*server, variable) && std::ranges::any_of(columns, gives)) {
      open.push_back({.name = variable.name});
    }
  }
  return open;
}

// Each name once.
void AddPathParameters(const std::vector<PathPlaceholder>& placeholders, bool required,
                       std::vector<Parameter>& parameters) {
  for (const PathPlaceholder& placeholder : placeholders) {
    const std::string& name = placeholder.name;
    if (std::ranges::find(parameters, name, &Parameter::name) != parameters.end()) continue;
    Parameter parameter;
    parameter.name = parameter.column = name;
    parameter.place = Parameter::Place::kPath;
    parameter.segment = placeholder.segment;
    parameter.required = required && placeholder.segment != Parameter::Segment::kOptional;
    parameters.push_back(std::move(parameter));
  }
}

void ReadPathParameters(const Fields& method, std::vector<Parameter>& parameters) {
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters) names.push_back(parameter.name);
  for (const auto& [name, node] : method.Members("path_parameters")) {
    const std::string place = method.Within("path_parameters") + "." + name->text;
    const auto found = std::ranges::find(parameters, name->text, &Parameter::name);
    if (found == parameters.end()) {
      method.faults().Add(name->line, At(place, "the path has no {" + name->text + "}" +
                                                    DidYouMean(name->text, names)));
      continue;
    }
    const Fields fields(*node, kPathParameter, place, method.faults());
    found->column = fields.Text("column", found->column);
    found->parent = ReadParent(fields);
    const bool optional = found->segment == Parameter::Segment::kOptional;
    if (found->parent && !found->parent->is_tree() && optional) {
      fields.Fault("from", "is for what every request has, and {/" + found->name + "} may be none");
    }
  }
}

Parameter ReadBodyParameter(const NamedNode& entry, const Fields& method) {
  const std::string place = method.Within("body_parameters") + "." + entry.name->text;
  const Fields fields(*entry.node, kBodyParameter, place, method.faults());
  Parameter parameter;
  parameter.name = entry.name->text;
  parameter.place = Parameter::Place::kBody;
  parameter.body_path = fields.Path("path");
  const YamlNode* value = fields.Find("value");
  if (value != nullptr) {
    parameter.constant = ToJson(*value);
  } else {
    parameter.column = parameter.name;
    parameter.required = true;
  }
  return parameter;
}

void ReadConstants(const Fields& method, std::vector<Parameter>& parameters) {
  for (const auto& [name, node] : method.Members("constants")) {
    Parameter constant;
    constant.name = name->text;
    constant.constant = node->text;
    parameters.push_back(std::move(constant));
  }
}

// One filter of the API may look into two columns; then it is exact for neither.
bool IsLoose(const Parameter& parameter) {
  return parameter.place == Parameter::Place::kQuery && !parameter.column.empty() &&
         !parameter.required && parameter.match == Parameter::Match::kPartial;
}

bool HaveSameColumn(const Parameter& a, const Parameter& b) {
  return !b.column.empty() && a.column == b.column && a.comparison == b.comparison;
}

bool MayShare(const Parameter& a, const Parameter& b) {
  if (a.is_formatted() || b.is_formatted()) {
    return a.is_formatted() && b.is_formatted() && a.place == b.place && a.join == b.join;
  }
  return a.column != b.column && IsLoose(a) && IsLoose(b);
}

// Arguments go by name and constraints by column and comparison, so each stands for one parameter.
// The same value may be sent in two places: a name that is in the path and in the body.
void CheckPair(const Fields& method, const Parameter& a, const Parameter& b) {
  const bool same_column = HaveSameColumn(a, b);
  const bool two_places = same_column && a.place != b.place;
  if (a.name == b.name && !two_places && (same_column || !MayShare(a, b))) {
    method.Fault("verb", "the parameter " + b.name +
                             " is declared twice; only optional filters with match: partial, or "
                             "filters with a format and one join may share one");
  } else if (same_column && a.name != b.name) {
    method.Fault("verb", "the column " + b.column + " is bound to two parameters");
  } else if (a.id() == b.id() && a.name != b.name) {
    method.Fault("filters", a.id() + " is the name of another parameter, too");
  }
}

void NoteTimes(std::span<const Column> columns, std::vector<Parameter>& parameters) {
  for (Parameter& parameter : parameters) {
    const auto column = std::ranges::find(columns, parameter.column, &Column::name);
    if (column != columns.end()) parameter.column_time = column->time;
  }
}

void MarkShared(std::vector<Parameter>& parameters) {
  for (Parameter& parameter : parameters) {
    parameter.shares_name =
        !parameter.filter.empty() && std::ranges::any_of(parameters, [&](const Parameter& other) {
          return other.name == parameter.name && !HaveSameColumn(other, parameter);
        });
  }
}

void CheckUnique(const Fields& method, const std::vector<Parameter>& parameters) {
  for (size_t i = 0; i < parameters.size(); ++i) {
    for (size_t j = 0; j < i; ++j) CheckPair(method, parameters[j], parameters[i]);
  }
}

}  // namespace

std::vector<Parameter> ReadParameters(const Fields& method, const Server* server,
                                      const std::string& path, std::span<const Column> columns) {
  std::vector<Parameter> parameters;
  AddPathParameters(AllPlaceholders(server, path), /*required=*/true, parameters);
  AddPathParameters(OpenVariables(server, columns), /*required=*/false, parameters);
  ReadPathParameters(method, parameters);
  for (const NamedNode& entry : method.Members("filters")) {
    parameters.push_back(ReadFilter(entry, method));
  }
  for (const NamedNode& entry : method.Members("body_parameters")) {
    parameters.push_back(ReadBodyParameter(entry, method));
  }
  ReadConstants(method, parameters);
  NoteTimes(columns, parameters);
  MarkShared(parameters);
  CheckUnique(method, parameters);
  return parameters;
}

}  // namespace apisql
