#include <algorithm>
#include <optional>

#include "registry/model/api_words.h"
#include "registry/request/write_builder.h"
#include "registry/request/write_parts.h"
#include "src/base/text.h"
#include "src/json/text.h"

namespace apisql {
namespace {

bool IsArgument(const Parameter& parameter) { return !parameter.column.empty(); }

std::string MemberName(const Parameter& parameter) {
  return parameter.body_path.empty() ? "" : parameter.body_path.keys.back();
}

// The column of the argument, "" when there is none. A column's name goes before a parameter's, and
// that before a member's: the first is what the table's description shows.
std::string ArgumentColumn(const Resource& resource, const Method& method,
                           const std::string& name) {
  const int called = resource.FindColumn(name);
  if (called >= 0 && method.ParameterOf(ColumnAt(resource, called).name) != nullptr) {
    return ColumnAt(resource, called).name;
  }
  for (const auto& name_of : {+[](const Parameter& parameter) { return parameter.name; },
                              +[](const Parameter& parameter) { return MemberName(parameter); }}) {
    for (const Parameter& parameter : method.parameters) {
      if (!IsArgument(parameter) || !EqualsIgnoreCase(name_of(parameter), name)) continue;
      return parameter.column;
    }
  }
  return "";
}

std::vector<std::string> ArgumentNames(const Method& method) {
  std::vector<std::string> names;
  for (const Parameter& parameter : method.parameters) {
    const bool known = std::ranges::find(names, parameter.column) != names.end();
    if (IsArgument(parameter) && !known) names.push_back(parameter.column);
  }
  return names;
}

// "it takes id, auth_type"
std::string TakenArguments(const Method& method) {
  const std::vector<std::string> names = ArgumentNames(method);
  return names.empty() ? "it takes none" : "it takes " + Join(names, ", ");
}

// "; did you mean id?", or what the API calls so that is no column.
std::string HintFor(const Resource& resource, const Method& method, const std::string& name) {
  const bool column = resource.FindColumn(name) >= 0;
  const std::string meaning = column ? "" : MeaningOfApiWord(resource, name);
  return meaning.empty() ? DidYouMean(name, ArgumentNames(method)) : ". " + meaning;
}

StatusOr<int> FindExecColumn(const Resource& resource, const Method& method,
                             const std::string& name) {
  const std::string column_name = ArgumentColumn(resource, method, name);
  const int column = column_name.empty() ? -1 : resource.FindColumn(column_name);
  if (column < 0) {
    return WriteFault(resource, method.name + " has no argument '" + Printable(name, 60) + "'; " +
                                    TakenArguments(method) + HintFor(resource, method, name));
  }
  const Column& taken = ColumnAt(resource, column);
  if (taken.secret && !taken.on_create && !taken.on_update) {
    return WriteFault(resource, column_name + " is secret: it cannot be given to EXEC");
  }
  return column;
}

StatusOr<KnownRow> GivenValues(const Resource& resource, const Method& method,
                               std::span<const std::pair<std::string, ColumnValue>> arguments) {
  KnownRow values(resource.columns.size());
  for (const auto& [name, value] : arguments) {
    ASSIGN_OR_RETURN(const int column, FindExecColumn(resource, method, name));
    std::optional<ColumnValue>& place = values[static_cast<size_t>(column)];
    if (place) {
      return WriteFault(resource, method.name + ": the argument " +
                                      ColumnAt(resource, column).name + " is given twice");
    }
    place = value;
  }
  return values;
}

}  // namespace

StatusOr<KnownRow> ReadExecArguments(
    const Resource& resource, const Method& method,
    std::span<const std::pair<std::string, ColumnValue>> arguments) {
  ASSIGN_OR_RETURN(KnownRow values, GivenValues(resource, method, arguments));
  const auto missing = MissingParameters(resource, method, values, /*with_body=*/true);
  if (missing.empty()) return values;
  return WriteFault(resource,
                    method.name + " needs " + Join(missing, ", ") + "; " + TakenArguments(method));
}

StatusOr<Request> BuildExec(const Resource& resource, const Method& method,
                            const std::string& base_url,
                            std::span<const std::pair<std::string, ColumnValue>> arguments) {
  ASSIGN_OR_RETURN(const KnownRow values, ReadExecArguments(resource, method, arguments));
  return BuildOfParameters(resource, method, base_url, values);
}

}  // namespace apisql
