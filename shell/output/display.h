// How text looks on a terminal: its width, and a form of it that cannot drive the terminal.
#ifndef APISQL_SHELL_OUTPUT_DISPLAY_H_
#define APISQL_SHELL_OUTPUT_DISPLAY_H_

#include <string>
#include <string_view>
#include <vector>

namespace apisql {

// Appends `text` to `*out` with control characters and bidirectional controls (C0, DEL, C1,
// U+202A-202E, U+2066-2069) written out (\n, \x1b, \u202e), and each byte that is not UTF-8 as
// U+FFFD. Characters in `keep` (ASCII) stay as they are.
void AppendVisible(std::string_view text, std::string_view keep, std::string* out);
std::string Visible(std::string_view text, std::string_view keep = "");

// Columns that `text` takes, which must be free of control characters (see Visible).
size_t DisplayWidth(std::string_view text);

// The longest beginning of `text` that fits `width` columns; with an ellipsis when it was cut.
std::string CutToWidth(std::string_view text, size_t width);
// As much of both ends of `text` as fits `width` columns, with an ellipsis between them when it was
// cut: crn://conf…/api-key=7FJI. Where a URL and its like differ is at their ends.
std::string CutMiddle(std::string_view text, size_t width);

enum class LongWords { kBreak, kStay };
// `text` in lines of at most `width` columns, which end between words. A word that is wider than a
// line is broken, or is a line of its own that is wider. At least one line, also of "".
std::vector<std::string> WrapWords(std::string_view text, size_t width, LongWords long_words);

// With the terminal's attributes, which colours of the user's own choice may show.
std::string Bold(std::string_view text);
std::string Dim(std::string_view text);

// `text` with line breaks in place of blanks, so that its lines fit `width` columns as far as their
// words do; 0: as it is. What goes on stands two columns to the right.
std::string WrapWords(std::string_view text, size_t width);

// One character of UTF-8 at the front of `text`, which must not be empty.
struct Character {
  int code_point = -1;  // -1: the first byte does not begin a valid character.
  size_t bytes = 1;
};
Character FirstCharacter(std::string_view text);

// True for characters that steer the terminal rather than show on it, and for invalid ones.
bool IsControl(int code_point);

}  // namespace apisql

#endif  // APISQL_SHELL_OUTPUT_DISPLAY_H_
