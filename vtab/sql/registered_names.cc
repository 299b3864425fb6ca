#include "vtab/sql/registered_names.h"

#include <utility>

#include "registry/model/names.h"
#include "src/base/text.h"

namespace apisql {

RegisteredNames::RegisteredNames(std::vector<std::string> names) : all_(std::move(names)) {
  for (const std::string& name : all_) {
    const std::string lower = AsciiLower(name);
    by_lower_name_.emplace(lower, name);
    const size_t dot = lower.find('.');
    if (dot != std::string::npos) first_parts_.insert(lower.substr(0, dot));
  }
}

void RegisteredNames::AddAlias(std::string_view alias, const std::string& name) {
  by_lower_name_.try_emplace(AsciiLower(alias), name);
}

const std::string* RegisteredNames::Find(std::string_view name) const {
  const auto found = by_lower_name_.find(AsciiLower(name));
  return found == by_lower_name_.end() ? nullptr : &found->second;
}

bool RegisteredNames::IsFirstPart(std::string_view part) const {
  return first_parts_.contains(AsciiLower(part));
}

namespace {

std::string SuggestionOf(const std::vector<std::string>& nearest) {
  std::string text;
  for (size_t i = 0; i < nearest.size(); ++i) {
    text += i == 0 ? "Did you mean " : i + 1 == nearest.size() ? " or " : ", ";
    text += nearest[i];
  }
  return text.empty() ? text : text + "?";
}

}  // namespace

std::string Suggestion(std::string_view name, const std::vector<std::string>& candidates) {
  return SuggestionOf(NearestNames(name, candidates));
}

std::string ColumnSuggestion(std::string_view name, const std::vector<std::string>& columns) {
  std::vector<std::string> nearest = NearestNames(name, columns);
  for (std::string& column : nearest) column = SqlName(column);
  return SuggestionOf(nearest);
}

Status UnknownName(std::string_view what, std::string_view name,
                   const std::vector<std::string>& candidates) {
  std::string message = "no such " + std::string(what) + ": " + std::string(name);
  std::string hint = Suggestion(name, candidates);
  if (!hint.empty()) message += ". " + hint;
  return Status(StatusCode::kNotFound, std::move(message)).WithHint(std::move(hint));
}

}  // namespace apisql
