// table and box: aligned columns.
//
// Widths come from the first rows, which are held back until there are kSampleRows of them or the
// result ends; on a terminal, where a person waits, for kLongestHold at most. Later rows stream. So
// memory stays small however long the result is. FitColumns() says which columns a terminal shows
// and how wide; elsewhere all are whole. A later text that is wider than its column is cut on a
// terminal; what may not be cut pushes the rest of its line to the right.
#include <algorithm>
#include <chrono>
#include <optional>

#include "shell/layout/column_meaning.h"
#include "shell/layout/fit_columns.h"
#include "shell/output/display.h"
#include "shell/output/record_text.h"
#include "shell/output/renderer.h"
#include "shell/output/value_text.h"

namespace apisql {
namespace {

constexpr size_t kSampleRows = 1000;
constexpr size_t kSampleBytes = size_t{4} << 20;
constexpr std::chrono::milliseconds kLongestHold{300};

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

// A value as it is shown.
struct Cell {
  enum class Kind { kText, kNumber, kNull };
  std::string text;
  Kind kind = Kind::kText;
};

struct TableColumn {
  std::string name;
  ColumnMeaning meaning;
  size_t widest = 0;  // Of the values held back.
  bool has_numbers = false;
  bool has_text = false;

  bool is_number() const { return has_numbers && !has_text; }
};

Cell MakeCell(const Value& value, bool boolean, bool attributes) {
  const auto* integer = std::get_if<int64_t>(&value);
  if (boolean && integer != nullptr && (*integer == 0 || *integer == 1)) {
    return {*integer == 1 ? "true" : "false"};
  }
  Cell cell;
  AppendShown(value, attributes, &cell.text);
  if (std::holds_alternative<std::string_view>(value)) cell.text = Visible(cell.text);
  if (IsNumber(value)) cell.kind = Cell::Kind::kNumber;
  if (IsNull(value)) cell.kind = Cell::Kind::kNull;
  return cell;
}

class TableRenderer final : public RowSink {
 public:
  TableRenderer(Output& out, const RenderOptions& options, const TableStyle& style)
      : out_(out),
        options_(options),
        style_(style),
        clock_(options.clock != nullptr ? *options.clock : Clock::Real()) {
    if (options_.terminal) out_.set_when_idle([this] { ShowLate(); });
  }
  TableRenderer(const TableRenderer&) = delete;
  TableRenderer& operator=(const TableRenderer&) = delete;
  ~TableRenderer() override { out_.set_when_idle(nullptr); }

  Status Begin(std::span<const ResultColumn> columns) override {
    result_columns_.assign(columns.begin(), columns.end());
    for (const ResultColumn& column : columns) {
      const Resource* resource = options_.resource_of ? options_.resource_of(column) : nullptr;
      columns_.push_back({Visible(column.name), MeaningOf(column, resource)});
      if (!options_.terminal) columns_.back().meaning.boolean = false;
    }
    return out_.status();
  }

  Status Row(std::span<const Value> values) override {
    if (++rows_ == 1) first_row_ = clock_.Steady();
    if (started_) {
      cells_.clear();
      for (size_t i = 0; i < columns_.size(); ++i) cells_.push_back(CellOf(values, i));
      AppendRow(cells_);
      return out_.Settle();
    }
    for (size_t i = 0; i < columns_.size(); ++i) Sample(columns_[i], CellOf(values, i));
    if (rows_ >= kSampleRows || sample_bytes_ >= kSampleBytes) Start(Rest::kToCome);
    ShowLate();
    return out_.status();
  }

  Status End() override {
    if (!started_) Start(Rest::kNone);
    if (fit_.form == Fit::Form::kTable) AppendRule(style_.bottom);
    out_.buffer() += WrapWords(LastLine(), options_.terminal ? options_.width : 0) + "\n";
    return out_.Flush();
  }

 private:
  enum class Rest { kNone, kToCome };

