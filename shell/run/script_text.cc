#include "shell/run/script_text.h"

#include "shell/run/commands.h"
#include "src/base/text.h"

namespace apisql {

size_t LeadingBlanks(std::string_view sql) {
  size_t at = 0;
  while (at < sql.size()) {
    const std::string_view rest = sql.substr(at);
    if (std::string_view(" \t\r\n\f;").find(rest.front()) != std::string_view::npos) {
      ++at;
    } else if (rest.starts_with("--")) {
      const size_t end = rest.find('\n');
      at = end == std::string_view::npos ? sql.size() : at + end + 1;
    } else if (rest.starts_with("/*")) {
      const size_t end = rest.find("*/", 2);
      if (end == std::string_view::npos) return at;
      at += end + 2;
    } else {
      return at;
    }
  }
  return at;
}

bool StartsCommand(std::string_view text, size_t at) {
  if (at >= text.size() || text[at] != '.') return false;
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  return at == 0 || text[at - 1] == '\n';
}

bool IsExplained(std::string_view sql) {
  constexpr std::string_view kWord = "explain";
  sql.remove_prefix(LeadingBlanks(sql));
  return EqualsIgnoreCase(sql.substr(0, kWord.size()), kWord);
}

Status WithForgottenSemicolon(Status failure, std::string_view statement) {
  const size_t place = failure.place().value_or(statement.size());
  if (place >= statement.size() || failure.message().find("syntax error") == std::string::npos) {
    return failure;
  }
  const size_t begin = statement.rfind('\n', place) + 1;  // 0: it is the first line.
  const std::string_view line = statement.substr(begin, statement.find('\n', begin) - begin);
  if (begin == 0 || !IsKnownCommand(line)) return failure;
  const std::string hint =
      "Is the semicolon before " + std::string(StripBlanks(line)) + " missing?";
  return Status(failure).WithMessage(failure.message() + ". " + hint).WithHint(hint);
}

}  // namespace apisql
