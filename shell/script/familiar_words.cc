#include "shell/script/familiar_words.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr FamiliarWord kFamiliarWords[] = {
    {"quit", ".quit", ""},
    {"exit", ".quit", ""},
    {"help", ".help", ""},
    {"\\q", ".quit", ""},
    {"\\?", ".help", ""},
    {"\\h", ".help", ""},
    {"\\d", ".tables", "DESCRIBE"},
    {"\\d+", ".tables", "DESCRIBE EXTENDED"},
    {"\\dt", ".tables", ".tables"},
    {"\\dn", "SHOW SERVICES", "SHOW SERVICES IN"},
    {"\\l", "SHOW PROVIDERS", ""},
    {"\\conninfo", "SHOW PROVIDERS", ""},
    {"\\x", ".mode line", ""},
    {"\\i", ".read", ".read"},
    {"\\o", ".output", ".output"},
    {"\\timing", ".timer on", ".timer"},
    {"\\watch", ".watch 2", ".watch"},
    {"\\set", ".set", ".set"},
    {"\\unset", ".unset", ".unset"},
};

}  // namespace

std::span<const FamiliarWord> FamiliarWords() { return kFamiliarWords; }

std::optional<std::string> MeantBy(std::string_view line) {
  std::string_view text = StripBlanks(line);
  while (text.ends_with(';')) text = StripBlanks(text.substr(0, text.size() - 1));
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  const std::string_view argument = StripBlanks(text.substr(word.size()));
  // Letter case counts behind a backslash, as it does in psql.
  const auto* found = std::ranges::find_if(kFamiliarWords, [&](const FamiliarWord& one) {
    return word.starts_with('\\') ? one.typed == word : EqualsIgnoreCase(one.typed, word);
  });
  if (found == std::end(kFamiliarWords)) return std::nullopt;
  if (!argument.empty() && found->with.empty() && !word.starts_with('\\')) return std::nullopt;
  std::string meant(argument.empty() || found->with.empty() ? found->alone : found->with);
  if (!argument.empty()) meant.append(" ").append(argument);
  return meant.starts_with('.') ? meant : meant + ";";
}

}  // namespace apisql
