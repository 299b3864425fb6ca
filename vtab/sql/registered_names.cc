#include "vtab/sql/registered_names.h"

#include <algorithm>
#include <utility>

#include "registry/model/names.h"
#include "src/base/text.h"

namespace apisql {

RegisteredNames::RegisteredNames(std::vector<std::string> own, const Catalog* catalog)
    : own_(std::move(own)), catalog_(catalog) {
  for (const std::string& name : own_) {
    const std::string lower = AsciiLower(name);
    by_lower_name_.emplace(lower, name);
    const size_t dot = lower.find('.');
    if (dot != std::string::npos) first_parts_.insert(lower.substr(0, dot));
  }
}

const std::string* RegisteredNames::Find(std::string_view name) const {
  const auto found = by_lower_name_.find(AsciiLower(name));
  if (found != by_lower_name_.end()) return &found->second;
  return catalog_ == nullptr ? nullptr : catalog_->FindName(name);
}

bool RegisteredNames::IsFirstPart(std::string_view part) const {
  return first_parts_.contains(AsciiLower(part)) ||
         (catalog_ != nullptr && catalog_->HasProvider(part));
}

std::vector<std::string> RegisteredNames::FirstParts() const {
  std::set<std::string> parts(first_parts_.begin(), first_parts_.end());
  if (catalog_ != nullptr) {
    for (std::string& provider : catalog_->ProviderNames()) parts.insert(std::move(provider));
  }
  return {parts.begin(), parts.end()};
}

std::vector<std::string> RegisteredNames::All() const {
  return WithOwn(catalog_ == nullptr ? std::vector<std::string>() : catalog_->TableNames(), "");
}

std::vector<std::string> RegisteredNames::Known() const {
  return WithOwn(catalog_ == nullptr ? std::vector<std::string>() : catalog_->KnownTableNames(),
                 "");
}

StatusOr<std::vector<std::string>> RegisteredNames::Under(const std::string& provider) const {
  std::vector<std::string> names;
  if (catalog_ != nullptr) {
    ASSIGN_OR_RETURN(names, catalog_->TablesOf(provider));
  }
  return WithOwn(std::move(names), provider + ".");
}

StatusOr<std::vector<std::string>> RegisteredNames::UnderService(const std::string& service) const {
  std::vector<std::string> names;
  const size_t dot = service.find('.');
  if (catalog_ != nullptr && dot != std::string::npos) {
    ASSIGN_OR_RETURN(names, catalog_->TablesOf(std::string_view(service).substr(0, dot),
                                               std::string_view(service).substr(dot + 1)));
  }
  return WithOwn(std::move(names), service + ".");
}

StatusOr<std::vector<std::string>> RegisteredNames::ServicesUnder(
    const std::string& provider) const {
  std::set<std::string> services;
  if (catalog_ != nullptr) {
    ASSIGN_OR_RETURN(const std::vector<std::string> names, catalog_->ServicesOf(provider));
    for (const std::string& name : names) services.insert(provider + "." + name);
  }
  for (const std::string& table : WithOwn({}, provider + ".")) {
    if (std::ranges::count(table, '.') > 1) services.insert(table.substr(0, table.rfind('.')));
  }
  return std::vector<std::string>(services.begin(), services.end());
}

std::vector<std::string> RegisteredNames::Near(std::string_view name) const {
  return WithOwn(catalog_ == nullptr ? std::vector<std::string>() : catalog_->NamesNear(name), "");
}

Status RegisteredNames::UnknownTable(std::string_view name) const {
  const std::string left_out = catalog_ == nullptr ? "" : catalog_->WhyLeftOut(name);
  if (left_out.empty()) return UnknownName("table", name, Near(name));
  return {StatusCode::kNotFound, "no such table: " + std::string(name) + ": " + left_out};
}

std::vector<std::string> RegisteredNames::From(std::string_view prefix) const {
  return WithOwn(catalog_ == nullptr ? std::vector<std::string>() : catalog_->NamesFrom(prefix),
                 prefix);
}

std::vector<std::string> RegisteredNames::WithOwn(std::vector<std::string> names,
                                                  std::string_view prefix) const {
  for (const std::string& name : own_) {
    if (EqualsIgnoreCase(std::string_view(name).substr(0, prefix.size()), prefix)) {
      names.push_back(name);
    }
  }
  std::ranges::sort(names);
  return names;
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
