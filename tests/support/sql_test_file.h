// SqlTestFile: a golden SQL test as written, tests/sql/*.test. tests/README.md tells the format.
#ifndef APISQL_TESTS_SUPPORT_SQL_TEST_FILE_H_
#define APISQL_TESTS_SUPPORT_SQL_TEST_FILE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

// Lines that a record expects, and where in the file they stand.
struct ExpectedLines {
  std::vector<std::string> lines;
  size_t begin = 0;  // Index of the first of them in SqlTestFile::lines.
  bool sort = false;
};

struct SqlRecord {
  enum class Kind {
    kSandbox,         // Starts another sandbox, and a session on it.
    kSession,         // Opens another session on the same sandbox.
    kProviderDir,     // Likewise, with the documents of a folder added.
    kConfig,          // Likewise, with a config of the user.
    kApi,             // Starts a server that imitates an API; likewise.
    kFault,           // Makes the sandbox answer otherwise.
    kQuery,           // SQL, and the rows it returns.
    kQueryCount,      // SQL, and how many rows it returns.
    kStatementOk,     // SQL that succeeds; its rows do not matter.
    kStatementError,  // SQL that fails, and texts that its message contains.
  };
  Kind kind = Kind::kStatementOk;
  int line = 0;          // Of its first line, from 1: for failures.
  std::string argument;  // What follows the first word: options, a folder, JSON, column types.
  std::string sql;
  size_t sql_end = 0;  // Index of the line after the SQL.
  // Rows, a count or texts of an error; none when there is no "----".
  std::optional<ExpectedLines> expected;
  std::optional<ExpectedLines> requests;
  std::optional<ExpectedLines> warnings;
  std::optional<ExpectedLines> notes;
  std::optional<int64_t> position;  // Byte offset of the error in the SQL.
  std::optional<int64_t> changes;   // Rows that the statement is said to have changed.
};

struct SqlTestFile {
  std::vector<std::string> lines;
  std::vector<SqlRecord> records;
};

// An error says "line N: " and what is wrong there.
StatusOr<SqlTestFile> ParseSqlTest(std::string_view text);

// What a record should have said. Blocks that are unset stay as they are; a `requests` block that
// the record does not have is not added.
struct SqlRecordOutcome {
  std::optional<std::vector<std::string>> expected;
  std::optional<std::vector<std::string>> requests;
};

// The file's text with what came out in place of what was expected. One outcome per record.
std::string RewriteSqlTest(const SqlTestFile& file, std::span<const SqlRecordOutcome> outcomes);

// The cells of an expected row: they stand apart by a tab or by two and more blanks.
std::vector<std::string> SplitCells(std::string_view row);
// Text as it is written in a cell: SplitCells() and line ends cannot break it, an empty text is
// "(empty)", and a text that reads NULL or (empty) has a backslash before it.
std::string CellOfText(std::string_view text);
// Rows as lines, cells two blanks apart in columns.
std::vector<std::string> AlignRows(std::span<const std::vector<std::string>> rows);

}  // namespace apisql

#endif  // APISQL_TESTS_SUPPORT_SQL_TEST_FILE_H_
