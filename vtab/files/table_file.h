// TableFile: the rows of a csv, tsv or JSON file, with columns whose types are guessed from them.
#ifndef APISQL_VTAB_FILES_TABLE_FILE_H_
#define APISQL_VTAB_FILES_TABLE_FILE_H_

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"
#include "vtab/files/cell_guess.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

enum class FileFormat {
  kCsv,   // RFC 4180; the first line has the names. An empty cell is NULL, "" is an empty text.
  kTsv,   // The same with tabs, and \t \n \r \\ instead of quotes.
  kJson,  // An array of objects, or an object per line. A member is a column.
};

// By the ending of the file's name; none where that tells nothing.
std::optional<FileFormat> FileFormatOf(std::string_view file);

struct FileColumn {
  std::string name;
  FileType type = FileType::kText;
};

// Immutable. Holds the file's text, not its rows.
class TableFile {
 public:
  using Visit = std::function<Status(std::span<const SqlValue> row)>;

  virtual ~TableFile() = default;
  const std::vector<FileColumn>& columns() const { return columns_; }
  // Calls `visit` for each row until it fails.
  virtual Status ForEachRow(const Visit& visit) const = 0;

 protected:
  explicit TableFile(std::vector<FileColumn> columns) : columns_(std::move(columns)) {}

 private:
  std::vector<FileColumn> columns_;
};

// An error names the file, the line and what is wrong there.
StatusOr<std::unique_ptr<TableFile>> ReadTableFile(const std::string& file, FileFormat format);

// The same of a text; `name` is for errors.
StatusOr<std::unique_ptr<TableFile>> ReadDelimited(std::string name, std::string text,
                                                   FileFormat format);
StatusOr<std::unique_ptr<TableFile>> ReadJsonRows(const std::string& name, std::string text);

}  // namespace apisql

#endif  // APISQL_VTAB_FILES_TABLE_FILE_H_
