// A line of a screen with its attributes, as tmux gives it.
#ifndef APISQL_TESTS_DOCUMENTATION_PAINTED_LINE_H_
#define APISQL_TESTS_DOCUMENTATION_PAINTED_LINE_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

struct Paint {
  bool bold = false;
  bool dim = false;
  bool underlined = false;
  bool inverse = false;
  friend bool operator==(const Paint&, const Paint&) = default;
};

// Characters that look alike.
struct PaintedRun {
  std::string text;
  Paint paint;
};
using PaintedLine = std::vector<PaintedRun>;

// Reads the lines of `text`, in which escape sequences (ESC [ numbers m) change how what follows
// looks. An error names one that Paint has no member for, such as a colour: a picture without it
// would not be what is seen.
StatusOr<std::vector<PaintedLine>> ReadPaintedLines(std::string_view text);

}  // namespace apisql

#endif  // APISQL_TESTS_DOCUMENTATION_PAINTED_LINE_H_