  Cell CellOf(std::span<const Value> values, size_t i) const {
    return MakeCell(values[i], columns_[i].meaning.boolean, options_.attributes);
  }

  void Sample(TableColumn& column, Cell cell) {
    column.widest = std::max(column.widest, DisplayWidth(cell.text));
    sample_bytes_ += cell.text.size() + sizeof(Cell);
    column.has_numbers |= cell.kind == Cell::Kind::kNumber;
    column.has_text |= cell.kind == Cell::Kind::kText;
    if (column.meaning.guessed && !LooksLikeId(cell.text)) column.meaning = {};
    cells_.push_back(std::move(cell));
  }

  std::string LastLine() const {
    std::string text = "(" + std::to_string(rows_) + (rows_ == 1 ? " row" : " rows");
    if (options_.footer) text += options_.footer();
    if (fit_.columns.size() < columns_.size()) {
      text += "; " + std::to_string(columns_.size()) + " columns, " +
              std::to_string(fit_.columns.size()) + " shown";
      if (!options_.for_all.empty()) text.append("; ").append(options_.for_all);
    }
    return text + ")";
  }

  // A person waits: shows what is there, once it has been held back for long.
  void ShowLate() {
    if (!options_.terminal || started_ || rows_ == 0) return;
    if (clock_.Steady() - first_row_ < kLongestHold) return;
    Start(Rest::kToCome);
    out_.Flush();
  }

  // Prints what was held back. From here on rows go straight out.
  void Start(Rest rest) {
    started_ = true;
    fit_ = FitColumns(Sizes(rest), FrameOf(style_), options_.terminal ? options_.width : 0);
    if (fit_.form == Fit::Form::kRecords) {
      record_.emplace(result_columns_, options_.width, options_.attributes);
    } else {
      AppendHeader();
    }
    const std::span<const Cell> all(cells_);
    const size_t columns = columns_.size();
    for (size_t at = 0; columns > 0 && at + columns <= all.size(); at += columns) {
      AppendRow(all.subspan(at, columns));
    }
    cells_ = {};
  }

  std::vector<ColumnSize> Sizes(Rest rest) const {
    std::vector<ColumnSize> sizes;
    for (const TableColumn& column : columns_) {
      ColumnKind kind = column.meaning.kind;
      if (kind == ColumnKind::kText && column.is_number()) kind = ColumnKind::kWhole;
      sizes.push_back({options_.header ? DisplayWidth(column.name) : 0, column.widest, kind});
      const bool hopes = rest == Rest::kToCome && kind == ColumnKind::kText;
      if (hopes) sizes.back().hoped = kLeastText;
    }
    return sizes;
  }

  static Frame FrameOf(const TableStyle& style) {
    return {DisplayWidth(style.left) + DisplayWidth(style.right), DisplayWidth(style.between)};
  }

  void AppendHeader() {
    AppendRule(style_.top);
    if (!options_.header) return;
    std::string& buffer = out_.buffer();
    buffer += style_.left;
    for (size_t i = 0; i < fit_.columns.size(); ++i) {
      const std::string& name = columns_[fit_.columns[i].index].name;
      if (i > 0) buffer += style_.between;
      buffer += options_.attributes ? Bold(name) : name;
      if (!EndsLine(i)) AppendPadding(i, DisplayWidth(name));
    }
    buffer.append(style_.right).append("\n");
    AppendRule(style_.middle);
    buffer += '\n';
  }

  void AppendRule(const Rule& rule) {
    if (rule.dash == nullptr) return;
    std::string& buffer = out_.buffer();
    buffer += rule.left;
    for (size_t i = 0; i < fit_.columns.size(); ++i) {
      if (i > 0) buffer += rule.joint;
      for (size_t n = 0; n < fit_.columns[i].width; ++n) buffer += rule.dash;
    }
    buffer += rule.right;
  }

