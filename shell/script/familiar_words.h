// What users of psql, mysql and sqlite3 type without thinking, as what it is here.
#ifndef APISQL_SHELL_SCRIPT_FAMILIAR_WORDS_H_
#define APISQL_SHELL_SCRIPT_FAMILIAR_WORDS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace apisql {

struct FamiliarWord {
  std::string_view typed;
  std::string_view alone;  // What it is without an argument.
  std::string_view with;   // In front of its argument; "": it takes none.
};
std::span<const FamiliarWord> FamiliarWords();

// The dot-command, or the statement with its ';', that `line` stands for: "\d t" is "DESCRIBE t;",
// and "quit;" is ".quit". None for anything else. Words without a backslash must stand alone.
std::optional<std::string> MeantBy(std::string_view line);

}  // namespace apisql

#endif  // APISQL_SHELL_SCRIPT_FAMILIAR_WORDS_H_
