// TextPattern: LIKE and GLOB as SQLite makes them where nobody has put another function in their
// place: LIKE takes no account of the case of ASCII letters, GLOB of no letter.
#ifndef APISQL_VTAB_ROWS_TEXT_PATTERN_H_
#define APISQL_VTAB_ROWS_TEXT_PATTERN_H_

#include <cstddef>
#include <string_view>
#include <vector>

namespace apisql {

class TextPattern {
 public:
  static TextPattern Like(std::string_view pattern) { return {pattern, Kind::kLike}; }
  static TextPattern Glob(std::string_view pattern) { return {pattern, Kind::kGlob}; }

  // False when the text certainly does not match. Where SQLite has rules of its own, for bytes that
  // are no UTF-8 and behind a NUL, the answer is true.
  bool MayMatch(std::string_view text) const;

 private:
  enum class Kind { kLike, kGlob };
  // What stands for one character, or for any number of them.
  struct Part {
    enum class Kind { kCharacter, kAnyOne, kAnyNumber, kSet, kNothing };
    struct Range {
      char32_t first;
      char32_t last;
    };
    Kind kind = Kind::kCharacter;
    char32_t character = 0;
    std::vector<Range> set = {};
    bool inverted = false;

    bool Matches(char32_t c) const;
  };

  TextPattern(std::string_view pattern, Kind kind);
  // Reads the set that begins at `at`, and returns where it ends.
  size_t AddSet(const std::vector<char32_t>& pattern, size_t at);

  bool fold_ = false;     // ASCII letters to lower case.
  bool unknown_ = false;  // SQLite alone can tell.
  std::vector<Part> parts_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_ROWS_TEXT_PATTERN_H_
