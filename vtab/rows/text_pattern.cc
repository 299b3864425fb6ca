#include "vtab/rows/text_pattern.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace apisql {
namespace {

// SQLite refuses longer ones.
constexpr size_t kLongestPattern = 50'000;

// Bytes behind the first of a character; -1: no character begins so.
int BytesBehind(unsigned char first) {
  if (first < 0x80) return 0;
  if (first >= 0xC2 && first <= 0xDF) return 1;
  if (first >= 0xE0 && first <= 0xEF) return 2;
  return first >= 0xF0 && first <= 0xF4 ? 3 : -1;
}

// True for what a longer form than it needs would give, and for numbers that are no character.
bool IsMalformed(char32_t c, int behind) {
  if (behind == 2) return c < 0x800 || (c >= 0xD800 && c <= 0xDFFF) || c >= 0xFFFE;
  return behind == 3 && (c < 0x10000 || c > 0x10FFFF);
}

// None where the text has a NUL or is no UTF-8.
std::optional<std::vector<char32_t>> Decode(std::string_view text, bool fold) {
  std::vector<char32_t> decoded;
  for (size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i++]);
    const int behind = BytesBehind(first);
    if (first == 0 || behind < 0) return std::nullopt;
    char32_t c = behind == 0 ? first : first & (0x3FU >> behind);
    for (int more = 0; more < behind; ++more, ++i) {
      if (i == text.size() || (text[i] & 0xC0) != 0x80) return std::nullopt;
      c = (c << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    if (IsMalformed(c, behind)) return std::nullopt;
    decoded.push_back(fold && c >= 'A' && c <= 'Z' ? c + 0x20 : c);
  }
  return decoded;
}

}  // namespace

bool TextPattern::Part::Matches(char32_t c) const {
  switch (kind) {
    case Kind::kCharacter:
      return c == character;
    case Kind::kSet:
      return inverted != std::ranges::any_of(set, [c](const Range& range) {
               return c >= range.first && c <= range.last;
             });
    case Kind::kAnyOne:
    case Kind::kAnyNumber:
      return true;
    case Kind::kNothing:
      break;
  }
  return false;
}

TextPattern::TextPattern(std::string_view pattern, Kind kind) : fold_(kind == Kind::kLike) {
  const auto decoded = pattern.size() > kLongestPattern ? std::nullopt : Decode(pattern, fold_);
  unknown_ = !decoded;
  if (unknown_) return;
  const bool glob = kind == Kind::kGlob;
  for (size_t at = 0; at < decoded->size(); ++at) {
    const char32_t c = (*decoded)[at];
    if (c == (glob ? U'*' : U'%')) {
      parts_.push_back({Part::Kind::kAnyNumber});
    } else if (c == (glob ? U'?' : U'_')) {
      parts_.push_back({Part::Kind::kAnyOne});
    } else if (glob && c == U'[') {
      at = AddSet(*decoded, at);
    } else {
      parts_.push_back({Part::Kind::kCharacter, c});
    }
  }
}

// A ']' at the start is a member, as is a '-' at either end. A set without an end matches nothing.
size_t TextPattern::AddSet(const std::vector<char32_t>& pattern, size_t at) {
  Part part{Part::Kind::kSet};
  const auto is = [&](size_t place, char32_t c) {
    return place < pattern.size() && pattern[place] == c;
  };
  part.inverted = is(++at, U'^');
  if (part.inverted) ++at;
  if (is(at, U']')) part.set.push_back({pattern[at], pattern[at]}), ++at;
  bool has_first = false;
  for (; at < pattern.size() && pattern[at] != U']'; ++at) {
    const bool range =
        has_first && pattern[at] == U'-' && at + 1 < pattern.size() && pattern[at + 1] != U']';
    if (range) {
      part.set.push_back({pattern[at - 1], pattern[at + 1]});
      ++at;
    } else {
      part.set.push_back({pattern[at], pattern[at]});
    }
    has_first = !range;
  }
  if (at >= pattern.size()) part.kind = Part::Kind::kNothing;
  parts_.push_back(std::move(part));
  return at;
}

// Comes back to the last part that stands for any number of characters, and gives it one more.
bool TextPattern::MayMatch(std::string_view text) const {
  const auto characters = unknown_ ? std::nullopt : Decode(text, fold_);
  if (!characters) return true;
  constexpr size_t kNone = static_cast<size_t>(-1);
  size_t part = 0;
  size_t behind_star = kNone;
  size_t star_end = 0;
  for (size_t at = 0; at < characters->size();) {
    if (part < parts_.size() && parts_[part].kind == Part::Kind::kAnyNumber) {
      behind_star = ++part;
      star_end = at;
    } else if (part < parts_.size() && parts_[part].Matches((*characters)[at])) {
      ++part, ++at;
    } else if (behind_star != kNone) {
      part = behind_star;
      at = ++star_end;
    } else {
      return false;
    }
  }
  return std::all_of(parts_.begin() + static_cast<std::ptrdiff_t>(part), parts_.end(),
                     [](const Part& rest) { return rest.kind == Part::Kind::kAnyNumber; });
}

}  // namespace apisql
