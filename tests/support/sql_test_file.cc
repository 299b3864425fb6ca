#include "tests/support/sql_test_file.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "src/base/text.h"

namespace apisql {
namespace {

using Kind = SqlRecord::Kind;

struct RecordHeader {
  std::string_view words;
  Kind kind;
  bool has_sql;
};

// A longer header stands before one that it begins with.
constexpr RecordHeader kRecordHeaders[] = {
    {"sandbox", Kind::kSandbox, false},
    {"session", Kind::kSession, false},
    {"provider-dir", Kind::kProviderDir, false},
    {"fault", Kind::kFault, false},
    {"config", Kind::kConfig, false},
    {"api", Kind::kApi, false},
    {"query count", Kind::kQueryCount, true},
    {"query", Kind::kQuery, true},
    {"statement ok", Kind::kStatementOk, true},
    {"statement error", Kind::kStatementError, true},
};

// What follows `words` in `line`, when the line begins with them.
std::optional<std::string_view> After(std::string_view line, std::string_view words) {
  if (!line.starts_with(words)) return std::nullopt;
  line.remove_prefix(words.size());
  if (!line.empty() && line.front() != ' ') return std::nullopt;
  return StripBlanks(line);
}

// Reads a file line by line; each function leaves `at_` on the first line that it did not take.
class SqlTestParser {
 public:
  explicit SqlTestParser(std::string_view text) : file_{Split(text, '\n'), {}} {
    if (!file_.lines.empty() && file_.lines.back().empty()) file_.lines.pop_back();
  }

  StatusOr<SqlTestFile> Parse() {
    while (!AtEnd()) {
      if (AtBlank() || Line().starts_with('#')) {
        ++at_;
      } else if (!file_.records.empty() && AtBlock()) {
        RETURN_IF_ERROR(ReadBlock(file_.records.back()));
      } else {
        RETURN_IF_ERROR(ReadRecord());
      }
    }
    return std::move(file_);
  }

 private:
  bool AtEnd() const { return at_ >= file_.lines.size(); }
  bool AtBlank() const { return !AtEnd() && StripBlanks(Line()).empty(); }
  const std::string& Line() const { return file_.lines[at_]; }
  Status Fault(const std::string& what) const {
    return {StatusCode::kInvalidArgument, "line " + std::to_string(at_ + 1) + ": " + what};
  }

  // True on the first line of a block that belongs to the SQL above it.
  bool AtBlock() const {
    return !AtEnd() && (Line() == "----" || Line() == "requests" || Line() == "requests sort" ||
                        Line() == "warnings" || Line() == "notes" || After(Line(), "position") ||
                        After(Line(), "changes"));
  }

  Status ReadRecord() {
    for (const RecordHeader& header : kRecordHeaders) {
      const auto argument = After(Line(), header.words);
      if (!argument) continue;
      SqlRecord record;
      record.kind = header.kind;
      record.line = static_cast<int>(at_ + 1);
      record.argument = *argument;
      ++at_;
      if (header.has_sql) RETURN_IF_ERROR(ReadSql(record));
      file_.records.push_back(std::move(record));
      return {};
    }
    return Fault("no record begins with '" + Line() + "'");
  }

  Status ReadSql(SqlRecord& record) {
    for (; !AtEnd() && !AtBlank() && !AtBlock(); ++at_) {
      record.sql += (record.sql.empty() ? "" : "\n") + Line();
    }
    record.sql_end = at_;
    return record.sql.empty() ? Fault("SQL is missing") : Status();
  }

  Status ReadBlock(SqlRecord& record) {
    if (record.sql.empty()) return Fault("'" + Line() + "' belongs to no SQL");
    if (Line() == "----") {
      if (record.kind == Kind::kStatementOk) return Fault("'statement ok' expects no rows");
      return ReadLines(record.expected);
    }
    if (Line() == "warnings") return ReadLines(record.warnings);
    if (Line() == "notes") return ReadLines(record.notes);
    if (const auto number = After(Line(), "position")) return ReadPosition(*number, record);
    if (const auto number = After(Line(), "changes")) return ReadChanges(*number, record);
    return ReadLines(record.requests);
  }

