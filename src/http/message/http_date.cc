#include "src/http/message/http_date.h"

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr size_t kLongestDate = 40;
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  for (const char c : text) {
    const bool parts = c == ' ' || c == ',' || c == '-';
    if (!parts && !in_word) words.emplace_back();
    if (!parts) words.back() += c;
    in_word = !parts;
  }
  return words;
}

std::optional<int> DigitsOf(std::string_view text, size_t least, size_t most) {
  if (text.size() < least || text.size() > most) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

// 1 to 12; nothing for what is no month.
std::optional<unsigned> MonthOf(std::string_view text) {
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == text) return static_cast<unsigned>(i + 1);
  }
  return std::nullopt;
}

std::optional<int> YearOf(std::string_view text) {
  if (const auto year = DigitsOf(text, 4, 4)) return year;
  const auto two_digits = DigitsOf(text, 2, 2);
  if (!two_digits) return std::nullopt;
  return *two_digits + (*two_digits < 70 ? 2000 : 1900);
}

// "08:49:37"; a leap second is allowed.
std::optional<std::chrono::seconds> TimeOf(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = DigitsOf(text.substr(0, 2), 2, 2);
  const auto minute = DigitsOf(text.substr(3, 2), 2, 2);
  const auto second = DigitsOf(text.substr(6, 2), 2, 2);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

}  // namespace

std::optional<Clock::WallTime> ParseHttpDate(std::string_view text) {
  if (text.size() > kLongestDate) return std::nullopt;
  std::vector<std::string> words = WordsOf(text);
  // "Sun Nov  6 08:49:37 1994", else "Sun 06 Nov 1994 08:49:37 GMT" or "Sunday 06 Nov 94 ...".
  if (words.size() == 5) words = {words[0], words[2], words[1], words[4], words[3], "GMT"};
  if (words.size() != 6 || words[5] != "GMT") return std::nullopt;
  const auto day = DigitsOf(words[1], 1, 2);
  const auto month = MonthOf(words[2]);
  const auto year = YearOf(words[3]);
  const auto time = TimeOf(words[4]);
  if (!day || !month || !year || !time) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  // Far years would overflow a clock that counts nanoseconds.
  if (*year < 1970 || *year > 2200) return std::nullopt;
  return Clock::WallTime(std::chrono::sys_days(date)) + *time;
}

}  // namespace apisql
