// CellGuess: which type holds all values of a column of text, and a cell as a value of that type.
#ifndef APISQL_VTAB_FILES_CELL_GUESS_H_
#define APISQL_VTAB_FILES_CELL_GUESS_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "vtab/rows/sql_value.h"

namespace apisql {

// The type of a file's column, as CREATE TABLE takes it. JSON_TEXT compares as text does.
enum class FileType { kInteger, kReal, kText, kJson };
std::string_view FileTypeName(FileType type);

// The number that `text` is written as. None for what a number would not give back: leading zeros,
// a plus sign, blanks, hexadecimal digits, more digits than 64 bits hold.
std::optional<int64_t> WrittenInteger(std::string_view text);
std::optional<double> WrittenReal(std::string_view text);

// Fed with all values of a column but NULL.
class CellGuess {
 public:
  void Add(std::string_view text);
  // As Add(), where nothing says that it is a number: 12e4 may be the front of a hash.
  void AddCell(std::string_view text);
  // Text where there was no value.
  FileType type() const;

 private:
  bool any_ = false;
  bool integers_ = true;
  bool reals_ = true;
  bool exact_ = true;  // Every integer is a double as well.
};

// `text`, which the guess was fed with, as a value of the guessed type.
SqlValue CellValue(std::string_view text, FileType type);

}  // namespace apisql

#endif  // APISQL_VTAB_FILES_CELL_GUESS_H_
