#include "src/base/text.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace apisql {
namespace {

// Levenshtein distance of two names, ASCII case ignored.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = diagonal + (AsciiLower(a[i - 1]) == AsciiLower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

std::string_view LastPart(std::string_view name) {
  const size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

}  // namespace

char AsciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string AsciiLower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = AsciiLower(c);
  return lower;
}

std::string AsciiUpper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return upper;
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return AsciiLower(x) == AsciiLower(y); });
}

size_t CountNuls(std::string_view text) {
  size_t count = 0;
  // A byte is enough for each sum, so that compilers add up many at once.
  constexpr size_t kMostInByte = 240;
  for (size_t start = 0; start < text.size(); start += kMostInByte) {
    uint8_t sum = 0;
    for (const char c : text.substr(start, kMostInByte)) {
      sum = static_cast<uint8_t>(sum + (c == '\0' ? 1 : 0));
    }
    count += sum;
  }
  return count;
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t start = 0;;) {
    const size_t end = text.find(separator, start);
    parts.emplace_back(text.substr(start, end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

std::string Join(std::span<const std::string> parts, std::string_view separator) {
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += separator;
    text += parts[i];
  }
  return text;
}

std::string_view StripBlanks(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

size_t BytesOfCharacters(std::string_view text, size_t characters) {
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (begins && characters-- == 0) return i;
  }
  return text.size();
}

namespace {

// How far a table's name is from what was written, the nearest first.
struct NameRank {
  bool elsewhere = false;  // At another provider.
  size_t distance = 0;
  bool other_service = false;
  std::string name;

  auto operator<=>(const NameRank&) const = default;
};

// provider.service.table: whoever names a provider that there is means a table of it, unless one of
// another is nearer.
void DropElsewhere(std::vector<NameRank>& ranked) {
  const auto own = std::ranges::find(ranked, false, &NameRank::elsewhere);
  if (own == ranked.end()) return;
  std::erase_if(ranked, [least = own->distance](const NameRank& rank) {
    return rank.elsewhere && rank.distance >= least;
  });
}

}  // namespace

std::vector<std::string> NearestNames(std::string_view name,
                                      std::span<const std::string> candidates) {
  std::vector<NameRank> ranked;
  const std::vector<std::string> parts = Split(AsciiLower(name), '.');
  const auto differs = [&](const std::vector<std::string>& other, size_t part) {
    return parts.size() > 2 && (part >= other.size() || AsciiLower(other[part]) != parts[part]);
  };
  for (const std::string& candidate : candidates) {
    const size_t whole = EditDistance(name, candidate);
    const size_t last = EditDistance(LastPart(name), LastPart(candidate));
    const size_t allowed_whole = std::max<size_t>(2, name.size() / 3);
    const size_t allowed_last = std::max<size_t>(1, LastPart(name).size() / 4);
    if (whole <= allowed_whole || last <= allowed_last) {
      const std::vector<std::string> other = Split(candidate, '.');
      ranked.push_back(
          {differs(other, 0), std::min(whole, last + 1), differs(other, 1), candidate});
    }
  }
  std::ranges::sort(ranked);
  DropElsewhere(ranked);
  std::vector<std::string> names;
  for (NameRank& rank : ranked) {
    if (names.size() == 3) break;
    names.push_back(std::move(rank.name));
  }
  return names;
}

std::string DidYouMean(std::string_view name, std::span<const std::string> known) {
  constexpr size_t kLongestName = 100;
  if (name.size() > kLongestName) return "";
  const auto nearest = NearestNames(name, known);
  return nearest.empty() ? "" : "; did you mean " + Join(nearest, " or ") + "?";
}

}  // namespace apisql
