#include "registry/print/short_text.h"

#include "src/base/text.h"

namespace apisql {

std::string ShortText(std::string_view text) {
  constexpr size_t kMostCharacters = 240;
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  line = StripBlanks(line);
  const size_t most = BytesOfCharacters(line, kMostCharacters);
  if (most >= line.size()) return line;
  const size_t sentence = line.rfind(". ", most);
  if (sentence != std::string::npos && sentence > 40) return line.substr(0, sentence + 1);
  return line.substr(0, most) + "...";
}

}  // namespace apisql