  void AppendRow(std::span<const Cell> cells) {
    if (fit_.form == Fit::Form::kRecords) return AppendRecord(cells);
    // Of columns that go on in further lines, the lines; empty for others.
    std::vector<std::vector<std::string>> wrapped(fit_.columns.size());
    size_t lines = 1;
    for (size_t i = 0; i < fit_.columns.size(); ++i) {
      const auto& [index, width] = fit_.columns[i];
      if (!options_.terminal || columns_[index].meaning.kind != ColumnKind::kWords) continue;
      if (DisplayWidth(cells[index].text) <= width) continue;
      wrapped[i] = WrapWords(cells[index].text, width, LongWords::kStay);
      lines = std::max(lines, wrapped[i].size());
    }
    for (size_t line = 0; line < lines; ++line) AppendLine(cells, wrapped, line);
  }

  void AppendLine(std::span<const Cell> cells, std::span<const std::vector<std::string>> wrapped,
                  size_t line) {
    std::string& buffer = out_.buffer();
    buffer += style_.left;
    for (size_t i = 0; i < fit_.columns.size(); ++i) {
      if (i > 0) buffer += style_.between;
      if (!wrapped[i].empty()) {
        AppendCell({line < wrapped[i].size() ? wrapped[i][line] : ""}, i);
      } else {
        AppendCell(line == 0 ? cells[fit_.columns[i].index] : Cell(), i);
      }
    }
    if (line > 0 && *style_.right == '\0') buffer.erase(buffer.find_last_not_of(' ') + 1);
    buffer.append(style_.right).append("\n");
  }

  void AppendCell(const Cell& cell, size_t i) {
    std::string& buffer = out_.buffer();
    const auto& [index, column_width] = fit_.columns[i];
    const size_t width = DisplayWidth(cell.text);
    if (width > column_width) {
      buffer += CanBeCut(columns_[index], cell) ? CutMiddle(cell.text, column_width) : cell.text;
      return;
    }
    const bool right = columns_[index].is_number();
    if (right) AppendPadding(i, width);
    const bool dim = options_.attributes && cell.kind == Cell::Kind::kNull;
    buffer += dim ? Dim(cell.text) : cell.text;
    if (!right && !EndsLine(i)) AppendPadding(i, width);
  }

  // A key that comes later and is wider than those held back is whole, and its line is longer.
  bool CanBeCut(const TableColumn& column, const Cell& cell) const {
    return options_.terminal && column.meaning.kind == ColumnKind::kText &&
           cell.kind == Cell::Kind::kText;
  }

  // No blanks at the end of a line.
  bool EndsLine(size_t i) const { return i + 1 == fit_.columns.size() && *style_.right == '\0'; }

  void AppendPadding(size_t i, size_t width) {
    const size_t column = fit_.columns[i].width;
    if (width < column) out_.buffer().append(column - width, ' ');
  }

  void AppendRecord(std::span<const Cell> cells) {
    std::string& buffer = out_.buffer();
    if (any_record_) buffer += '\n';
    any_record_ = true;
    for (size_t i = 0; i < cells.size(); ++i) {
      record_->Append(i, cells[i].text, cells[i].kind == Cell::Kind::kNull, &buffer);
    }
  }

  Output& out_;
  RenderOptions options_;
  const TableStyle& style_;
  const Clock& clock_;
  std::vector<ResultColumn> result_columns_;
  std::vector<TableColumn> columns_;
  std::vector<Cell> cells_;  // The sample, row-major; later the row at hand.
  Fit fit_;
  std::optional<RecordText> record_;  // Where rows are records.
  Clock::SteadyTime first_row_;
  size_t sample_bytes_ = 0;
  size_t rows_ = 0;
  bool started_ = false;
  bool any_record_ = false;
};

}  // namespace

std::unique_ptr<RowSink> MakeTable(Output& out, const RenderOptions& options) {
  return std::make_unique<TableRenderer>(out, options, kPlain);
}

std::unique_ptr<RowSink> MakeBox(Output& out, const RenderOptions& options) {
  return std::make_unique<TableRenderer>(out, options, kBox);
}

}  // namespace apisql
