#include "registry/model/names.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {

namespace {

// What SQLite does not take as a name without quotes, and what would be a function's.
constexpr std::string_view kReserved[] = {
    "add",       "all",     "alter",      "and",         "as",       "autoincrement",
    "between",   "case",    "check",      "collate",     "commit",   "constraint",
    "create",    "default", "deferrable", "delete",      "distinct", "drop",
    "else",      "escape",  "except",     "exists",      "foreign",  "from",
    "group",     "having",  "in",         "index",       "indexed",  "insert",
    "intersect", "into",    "is",         "isnull",      "join",     "limit",
    "not",       "nothing", "notnull",    "null",        "on",       "or",
    "order",     "primary", "references", "returning",   "select",   "set",
    "table",     "then",    "to",         "transaction", "union",    "unique",
    "update",    "using",   "values",     "when",        "where",
};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsWordByte(char c) { return IsLetter(c) || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

bool IsName(std::string_view text) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto rest = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && letter(text.front()) && std::ranges::all_of(text, rest);
}

bool IsQuotableName(std::string_view text) {
  const auto rest = [](char c) { return IsWordByte(c) || c == '-' || c == '$'; };
  return !text.empty() && IsLetter(text.front()) && std::ranges::all_of(text, rest);
}

std::string SqlName(std::string_view name) {
  const bool plain = !name.empty() && (IsLetter(name.front()) || name.front() == '_') &&
                     std::ranges::all_of(name, IsWordByte);
  const auto is_name = [&](std::string_view word) { return EqualsIgnoreCase(word, name); };
  if (plain && std::ranges::none_of(kReserved, is_name)) return std::string(name);
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

bool IsVariable(std::string_view name) {
  const auto upper = [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto rest = [&](char c) { return upper(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && upper(name.front()) && std::ranges::all_of(name, rest);
}

bool IsTableName(std::string_view text) {
  constexpr size_t kParts = 3;
  const auto parts = Split(text, '.');
  return parts.size() == kParts && std::ranges::all_of(parts, IsName);
}

bool IsHeaderName(std::string_view name) {
  constexpr std::string_view kToken =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return !name.empty() && name.find_first_not_of(kToken) == name.npos;
}

}  // namespace apisql
