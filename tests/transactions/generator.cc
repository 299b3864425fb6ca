#include "tests/transactions/generator.h"

#include <algorithm>

namespace apisql::transactions {

Step Generator::Next(const View& view) {
  view_ = &view;
  if (!view.in_transaction) {
    savepoints_.clear();
    written_.clear();
    return Begin();
  }
  if (steps_left_ == 0) return End();
  --steps_left_;
  if (random_.Chance(84)) return Statement();
  switch (random_.Weighted({5, 4, 2})) {
    case 0:
      return Savepoint();
    case 1:
      return RollbackTo();
    default:
      return Release();
  }
}

// A statement alone is a transaction, too.
Step Generator::Begin() {
  if (random_.Chance(10)) return Write();
  if (random_.Chance(4)) return Select();
  steps_left_ = 2 + random_.Below(7);
  by_savepoint_ = random_.Chance(20);
  if (by_savepoint_) return Savepoint();
  return {.sql = random_.Word({"BEGIN", "BEGIN", "BEGIN IMMEDIATE", "BEGIN DEFERRED"})};
}

Step Generator::Statement() {
  constexpr int kTries = 8;
  Step step;
  for (int i = 0; i < kTries; ++i) {
    step = random_.Chance(58) ? Write() : Select();
    if (unseen_ && RefersToWritten(step)) continue;
    if (IsWrite(step)) written_.insert(step.table);
    return step;
  }
  return Savepoint();
}

bool Generator::RefersToWritten(const Step& step) const {
  return std::ranges::any_of(written_, [&](const std::string& table) {
    return step.sql.find(table) != std::string::npos;
  });
}

// One name may be open twice: the inner one counts.
Step Generator::Savepoint() {
  savepoints_.push_back("s" + std::to_string(random_.Below(3)));
  return {.sql = "SAVEPOINT " + savepoints_.back()};
}

Step Generator::RollbackTo() {
  if (savepoints_.empty()) return Savepoint();
  const std::string name = random_.Pick(savepoints_);
  while (savepoints_.back() != name) savepoints_.pop_back();
  return {.sql = "ROLLBACK TO " + name};
}

Step Generator::Release() {
  const size_t outermost = by_savepoint_ ? 1 : 0;
  if (savepoints_.size() <= outermost) return Savepoint();
  const std::string name = savepoints_[outermost + random_.Below(savepoints_.size() - outermost)];
  const auto found = std::find(savepoints_.rbegin(), savepoints_.rend(), name);
  savepoints_.erase(std::prev(found.base()), savepoints_.end());
  return {.sql = "RELEASE " + name};
}

Step Generator::End() {
  if (random_.Chance(20)) return {.sql = "ROLLBACK"};
  const bool outermost_left = by_savepoint_ && savepoints_.size() == 1;
  if (outermost_left && random_.Chance(80)) return {.sql = "RELEASE " + savepoints_.front()};
  return {.sql = random_.Word({"COMMIT", "COMMIT", "END"})};
}

}  // namespace apisql::transactions
