// What Tab inserts, given the words that may stand at the cursor.
#ifndef APISQL_SHELL_LINE_COMPLETION_H_
#define APISQL_SHELL_LINE_COMPLETION_H_

#include <string>
#include <string_view>
#include <vector>

namespace apisql {

struct Completion {
  std::string insert;              // Text to put at the cursor; may be empty.
  std::vector<std::string> words;  // The candidates that go on from what is typed, sorted.
};

// Matches the end of `before_cursor` with the beginnings of `candidates`, ASCII case ignored: the
// whole dotted word first, then what follows each dot, so that both `confluent.i` and `k.own` work.
// Inserts as much as all matching candidates share.
Completion CompleteWord(std::string_view before_cursor, std::vector<std::string> candidates);

}  // namespace apisql

#endif  // APISQL_SHELL_LINE_COMPLETION_H_
