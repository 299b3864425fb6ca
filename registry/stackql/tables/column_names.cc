#include "registry/stackql/tables/column_names.h"

#include <algorithm>

#include "registry/model/names.h"
#include "src/base/text.h"

namespace apisql {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

bool IsLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

ColumnNames::ColumnNames()
    : taken_({"rowid", "oid", "_rowid_", "_row", "_arguments", "_returned"}) {}

std::string ColumnNames::Take(std::string_view wanted) {
  const std::string near = NearName(wanted);
  std::string name = near;
  for (int i = 2; !taken_.insert(AsciiLower(name)).second; ++i) {
    name = near + "_" + std::to_string(i);
  }
  return name;
}

bool ColumnNames::IsTaken(std::string_view name) const { return taken_.contains(AsciiLower(name)); }

std::vector<std::string> ColumnNames::TakeAliases(std::string_view name, std::string_view wanted) {
  std::vector<std::string> aliases;
  const bool under = wanted.starts_with('_') && IsQuotableName(wanted.substr(1));
  for (const std::string& alias : {under ? std::string(wanted) : std::string(), SnakeCase(name)}) {
    if (alias.empty() || !IsQuotableName(alias.starts_with('_') ? alias.substr(1) : alias))
      continue;
    if (taken_.insert(AsciiLower(alias)).second) aliases.push_back(alias);
  }
  return aliases;
}

std::string SnakeCase(std::string_view name) {
  std::string snake;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool after_small = i > 0 && IsLowerOrDigit(name[i - 1]);
    const bool before_small =
        i > 0 && IsUpper(name[i - 1]) && i + 1 < name.size() && IsLowerOrDigit(name[i + 1]);
    if (IsUpper(name[i]) && (after_small || before_small)) snake += '_';
    snake += name[i] == '-' ? '_' : AsciiLower(name[i]);
  }
  return snake;
}

std::string NearName(std::string_view wanted) {
  std::string name;
  for (const char c : wanted) {
    const bool kept = IsUpper(c) || IsLowerOrDigit(c) || c == '_' || c == '-' || c == '$';
    if (kept) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  const size_t start = name.find_first_not_of("_-$");
  name = start == std::string::npos ? "value" : name.substr(start);
  while (name.size() > 1 && name.back() == '_' && !wanted.ends_with('_')) name.pop_back();
  return IsQuotableName(name) ? name : "n" + name;
}

}  // namespace apisql
