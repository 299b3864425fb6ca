#include "vtab/functions/series_table.h"

#include <array>
#include <cstdint>

namespace apisql {
namespace {

enum SeriesColumn : int { kValue, kStart, kStop, kStep, kColumns };

constexpr int64_t kDefaultStop = 0xFFFFFFFF;

class SeriesCursor final : public VirtualCursor {
 public:
  // The plan has a digit for each argument: the column that it is for.
  Status Filter(std::string_view plan, std::span<sqlite3_value*> arguments) override {
    if (plan.find(static_cast<char>('0' + kStart)) == std::string_view::npos) {
      return {StatusCode::kInvalidArgument,
              "generate_series needs its first number: generate_series(START, STOP, STEP)"};
    }
    given_ = {0, 0, kDefaultStop, 1};
    bool any_is_null = false;
    for (size_t i = 0; i < arguments.size(); ++i) {
      any_is_null = any_is_null || sqlite3_value_type(arguments[i]) == SQLITE_NULL;
      given_[static_cast<size_t>(plan[i] - '0')] = sqlite3_value_int64(arguments[i]);
    }
    if (given_[kStep] == 0) given_[kStep] = 1;
    value_ = given_[kStart];
    const bool up = given_[kStep] > 0;
    at_end_ = any_is_null || (up ? value_ > given_[kStop] : value_ < given_[kStop]);
    return OkStatus();
  }

  // The next value may be beyond the largest integer, so it is the distance that is compared.
  Status Next() override {
    const auto [low, high] = std::minmax(value_, given_[kStop]);
    const uint64_t left = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
    const auto step = static_cast<uint64_t>(given_[kStep]);
    at_end_ = left < (given_[kStep] > 0 ? step : 0 - step);
    if (!at_end_) value_ += given_[kStep];
    return OkStatus();
  }

  bool AtEnd() const override { return at_end_; }

  Status Column(sqlite3_context* context, int column) override {
    sqlite3_result_int64(context, column == kValue ? value_ : given_[static_cast<size_t>(column)]);
    return OkStatus();
  }

  int64_t RowId() override { return value_; }

 private:
  std::array<int64_t, kColumns> given_ = {};
  int64_t value_ = 0;
  bool at_end_ = true;
};

}  // namespace

std::string SeriesTable::Declaration() const {
  return "CREATE TABLE x(value, start HIDDEN, stop HIDDEN, step HIDDEN)";
}

bool SeriesTable::BestIndex(sqlite3_index_info* info) const {
  std::string plan;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (constraint.iColumn < kStart || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (constraint.usable == 0) return false;
    const char digit = static_cast<char>('0' + constraint.iColumn);
    if (plan.find(digit) != std::string::npos) continue;
    plan += digit;
    info->aConstraintUsage[i].argvIndex = static_cast<int>(plan.size());
    info->aConstraintUsage[i].omit = 1;
  }
  const bool bounded = plan.find(static_cast<char>('0' + kStop)) != std::string::npos;
  info->estimatedRows = bounded ? 1000 : kDefaultStop;
  info->estimatedCost = static_cast<double>(info->estimatedRows);
  info->idxStr = sqlite3_mprintf("%s", plan.c_str());
  info->needToFreeIdxStr = 1;
  return true;
}

std::unique_ptr<VirtualCursor> SeriesTable::OpenCursor() const {
  return std::make_unique<SeriesCursor>();
}

}  // namespace apisql
