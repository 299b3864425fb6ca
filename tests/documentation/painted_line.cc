#include "tests/documentation/painted_line.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr std::string_view kEscape = "\x1b[";

// False for a number that stands for something else.
bool Change(std::string_view number, Paint* paint) {
  if (number.empty() || number == "0") {
    *paint = {};
  } else if (number == "1") {
    paint->bold = true;
  } else if (number == "2") {
    paint->dim = true;
  } else if (number == "4") {
    paint->underlined = true;
  } else if (number == "7") {
    paint->inverse = true;
  } else {
    return number == "39" || number == "49";  // The colours that the terminal has anyway.
  }
  return true;
}

Status Change(std::string_view numbers, std::string_view sequence, Paint* paint) {
  for (const std::string& number : Split(numbers, ';')) {
    if (Change(number, paint)) continue;
    return Status(StatusCode::kUnimplemented,
                  "pictures cannot show ESC" + std::string(sequence.substr(1)));
  }
  return OkStatus();
}

}  // namespace

StatusOr<std::vector<PaintedLine>> ReadPaintedLines(std::string_view text) {
  std::vector<PaintedLine> lines(1);
  Paint paint;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of("\x1b\n"), text.size());
    if (end > 0) lines.back().push_back({std::string(text.substr(0, end)), paint});
    text.remove_prefix(end);
    if (text.starts_with('\n')) {
      lines.emplace_back();
      text.remove_prefix(1);
    } else if (!text.empty()) {
      const size_t last = text.find('m');
      if (!text.starts_with(kEscape) || last == std::string_view::npos) {
        return Status(StatusCode::kInvalidArgument,
                      "an escape sequence that is none of attributes");
      }
      RETURN_IF_ERROR(Change(text.substr(2, last - 2), text.substr(0, last + 1), &paint));
      text.remove_prefix(last + 1);
    }
  }
  return lines;
}

}  // namespace apisql
