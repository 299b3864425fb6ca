#include "shell/run/script_text.h"

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

}  // namespace apisql
