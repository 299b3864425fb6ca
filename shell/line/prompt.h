// What stands before the line that is typed: it tells in what state the session and the text are.
#ifndef APISQL_SHELL_LINE_PROMPT_H_
#define APISQL_SHELL_LINE_PROMPT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace apisql {

struct PromptState {
  bool in_transaction = false;
  int64_t staged_rows = 0;  // That wait for COMMIT.
  bool read_only = false;
};

// Of the next line, behind the lines of `entry`:
//   apisql>      apisql*>      apisql*[3]>      apisql(read only)>
// or, where `entry` has something, as wide as that with the last thing that is open in it:
//      ...>   '>   ">   /*>   (>
std::string PromptText(const PromptState& state, std::string_view entry);

// True when `entry` ends within a string, a quoted name, a comment or parentheses.
bool HasOpenPart(std::string_view entry);

}  // namespace apisql

#endif  // APISQL_SHELL_LINE_PROMPT_H_
