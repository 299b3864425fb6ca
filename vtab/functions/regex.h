// Regex: a regular expression of PCRE2's, with a limit on what one search may cost.
#ifndef APISQL_VTAB_FUNCTIONS_REGEX_H_
#define APISQL_VTAB_FUNCTIONS_REGEX_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "src/base/status.h"

namespace apisql {

// Text is UTF-8. As in StackQL '.' stands for line ends too, and '$' for the end of the text alone;
// (?-s) and (?m) in a pattern change that. Not thread-safe.
class Regex {
 public:
  // An error says what is wrong, the pattern, and at which of its bytes.
  static StatusOr<std::unique_ptr<Regex>> Compile(std::string_view pattern);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  // Where the first match stands; `found` is false where there is none. An error for a text that is
  // no UTF-8, and for a search that takes too many steps.
  struct Match {
    bool found = false;
    size_t begin = 0;
    size_t end = 0;
  };
  StatusOr<Match> Find(std::string_view text);
  // The text with `replacement` for every match, an empty one included. $0 is the match and $1 to
  // $9 are the groups that the pattern has; any other $ is itself.
  StatusOr<std::string> Replace(std::string_view text, std::string_view replacement);

 private:
  struct Compiled;  // Of PCRE2's types.
  Regex(std::string_view pattern, std::unique_ptr<Compiled> compiled);

  void Begin(std::string_view text);
  StatusOr<Match> FindFrom(std::string_view text, size_t from, uint32_t options);
  void AppendReplacement(std::string_view text, std::string_view replacement, std::string* result);
  std::string_view Group(std::string_view text, size_t number) const;
  Status Failure(int code) const;

  std::string pattern_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_FUNCTIONS_REGEX_H_
