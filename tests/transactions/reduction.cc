#include "tests/transactions/reduction.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "tests/differential/shrinker.h"

namespace apisql::transactions {
namespace {

constexpr int kMostReplays = 600;

// Of an error: how it begins. Another error is another fault.
std::string Beginning(const Outcome& outcome) {
  const bool error =
      outcome.verdict == Verdict::kOnlyApiFails || outcome.verdict == Verdict::kOnlyPlainFails;
  if (!error) return "";
  constexpr size_t kEnough = 50;
  const size_t after_table = outcome.details.find(": ", outcome.details.find(": ") + 2);
  return outcome.details.substr(std::min(after_table, outcome.details.size()), kEnough);
}

class Reduction {
 public:
  Reduction(const Start& start, Script script, const Outcome& fault)
      : start_(start), script_(std::move(script)), fault_(fault) {}

  Script Run() {
    for (size_t length = script_.size() / 2; length > 0; length /= 2) LeaveOut(length);
    LeaveOut(1);
    for (size_t i = script_.size(); i-- > 0;) Shorten(i);
    return std::move(script_);
  }

 private:
  bool StillWrong(const Script& script) {
    if (++replays_ > kMostReplays) return false;
    const Replayed replayed = Replay(start_, script);
    return replayed.outcome.verdict == fault_.verdict &&
           Beginning(replayed.outcome) == Beginning(fault_);
  }

  void LeaveOut(size_t length) {
    for (size_t end = script_.size(); end >= length; end -= std::min(end, length)) {
      if (end == 0) break;
      Script rest = script_;
      const auto first = rest.begin() + static_cast<std::ptrdiff_t>(end - length);
      rest.erase(first, first + static_cast<std::ptrdiff_t>(length));
      if (StillWrong(rest)) script_ = std::move(rest);
      end = std::min(end, script_.size() + length);
    }
  }

  // A statement's text without words that do not matter. Its first one tells what it is.
  void Shorten(size_t number) {
    if (script_[number].kind == StepKind::kControl) return;
    const std::string verb = script_[number].sql.substr(0, script_[number].sql.find(' '));
    const std::string shorter =
        differential::Shrink(script_[number].sql, [&](const std::string& sql) {
          Script other = script_;
          other[number].sql = sql;
          other[number].unlimited.clear();
          const bool same_verb = sql.substr(0, sql.find(' ')) == verb;
          return same_verb && sql != script_[number].sql && StillWrong(other);
        });
    if (replays_ <= kMostReplays) script_[number].unlimited.clear();
    script_[number].sql = shorter;
  }

  const Start& start_;
  Script script_;
  const Outcome& fault_;
  int replays_ = 0;
};

}  // namespace

Replayed Replay(const Start& start, const Script& script) {
  const auto runner = start();
  if (!runner.ok()) return {};
  Replayed replayed;
  for (const Step& step : script) {
    ++replayed.steps;
    replayed.outcome = (*runner)->Run(step);
    if (IsFault(replayed.outcome.verdict)) return replayed;
  }
  return replayed;
}

Script Reduce(const Start& start, const Script& script, const Outcome& fault) {
  return Reduction(start, script, fault).Run();
}

}  // namespace apisql::transactions
