#include "shell/people/paragraph.h"

#include <algorithm>

#include "shell/output/display.h"

namespace apisql {

void AppendParagraph(std::string_view first, std::string_view text, size_t indent, size_t width,
                     std::string* out) {
  constexpr size_t kLeastRoom = 16;
  const size_t room = width > indent + kLeastRoom ? width - indent : kLeastRoom;
  std::string line_start(first);
  line_start.resize(std::max(first.size(), indent), ' ');
  for (const std::string& line : WrapWords(Visible(text), room, LongWords::kStay)) {
    *out += line_start + line + "\n";
    line_start.assign(indent, ' ');
  }
}

}  // namespace apisql
