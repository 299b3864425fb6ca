// csv and tsv files.
#include <algorithm>
#include <utility>

#include "src/base/text.h"
#include "vtab/files/table_file.h"

namespace apisql {
namespace {

// A cell of one record; an empty one without quotes is NULL.
struct DelimitedCell {
  std::string text;
  bool is_null = true;
};

// Cuts a text into records. `text` must outlive it.
class RecordReader {
 public:
  RecordReader(const std::string& name, std::string_view text, FileFormat format)
      : name_(name), text_(text), quotes_(format == FileFormat::kCsv) {
    separator_ = quotes_ ? ',' : '\t';
  }

  // The next record into `*cells`; false: there is none.
  StatusOr<bool> Next(std::vector<DelimitedCell>* cells) {
    if (at_ >= text_.size()) return false;
    record_line_ = line_;
    size_t count = 0;
    bool more = true;
    while (more) {
      if (cells->size() == count) cells->emplace_back();
      DelimitedCell& cell = (*cells)[count++];
      cell.text.clear();
      RETURN_IF_ERROR(quotes_ && Peek() == '"' ? TakeQuoted(&cell) : TakePlain(&cell));
      more = Peek() == separator_;
      if (more) ++at_;
    }
    cells->resize(count);
    TakeLineEnd();
    return true;
  }

  Status Fault(std::string_view what) const {
    return {StatusCode::kInvalidArgument,
            name_ + ":" + std::to_string(record_line_) + ": " + std::string(what)};
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }

  Status TakePlain(DelimitedCell* cell) {
    const char stops[] = {separator_, '\n'};
    const size_t end = std::min(text_.find_first_of(std::string_view(stops, 2), at_), text_.size());
    std::string_view found = text_.substr(at_, end - at_);
    at_ = end;
    if (Peek() == '\n' && found.ends_with('\r')) found.remove_suffix(1);
    cell->is_null = found.empty();
    if (quotes_) {
      cell->text = found;
    } else {
      Unescape(found, &cell->text);
    }
    return OkStatus();
  }

  static void Unescape(std::string_view text, std::string* out) {
    constexpr std::string_view kLetters = "tnr\\";
    constexpr std::string_view kMeanings = "\t\n\r\\";
    for (size_t i = 0; i < text.size(); ++i) {
      const size_t which =
          text[i] == '\\' && i + 1 < text.size() ? kLetters.find(text[i + 1]) : kLetters.npos;
      if (which != kLetters.npos) ++i;
      *out += which == kLetters.npos ? text[i] : kMeanings[which];
    }
  }

  Status TakeQuoted(DelimitedCell* cell) {
    cell->is_null = false;
    for (++at_;;) {
      const size_t quote = text_.find('"', at_);
      if (quote == std::string_view::npos) return Fault("a quote is not closed");
      const std::string_view piece = text_.substr(at_, quote - at_);
      cell->text += piece;
      line_ += std::ranges::count(piece, '\n');
      at_ = quote + 1;
      if (Peek() != '"' || at_ >= text_.size()) break;
      cell->text += '"';
      ++at_;
    }
    if (Peek() == '\r') ++at_;
    if (Peek() == separator_ || Peek() == '\n') return OkStatus();
    return Fault("text follows a closing quote; a quote inside of quotes is written twice");
  }

  void TakeLineEnd() {
    if (at_ < text_.size()) ++at_;
    ++line_;
  }

  const std::string& name_;
  std::string_view text_;
  bool quotes_;
  char separator_ = ',';
  size_t at_ = 0;
  int64_t line_ = 1;
  int64_t record_line_ = 1;
};

// What a file of one column has of a line without anything is a NULL; of several, it is no row.
bool IsBlankRecord(std::span<const DelimitedCell> cells, size_t columns) {
  return columns > 1 && cells.size() == 1 && cells[0].is_null;
}

class DelimitedFile final : public TableFile {
 public:
  DelimitedFile(std::string name, std::string text, FileFormat format,
                std::vector<FileColumn> columns)
      : TableFile(std::move(columns)),
        name_(std::move(name)),
        text_(std::move(text)),
        format_(format) {}

  Status ForEachRow(const Visit& visit) const override {
    std::vector<SqlValue> row(columns().size());
    const auto take = [&](std::span<const DelimitedCell> cells) {
      for (size_t i = 0; i < cells.size(); ++i) {
        row[i] = cells[i].is_null ? SqlValue() : CellValue(cells[i].text, columns()[i].type);
      }
      return visit(row);
    };
    return ForEachRecord(name_, text_, format_, columns().size(), take);
  }

  // Calls `take` with the cells of each record behind the first, `columns` of them.
  template <typename Take>
  static Status ForEachRecord(const std::string& name, std::string_view text, FileFormat format,
                              size_t columns, Take take) {
    RecordReader reader(name, text, format);
    std::vector<DelimitedCell> cells;
    RETURN_IF_ERROR(reader.Next(&cells).status());
    for (;;) {
      ASSIGN_OR_RETURN(const bool more, reader.Next(&cells));
      if (!more) return OkStatus();
      if (IsBlankRecord(cells, columns)) continue;
      if (cells.size() != columns) {
        return reader.Fault("the row has " + std::to_string(cells.size()) +
                            (cells.size() == 1 ? " cell" : " cells") + ", the first line has " +
                            std::to_string(columns));
      }
      RETURN_IF_ERROR(take(cells));
    }
  }

 private:
  std::string name_;
  std::string text_;
  FileFormat format_;
};

bool HasColumn(std::span<const FileColumn> columns, std::string_view name) {
  return std::ranges::any_of(
      columns, [&](const FileColumn& column) { return EqualsIgnoreCase(column.name, name); });
}

// A cell without a name is called by its place; of two that SQLite would take for one, the second
// gets a number.
std::vector<FileColumn> NamedColumns(std::span<const DelimitedCell> header) {
  std::vector<FileColumn> columns;
  for (const DelimitedCell& cell : header) {
    std::string name(StripBlanks(cell.text));
    if (name.empty()) name = "column_" + std::to_string(columns.size() + 1);
    std::string one = name;
    for (int i = 2; HasColumn(columns, one); ++i) one = name + "_" + std::to_string(i);
    columns.push_back({std::move(one)});
  }
  return columns;
}

}  // namespace

StatusOr<std::unique_ptr<TableFile>> ReadDelimited(std::string name, std::string text,
                                                   FileFormat format) {
  RecordReader reader(name, text, format);
  std::vector<DelimitedCell> header;
  ASSIGN_OR_RETURN(const bool any, reader.Next(&header));
  if (!any) return reader.Fault("the file is empty; its first line must have the columns' names");
  std::vector<FileColumn> columns = NamedColumns(header);
  std::vector<CellGuess> guesses(columns.size());
  const auto guess = [&](std::span<const DelimitedCell> cells) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].is_null) guesses[i].AddCell(cells[i].text);
    }
    return OkStatus();
  };
  RETURN_IF_ERROR(DelimitedFile::ForEachRecord(name, text, format, columns.size(), guess));
  for (size_t i = 0; i < columns.size(); ++i) columns[i].type = guesses[i].type();
  return std::unique_ptr<TableFile>(std::make_unique<DelimitedFile>(
      std::move(name), std::move(text), format, std::move(columns)));
}

}  // namespace apisql
