// table and box: aligned columns.
//
// Widths come from the first rows, which are held back until there are kSampleRows of them or the
// result ends; later rows stream. So memory stays small however long the result is. A later cell
// that is wider than its column pushes the rest of its line to the right, or, on a terminal, is
// cut.
#include <algorithm>
#include <numeric>

#include "shell/output/display.h"
#include "shell/output/renderer.h"
#include "shell/output/value_text.h"

namespace apisql {
namespace {

constexpr size_t kSampleRows = 1000;
constexpr size_t kSampleBytes = size_t{4} << 20;
constexpr size_t kNarrowest = 4;  // A column is not cut below this.

// One horizontal line of the frame; null where the style has none.
struct Rule {
  const char* left;
  const char* dash;
  const char* joint;
  const char* right;
};

struct TableStyle {
  Rule top;
  Rule middle;
  Rule bottom;
  const char* left;
  const char* between;
  const char* right;
};
constexpr TableStyle kPlain = {{}, {"", "-", "-+-", ""}, {}, "", " | ", ""};
constexpr TableStyle kBox = {{"┌─", "─", "─┬─", "─┐\n"},
                             {"├─", "─", "─┼─", "─┤"},
                             {"└─", "─", "─┴─", "─┘\n"},
                             "│ ",
                             " │ ",
                             " │"};

class TableRenderer final : public RowSink {
 public:
  TableRenderer(Output& out, const RenderOptions& options, const TableStyle& style)
      : out_(out), options_(options), style_(style) {}

  Status Begin(std::span<const ResultColumn> columns) override {
    for (const ResultColumn& column : columns) {
      names_.push_back(Visible(column.name));
      widths_.push_back(options_.header ? DisplayWidth(names_.back()) : 0);
    }
    numeric_.assign(columns.size(), 0);
    textual_.assign(columns.size(), 0);
    return out_.status();
  }

  Status Row(std::span<const Value> values) override {
    ++rows_;
    if (started_) {
      cells_.clear();
      for (const Value& value : values) cells_.push_back(CellText(value));
      AppendRow(cells_);
      return out_.Settle();
    }
    for (size_t i = 0; i < values.size() && i < names_.size(); ++i) Sample(i, values[i]);
    if (rows_ >= kSampleRows || sample_bytes_ >= kSampleBytes) Start();
    return out_.status();
  }

  Status End() override {
    if (!started_) Start();
    AppendRule(style_.bottom);
    out_.buffer() += "(" + std::to_string(rows_) + (rows_ == 1 ? " row)\n" : " rows)\n");
    return out_.Flush();
  }

 private:
  static std::string CellText(const Value& value) {
    std::string text;
    if (const auto* string = std::get_if<std::string_view>(&value)) {
      AppendVisible(*string, "", &text);
    } else if (IsNull(value)) {
      text = "NULL";
    } else {
      AppendPlain(value, &text);
    }
    return text;
  }

  void Sample(size_t column, const Value& value) {
    std::string& cell = cells_.emplace_back(CellText(value));
    widths_[column] = std::max(widths_[column], DisplayWidth(cell));
    sample_bytes_ += cell.size() + sizeof(std::string);
    if (IsNumber(value)) numeric_[column] = 1;
    if (!IsNumber(value) && !IsNull(value)) textual_[column] = 1;
  }

  // Prints what was held back. From here on rows go straight out.
  void Start() {
    started_ = true;
    if (options_.terminal && options_.width > 0) FitTerminal();
    AppendRule(style_.top);
    if (options_.header) {
      AppendRow(names_, /*align_numbers=*/false);
      AppendRule(style_.middle);
      out_.buffer() += '\n';
    }
    const std::span<const std::string> all(cells_);
    const size_t columns = names_.size();
    for (size_t at = 0; columns > 0 && at + columns <= all.size(); at += columns) {
      AppendRow(all.subspan(at, columns));
    }
    cells_ = {};
  }

  size_t LineWidth() const {
    const size_t cells = std::accumulate(widths_.begin(), widths_.end(), size_t{0});
    return cells + DisplayWidth(style_.left) + DisplayWidth(style_.right) +
           DisplayWidth(style_.between) * (widths_.empty() ? 0 : widths_.size() - 1);
  }

  // Takes from the widest column until the line fits, or all columns are narrow.
  void FitTerminal() {
    for (size_t line = LineWidth(); line > options_.width; --line) {
      const auto widest = std::ranges::max_element(widths_);
      if (widest == widths_.end() || *widest <= kNarrowest) return;
      --*widest;
    }
  }

  void AppendRule(const Rule& rule) {
    if (rule.dash == nullptr) return;
    std::string& buffer = out_.buffer();
    buffer += rule.left;
    for (size_t i = 0; i < widths_.size(); ++i) {
      if (i > 0) buffer += rule.joint;
      for (size_t n = 0; n < widths_[i]; ++n) buffer += rule.dash;
    }
    buffer += rule.right;
  }

  void AppendRow(std::span<const std::string> cells, bool align_numbers = true) {
    std::string& buffer = out_.buffer();
    buffer += style_.left;
    for (size_t i = 0; i < cells.size() && i < widths_.size(); ++i) {
      if (i > 0) buffer += style_.between;
      const bool right = align_numbers && numeric_[i] && !textual_[i];
      const bool last = i + 1 == cells.size() && *style_.right == '\0';
      AppendCell(cells[i], widths_[i], right, last);
    }
    buffer += style_.right;
    buffer += '\n';
  }

  void AppendCell(const std::string& cell, size_t column_width, bool right, bool last) {
    std::string& buffer = out_.buffer();
    const size_t width = DisplayWidth(cell);
    if (width > column_width) {
      buffer += options_.terminal ? CutToWidth(cell, column_width) : cell;
      return;
    }
    const size_t padding = column_width - width;
    if (right) buffer.append(padding, ' ');
    buffer += cell;
    if (!right && !last) buffer.append(padding, ' ');  // No blanks at the end of a line.
  }

  Output& out_;
  RenderOptions options_;
  const TableStyle& style_;
  std::vector<std::string> names_;
  std::vector<size_t> widths_;
  std::vector<char> numeric_;       // The sample has a number in this column...
  std::vector<char> textual_;       // ... or something else.
  std::vector<std::string> cells_;  // The sample, row-major; later the row at hand.
  size_t sample_bytes_ = 0;
  size_t rows_ = 0;
  bool started_ = false;
};

}  // namespace

std::unique_ptr<RowSink> MakeTable(Output& out, const RenderOptions& options) {
  return std::make_unique<TableRenderer>(out, options, kPlain);
}

std::unique_ptr<RowSink> MakeBox(Output& out, const RenderOptions& options) {
  return std::make_unique<TableRenderer>(out, options, kBox);
}

}  // namespace apisql