  Status ReadLines(std::optional<ExpectedLines>& block) {
    if (block) return Fault("a second '" + Line() + "' for the same SQL");
    block.emplace();
    block->sort = Line() == "requests sort";
    block->begin = ++at_;
    for (; !AtEnd() && !AtBlank() && !AtBlock(); ++at_) block->lines.push_back(Line());
    return {};
  }

  Status ReadPosition(std::string_view number, SqlRecord& record) {
    if (record.kind != Kind::kStatementError) return Fault("only an error has a position");
    return ReadNumber(number, "position needs a byte offset", record.position);
  }

  Status ReadChanges(std::string_view number, SqlRecord& record) {
    if (record.kind == Kind::kStatementError) return Fault("an error has no number of changes");
    return ReadNumber(number, "changes needs a number of rows", record.changes);
  }

  Status ReadNumber(std::string_view text, const std::string& fault,
                    std::optional<int64_t>& number) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return Fault(fault);
    number = value;
    ++at_;
    return {};
  }

  SqlTestFile file_;
  size_t at_ = 0;
};

void ReplaceLines(std::vector<std::string>& lines, size_t begin, size_t count,
                  std::span<const std::string> by) {
  const auto first = lines.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto place = lines.erase(first, first + static_cast<std::ptrdiff_t>(count));
  lines.insert(place, by.begin(), by.end());
}

void RewriteExpected(std::vector<std::string>& lines, const SqlRecord& record,
                     std::vector<std::string> rows) {
  if (record.expected) {
    return ReplaceLines(lines, record.expected->begin, record.expected->lines.size(), rows);
  }
  rows.insert(rows.begin(), "----");
  ReplaceLines(lines, record.sql_end, 0, rows);
}

void RewriteRequests(std::vector<std::string>& lines, const SqlRecord& record,
                     std::span<const std::string> requests) {
  if (!record.requests) return;
  ReplaceLines(lines, record.requests->begin, record.requests->lines.size(), requests);
}

}  // namespace

StatusOr<SqlTestFile> ParseSqlTest(std::string_view text) { return SqlTestParser(text).Parse(); }

std::string RewriteSqlTest(const SqlTestFile& file, std::span<const SqlRecordOutcome> outcomes) {
  std::vector<std::string> lines = file.lines;
  // From the last record to the first, and within one from its last block: what stands before keeps
  // its place.
  for (size_t i = file.records.size(); i-- > 0;) {
    const SqlRecord& record = file.records[i];
    const bool rows_last =
        record.requests && record.expected && record.expected->begin > record.requests->begin;
    if (outcomes[i].expected && rows_last) {
      RewriteExpected(lines, record, *outcomes[i].expected);
    }
    if (outcomes[i].requests) RewriteRequests(lines, record, *outcomes[i].requests);
    if (outcomes[i].expected && !rows_last) {
      RewriteExpected(lines, record, *outcomes[i].expected);
    }
  }
  return Join(lines, "\n") + "\n";
}

std::vector<std::string> SplitCells(std::string_view row) {
  std::vector<std::string> cells(1);
  for (size_t i = 0; i < row.size(); ++i) {
    const bool blanks = row.substr(i).starts_with("  ");
    if (row[i] != '\t' && !blanks) {
      cells.back() += row[i];
      continue;
    }
    while (i + 1 < row.size() && (row[i + 1] == ' ' || row[i + 1] == '\t')) ++i;
    if (i + 1 < row.size()) cells.emplace_back();
  }
  return cells;
}

std::string CellOfText(std::string_view text) {
  if (text.empty()) return "(empty)";
  if (text == "NULL" || text == "(empty)") return "\\" + std::string(text);
  std::string cell;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool edge = i == 0 || i + 1 == text.size() || text[i - 1] == ' ';
    switch (text[i]) {
      case '\\':
        cell += "\\\\";
        break;
      case '\t':
        cell += "\\t";
        break;
      case '\n':
        cell += "\\n";
        break;
      case '\r':
        cell += "\\r";
        break;
      case '\0':
        cell += "\\0";
        break;
      case ' ':
        cell += edge ? "\\s" : " ";
        break;
      default:
        cell += text[i];
    }
  }
  return cell;
}

std::vector<std::string> AlignRows(std::span<const std::vector<std::string>> rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::vector<std::string> lines;
  for (const auto& row : rows) {
    std::string& line = lines.emplace_back();
    for (size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] + 2 - row[i].size(), ' ');
    }
  }
  return lines;
}

}  // namespace apisql
