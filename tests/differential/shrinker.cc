#include "tests/differential/shrinker.h"

#include <algorithm>
#include <vector>

#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql::differential {
namespace {

using Words = std::vector<std::string>;

// A dotted name is one word: its parts have no meaning of their own.
Words WordsOf(const std::string& sql) {
  Words words;
  bool dotted = false;
  for (const Token& token : SignificantTokens(sql)) {
    const bool dot = token.IsOperator('.');
    if (!words.empty() && (dot || dotted)) {
      words.back() += token.text;
    } else {
      words.emplace_back(token.text);
    }
    dotted = dot;
  }
  return words;
}

class Reduction {
 public:
  Reduction(Words words, const std::function<bool(const std::string&)>& still_wrong)
      : words_(std::move(words)), still_wrong_(still_wrong) {}

  std::string Run() {
    for (bool shorter = true; shorter && attempts_ < kMostAttempts;) {
      shorter = false;
      for (size_t length = words_.size() / 2; length > 0; length = length * 3 / 4) {
        shorter |= LeaveOut(length);
      }
    }
    return Join(words_, " ");
  }

 private:
  static constexpr int kMostAttempts = 3000;

  // Each run of so many words, from the end: later clauses need what stands before them.
  bool LeaveOut(size_t length) {
    bool shorter = false;
    for (size_t end = words_.size(); end >= length && attempts_ < kMostAttempts; --end) {
      if (end > words_.size()) continue;
      Words rest = words_;
      const auto first = rest.begin() + static_cast<std::ptrdiff_t>(end - length);
      rest.erase(first, first + static_cast<std::ptrdiff_t>(length));
      ++attempts_;
      if (!still_wrong_(Join(rest, " "))) continue;
      words_ = std::move(rest);
      shorter = true;
    }
    return shorter;
  }

  Words words_;
  const std::function<bool(const std::string&)>& still_wrong_;
  int attempts_ = 0;
};

}  // namespace

std::string Shrink(const std::string& sql,
                   const std::function<bool(const std::string&)>& still_wrong) {
  return Reduction(WordsOf(sql), still_wrong).Run();
}

}  // namespace apisql::differential
