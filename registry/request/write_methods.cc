// What a table can do, and what its document knows of the values that it is given.
#include <algorithm>
#include <optional>

#include "registry/request/write_builder.h"
#include "registry/request/write_parts.h"
#include "src/base/text.h"
#include "src/json/text.h"

namespace apisql {
namespace {

std::string_view Participle(Verb verb) {
  constexpr std::string_view kWords[] = {"selected", "inserted", "updated", "deleted", "executed"};
  return kWords[static_cast<size_t>(verb)];
}

// "update, delete, exec suspend_virtual_instance"
std::string WritesOf(const Resource& resource) {
  std::vector<std::string> writes;
  for (const Verb verb : {Verb::kInsert, Verb::kUpdate, Verb::kDelete, Verb::kExec}) {
    for (const Method& method : resource.methods) {
      if (method.verb != verb) continue;
      std::string text(VerbName(verb));
      if (verb == Verb::kExec) text += " " + method.name;
      if (std::ranges::find(writes, text) == writes.end()) writes.push_back(std::move(text));
    }
  }
  return Join(writes, ", ");
}

}  // namespace

StatusOr<const Method*> WriteMethod(const Resource& resource, Verb verb) {
  const auto found = std::ranges::find(resource.methods, verb, &Method::verb);
  if (found != resource.methods.end()) return &*found;
  const std::string cannot = "rows cannot be " + std::string(Participle(verb));
  if (!resource.view_sql.empty()) return WriteFault(resource, cannot + ": it is a view");
  const std::string writes = WritesOf(resource);
  return WriteFault(resource, cannot + ": the API has no such call; " +
                                  (writes.empty() ? "it can only be read" : "it can: " + writes));
}

std::vector<std::string> UnknownValues(const Resource& resource,
                                       std::span<const ColumnChange> given) {
  constexpr size_t kMostShown = 60;
  std::vector<std::string> warnings;
  for (const ColumnChange& change : given) {
    if (change.column < 0 || change.column >= std::ssize(resource.columns)) continue;
    const Column& column = ColumnAt(resource, change.column);
    const auto* text = std::get_if<std::string>(&change.value);
    if (column.secret || column.values.empty() || text == nullptr) continue;
    if (std::ranges::find(column.values, *text) != column.values.end()) continue;
    warnings.push_back(resource.name + ": " + column.name + " = '" + Printable(*text, kMostShown) +
                       "' is none of the known values " + Join(column.values, ", ") +
                       DidYouMean(*text, column.values));
  }
  return warnings;
}

}  // namespace apisql
