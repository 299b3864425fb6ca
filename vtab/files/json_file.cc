// JSON files: an array of objects, or an object per line.
#include <algorithm>
#include <map>
#include <utility>

#include "src/base/text.h"
#include "src/json/tape.h"
#include "src/json/text.h"
#include "vtab/files/table_file.h"

namespace apisql {
namespace {

// A value that stands by itself, in a list of names or numbers, is the one column of its row.
constexpr std::string_view kValueColumn = "value";

template <typename Visit>
Status ForEachMemberOf(const JsonValue& row, Visit visit) {
  if (row.kind() != JsonKind::kObject) {
    visit(kValueColumn, row);
    return OkStatus();
  }
  row.ForEachMember([&](std::string_view name, const JsonValue& value) {
    visit(name, value);
    return true;
  });
  return OkStatus();
}

// Calls visit(JsonValue) for each row of `text`.
template <typename Visit>
Status ForEachJsonRow(const std::string& name, std::string_view text, Visit visit) {
  const auto fault = [&](size_t line, const Status& status) {
    return Status(StatusCode::kInvalidArgument,
                  name + ":" + std::to_string(line) + ": " + std::string(status.message()));
  };
  if (StripBlanks(text).starts_with('[')) {
    const auto tape = JsonTape::Parse(text);
    if (!tape.ok()) return fault(1, tape.status());
    Status status;
    tape->root().ForEachElement([&](const JsonValue& row) {
      status = visit(row);
      return status.ok();
    });
    return status;
  }
  size_t line = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view one = text.substr(begin, end - begin);
    begin = end + 1;
    ++line;
    if (StripBlanks(one).empty()) continue;
    const auto tape = JsonTape::Parse(one);
    if (!tape.ok()) return fault(line, tape.status());
    RETURN_IF_ERROR(visit(tape->root()));
  }
  return OkStatus();
}

// The types of a column's values, as far as they matter.
class MemberGuess {
 public:
  void Add(const JsonValue& value) {
    switch (value.kind()) {
      case JsonKind::kNull:
        return;
      case JsonKind::kFalse:
      case JsonKind::kTrue:
        booleans_ = true;
        return;
      case JsonKind::kNumber:
        numbers_ = true;
        return cells_.Add(value.text());
      case JsonKind::kString:
        texts_ = true;
        return;
      case JsonKind::kArray:
      case JsonKind::kObject:
        nested_ = true;
    }
  }

  FileType type() const {
    const int kinds = int{booleans_} + int{numbers_} + int{texts_} + int{nested_};
    if (kinds != 1 || texts_) return FileType::kText;
    if (nested_) return FileType::kJson;
    return booleans_ ? FileType::kInteger : cells_.type();
  }

 private:
  bool booleans_ = false;
  bool numbers_ = false;
  bool texts_ = false;
  bool nested_ = false;
  CellGuess cells_;
};

SqlValue MemberValue(const JsonValue& value, FileType type) {
  switch (value.kind()) {
    case JsonKind::kNull:
      return std::monostate();
    case JsonKind::kFalse:
    case JsonKind::kTrue: {
      const bool is = value.kind() == JsonKind::kTrue;
      if (type == FileType::kInteger) return int64_t{is ? 1 : 0};
      return std::string(is ? "true" : "false");
    }
    case JsonKind::kNumber:
      return CellValue(value.text(), type);
    case JsonKind::kString:
      return std::string(value.text());
    case JsonKind::kArray:
    case JsonKind::kObject:
      break;
  }
  std::string json;
  AppendJson(value, &json);
  return json;
}

// The columns in the order in which their names first come, and where each name's is.
class JsonColumns {
 public:
  void Add(std::string_view name, const JsonValue& value) {
    const auto [entry, is_new] = places_.try_emplace(AsciiLower(name), columns_.size());
    if (is_new) {
      columns_.push_back({std::string(name)});
      guesses_.emplace_back();
    }
    guesses_[entry->second].Add(value);
  }
  // Empty names cannot be those of columns.
  std::vector<FileColumn> Finish() {
    for (size_t i = 0; i < columns_.size(); ++i) {
      columns_[i].type = guesses_[i].type();
      if (columns_[i].name.empty()) columns_[i].name = "column_" + std::to_string(i + 1);
    }
    return columns_;
  }
  std::map<std::string, size_t, std::less<>> TakePlaces() { return std::move(places_); }

 private:
  std::vector<FileColumn> columns_;
  std::vector<MemberGuess> guesses_;
  std::map<std::string, size_t, std::less<>> places_;
};

class JsonFile final : public TableFile {
 public:
  JsonFile(std::string name, std::string text, JsonColumns columns)
      : TableFile(columns.Finish()),
        name_(std::move(name)),
        text_(std::move(text)),
        places_(columns.TakePlaces()) {}

  Status ForEachRow(const Visit& visit) const override {
    std::vector<SqlValue> row(columns().size());
    return ForEachJsonRow(name_, text_, [&](const JsonValue& object) {
      std::ranges::fill(row, SqlValue());
      RETURN_IF_ERROR(ForEachMemberOf(object, [&](std::string_view name, const JsonValue& value) {
        const size_t place = places_.find(AsciiLower(name))->second;
        row[place] = MemberValue(value, columns()[place].type);
      }));
      return visit(row);
    });
  }

 private:
  std::string name_;
  std::string text_;
  std::map<std::string, size_t, std::less<>> places_;
};

}  // namespace

StatusOr<std::unique_ptr<TableFile>> ReadJsonRows(const std::string& name, std::string text) {
  JsonColumns columns;
  RETURN_IF_ERROR(ForEachJsonRow(name, text, [&](const JsonValue& row) {
    return ForEachMemberOf(
        row, [&](std::string_view member, const JsonValue& value) { columns.Add(member, value); });
  }));
  auto file = std::make_unique<JsonFile>(name, std::move(text), std::move(columns));
  if (!file->columns().empty()) return std::unique_ptr<TableFile>(std::move(file));
  return Status(StatusCode::kInvalidArgument,
                name +
                    ": there is no object in it, so no column; it must be an array of objects, "
                    "or an object per line");
}

}  // namespace apisql
