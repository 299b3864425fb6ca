#include "registry/document/parameter_document.h"

#include <algorithm>

#include "registry/document/server_document.h"
#include "registry/model/fill_server.h"
#include "registry/model/server_url.h"
#include "src/base/text.h"

namespace apisql {
namespace {

std::optional<Parent> ReadParent(const Fields& parameter) {
  const YamlNode* node = parameter.Find("from");
  if (node == nullptr) return std::nullopt;
  const Fields fields(*node, kFrom, parameter.Within("from"), parameter.faults());
  Parent parent{fields.Text("table"), fields.Text("column"), fields.Text("format", "{}")};
  const size_t mark = parent.format.find("{}");
  if (mark == std::string::npos || parent.format.find("{}", mark + 1) != std::string::npos) {
    fields.Fault("format", "must hold {} once, where the value goes");
  }
  return parent;
}

// The columns that say where the server is, and which of its credentials is meant.
std::vector<std::string> ServerColumns(const Server& server) {
  std::vector<std::string> names;
  for (const UrlSlot& slot : SlotsOf(server.base_url)) names.push_back(slot.name);
  if (!server.credential_by.empty()) names.push_back(server.credential_by);
  std::erase_if(names, [&](const auto& name) { return server.FindVariable(name) != nullptr; });
  return names;
}

std::vector<std::string> AllPlaceholders(const Server* server, const std::string& path) {
  std::vector<std::string> all;
  if (server != nullptr) all = ServerColumns(*server);
  const auto found = Placeholders(path);
  if (found.ok()) all.insert(all.end(), found->begin(), found->end());
  std::vector<std::string> names;
  for (const std::string& name : all) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

// The server's variables that WHERE may choose.
std::vector<std::string> OpenVariables(const Server* server, std::span<const Column> columns) {
  std::vector<std::string> names;
  if (server == nullptr) return names;
  for (const ServerVariable& variable : server->variables) {
    const auto gives = [&](const Column& column) {
      return column.name == variable.name && column.source == Column::Source::kParameter;
    };
    if (IsOpenToRows(*server, variable) && std::ranges::any_of(columns, gives)) {
      names.push_back(variable.name);
    }
  }
  return names;
}

void AddPathParameters(const std::vector<std::string>& names, bool required,
                       std::vector<Parameter>& parameters) {
  for (const std::string& name : names) {
    if (std::ranges::find(parameters, name, &Parameter::name) != parameters.end()) continue;
    Parameter parameter;
    parameter.name = parameter.column = name;
    parameter.place = Parameter::Place::kPath;
    parameter.required = required;
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
  }
}

Parameter ReadFilter(const NamedNode& entry, const Fields& method) {
  const std::string place = method.Within("filters") + "." + entry.name->text;
  const Fields fields(*entry.node, kFilter, place, method.faults());
  Parameter filter;
  filter.column = entry.name->text;
  filter.name = fields.Text("parameter", filter.column);
  constexpr Parameter::Place kPlaces[] = {Parameter::Place::kQuery, Parameter::Place::kHeader,
                                          Parameter::Place::kBody};
  filter.place = kPlaces[fields.Choice("in").value_or(0)];
  filter.match = static_cast<Parameter::Match>(fields.Choice("match").value_or(0));
  filter.repeatable = fields.Boolean("repeatable");
  filter.required = fields.Boolean("required");
  filter.reveals = fields.Boolean("reveals");
  filter.parent = ReadParent(fields);
  const bool in_body = filter.place == Parameter::Place::kBody;
  if (in_body) filter.body_path = fields.Path("body_path", JsonPath{{filter.name}});
  if (filter.parent && !filter.required) fields.Fault("from", "needs required: true");
  if (filter.reveals && filter.required) {
    fields.Fault("reveals", "means nothing for what is always sent (required)");
  }
  const bool in_header = filter.place == Parameter::Place::kHeader;
  if (filter.repeatable && in_header) fields.Fault("repeatable", "is not for headers");
  if (filter.name.empty() || (in_header && !IsHeaderName(filter.name))) {
    fields.Fault("parameter", in_header ? "is no header's name" : "is empty");
  }
  return filter;
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
bool MayShare(const Parameter& a, const Parameter& b) {
  const auto loose = [](const Parameter& parameter) {
    return parameter.place == Parameter::Place::kQuery && !parameter.column.empty() &&
           !parameter.required && parameter.match == Parameter::Match::kPartial;
  };
  return a.column != b.column && loose(a) && loose(b);
}

// Arguments go by name and constraints by column, so each stands for one parameter. The same value
// may be sent in two places: a name that is in the path and in the body.
void CheckPair(const Fields& method, const Parameter& a, const Parameter& b) {
  const bool same_column = !b.column.empty() && a.column == b.column;
  const bool two_places = same_column && a.place != b.place;
  if (a.name == b.name && !two_places && !MayShare(a, b)) {
    method.Fault("verb", "the parameter " + b.name +
                             " is declared twice; only optional filters with match: partial may "
                             "share one");
  } else if (same_column && a.name != b.name) {
    method.Fault("verb", "the column " + b.column + " is bound to two parameters");
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
  CheckUnique(method, parameters);
  return parameters;
}

}  // namespace apisql
