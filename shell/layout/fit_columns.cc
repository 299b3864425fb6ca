#include "shell/layout/fit_columns.h"

#include <algorithm>

namespace apisql {
namespace {

constexpr size_t kOthersAtLeast = 2;  // Beside the keys, in a table.
constexpr size_t kLeastShare = 4;     // A table shows at least one in four.

size_t Natural(const ColumnSize& column) { return std::max(column.name, column.widest); }

size_t Least(const ColumnSize& column) {
  switch (column.kind) {
    case ColumnKind::kText:
      return std::max(column.name, std::min(column.widest, kLeastText));
    case ColumnKind::kWords:
      return std::max(column.name, std::min(column.widest, kLeastWords));
    case ColumnKind::kKey:
    case ColumnKind::kWhole:
      break;
  }
  return Natural(column);
}

class Fitting {
 public:
  Fitting(std::span<const ColumnSize> columns, const Frame& frame, size_t width)
      : columns_(columns), frame_(frame), width_(width) {
    for (size_t i = 0; i < columns.size(); ++i) kept_.push_back({i, Least(columns[i])});
    keys_ = static_cast<size_t>(std::ranges::count_if(
        kept_, [this](const FittedColumn& column) { return IsKey(column.index); }));
  }

  // False: too few are left for a table.
  bool Drop() {
    const size_t least =
        std::max(std::min(keys_ + kOthersAtLeast, kept_.size()), kept_.size() / kLeastShare);
    while (LineWidth() > width_) {
      if (kept_.size() == least || !DropOne()) return false;
    }
    return true;
  }

  // Gives what room is left to the narrowest of those that were cut, or hope for more.
  std::vector<FittedColumn> Grow() {
    for (size_t line = LineWidth(); line < width_; ++line) {
      FittedColumn* narrowest = nullptr;
      for (FittedColumn& column : kept_) {
        const ColumnSize& size = columns_[column.index];
        if (column.width >= std::max(Natural(size), size.hoped)) continue;
        if (narrowest == nullptr || column.width < narrowest->width) narrowest = &column;
      }
      if (narrowest == nullptr) break;
      ++narrowest->width;
    }
    return std::move(kept_);
  }

 private:
  bool IsKey(size_t index) const {
    const auto is_key = [](const ColumnSize& column) { return column.kind == ColumnKind::kKey; };
    return is_key(columns_[index]) || (index == 0 && std::ranges::none_of(columns_, is_key));
  }

  size_t LineWidth() const {
    size_t width = frame_.sides + frame_.between * (kept_.empty() ? 0 : kept_.size() - 1);
    for (const FittedColumn& column : kept_) width += column.width;
    return width;
  }

  bool DropOne() {
    const auto can_go = [this](const FittedColumn& column) { return !IsKey(column.index); };
    const auto is_long = [&](const FittedColumn& column) {
      const ColumnSize& size = columns_[column.index];
      return can_go(column) && size.kind == ColumnKind::kText && size.widest > kLongText;
    };
    const auto is_plain = [&](const FittedColumn& column) {
      return can_go(column) && columns_[column.index].kind != ColumnKind::kWords;
    };
    auto last = std::find_if(kept_.rbegin(), kept_.rend(), is_long);
    if (last == kept_.rend()) last = std::find_if(kept_.rbegin(), kept_.rend(), is_plain);
    if (last == kept_.rend()) last = std::find_if(kept_.rbegin(), kept_.rend(), can_go);
    if (last == kept_.rend()) return false;
    kept_.erase(std::next(last).base());
    return true;
  }

  std::span<const ColumnSize> columns_;
  Frame frame_;
  size_t width_;
  size_t keys_ = 0;
  std::vector<FittedColumn> kept_;
};

std::vector<FittedColumn> AllOf(std::span<const ColumnSize> columns) {
  std::vector<FittedColumn> all;
  for (size_t i = 0; i < columns.size(); ++i) all.push_back({i, Natural(columns[i])});
  return all;
}

}  // namespace

Fit FitColumns(std::span<const ColumnSize> columns, const Frame& frame, size_t width) {
  if (width == 0) return {Fit::Form::kTable, AllOf(columns)};
  Fitting fitting(columns, frame, width);
  if (!fitting.Drop()) return {Fit::Form::kRecords, AllOf(columns)};
  return {Fit::Form::kTable, fitting.Grow()};
}

}  // namespace apisql
