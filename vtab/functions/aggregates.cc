// string_agg and median of newer SQLite.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "vtab/functions/calls.h"

namespace apisql {
namespace {

// group_concat under its standard name.
class StringAgg final : public Aggregate {
 public:
  Status Enter(FunctionArguments arguments) override {
    const std::optional<std::string_view> text = TextOf(arguments[0]);
    if (!text) return OkStatus();
    const std::string_view separator = TextOf(arguments[1]).value_or("");
    if (!sizes_.empty()) text_ += separator;
    sizes_.push_back({sizes_.empty() ? 0 : separator.size(), text->size()});
    text_ += *text;
    return OkStatus();
  }

  void Leave(FunctionArguments arguments) override {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || sizes_.empty()) return;
    begin_ += sizes_.front().text;
    sizes_.pop_front();
    if (!sizes_.empty()) {
      begin_ += sizes_.front().separator;
      sizes_.front().separator = 0;
    }
    // What has left is dropped once it is most of the text: each byte is moved twice at most.
    if (begin_ * 2 <= text_.size()) return;
    text_.erase(0, begin_);
    begin_ = 0;
  }

  void Tell(sqlite3_context* context) override {
    if (!sizes_.empty()) SetTextResult(context, std::string_view(text_).substr(begin_));
  }

 private:
  struct Sizes {
    size_t separator = 0;  // Before the text.
    size_t text = 0;
  };
  std::deque<Sizes> sizes_;
  std::string text_;
  size_t begin_ = 0;  // Of what has not left.
};

class Median final : public Aggregate {
 public:
  Status Enter(FunctionArguments arguments) override {
    const int type = sqlite3_value_type(arguments[0]);
    if (type == SQLITE_NULL) return OkStatus();
    if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) {
      return {StatusCode::kInvalidArgument,
              "its argument is no number; CAST(... AS REAL) makes one"};
    }
    const double value = sqlite3_value_double(arguments[0]);
    if (std::isinf(value)) return {StatusCode::kInvalidArgument, "its argument is infinite"};
    values_.push_back(value);
    return OkStatus();
  }

  void Leave(FunctionArguments arguments) override {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
    const auto found = std::ranges::find(values_, sqlite3_value_double(arguments[0]));
    if (found == values_.end()) return;
    *found = values_.back();
    values_.pop_back();
  }

  void Tell(sqlite3_context* context) override {
    if (values_.empty()) return;
    const auto middle = values_.begin() + static_cast<std::ptrdiff_t>(values_.size() / 2);
    std::ranges::nth_element(values_, middle);
    const double above = *middle;
    if (values_.size() % 2 == 1) return sqlite3_result_double(context, above);
    const double below = *std::max_element(values_.begin(), middle);
    sqlite3_result_double(context, below + (above - below) * 0.5);
  }

 private:
  std::vector<double> values_;
};

}  // namespace

Aggregate* MakeStringAgg() { return new StringAgg(); }
Aggregate* MakeMedian() { return new Median(); }

}  // namespace apisql
