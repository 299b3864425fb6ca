#include "vtab/sql/parameters.h"

#include <algorithm>
#include <charconv>

#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// The number that "?12" states; 0 where there is none, or one that SQLite would refuse.
int StatedNumber(std::string_view text) {
  constexpr int kMost = 32'766;  // SQLITE_MAX_VARIABLE_NUMBER
  int number = 0;
  const auto read = std::from_chars(text.data() + 1, text.data() + text.size(), number);
  return text[0] == '?' && read.ec == std::errc() && number <= kMost ? number : 0;
}

}  // namespace

std::vector<SqlParameter> ReadParameters(std::string_view sql, size_t begin) {
  std::vector<SqlParameter> parameters;
  int last = 0;
  for (const Token& token : SignificantTokens(sql.substr(begin))) {
    if (token.kind != TokenKind::kParameter) continue;
    const bool bare = token.text == "?";
    const int stated = StatedNumber(token.text);
    std::string name = bare ? "?" + std::to_string(last + 1) : std::string(token.text);
    if (stated > 0) name = "?" + std::to_string(stated);
    if (std::ranges::find(parameters, name, &SqlParameter::name) != parameters.end()) continue;
    const int number = stated > 0 ? stated : last + 1;
    last = std::max(last, number);
    parameters.push_back({std::move(name), number, begin + token.offset, bare});
  }
  return parameters;
}

}  // namespace apisql
