// FitColumns: which columns of a result a line of the terminal shows, and how wide. A pure
// function: widths and kinds in, layout out.
//
// What gives way, in this order:
//   1. Texts and descriptions are cut down to kLeastText and kLeastWords columns of the screen.
//   2. Columns are left out: long texts first (wider than kLongText), the last of them before the
//      first, then the others from the right, descriptions at the end. Keys stay.
//   3. Where not even the keys and two columns more fit, or less than a quarter of the columns
//      would be left, nothing is a table: each row is a record, one value a line.
// Keys, ids, numbers and times are whole or not there. Names of columns are never cut, so two names
// look alike only where they are the same.
#ifndef APISQL_SHELL_LAYOUT_FIT_COLUMNS_H_
#define APISQL_SHELL_LAYOUT_FIT_COLUMNS_H_

#include <cstddef>
#include <span>
#include <vector>

namespace apisql {

enum class ColumnKind {
  kKey,    // Tells rows apart: whole, and never left out.
  kWhole,  // An id, a number, a time: whole, or left out.
  kText,   // May be cut in its middle.
  kWords,  // A description: may go on in further lines of its column.
};

inline constexpr size_t kLeastText = 20;  // A time fits; of a URL, its server and its last part.
inline constexpr size_t kLeastWords = 24;
inline constexpr size_t kLongText = 40;

struct ColumnSize {
  size_t name = 0;    // Width of its name; 0 where names are not shown.
  size_t widest = 0;  // Of its values.
  ColumnKind kind = ColumnKind::kText;
  // It gets so much where there is room to spare, for values that are to come.
  size_t hoped = 0;
};

// What stands around the columns of a line, and between two.
struct Frame {
  size_t sides = 0;
  size_t between = 0;
};

struct FittedColumn {
  size_t index = 0;  // In the result.
  size_t width = 0;
  friend bool operator==(const FittedColumn&, const FittedColumn&) = default;
};

struct Fit {
  enum class Form { kTable, kRecords };
  Form form = Form::kTable;
  std::vector<FittedColumn> columns;  // From left to right; all of them for kRecords.
};

// `width` is the terminal's; 0: unlimited. Without a column of kKey the first one stays as one.
Fit FitColumns(std::span<const ColumnSize> columns, const Frame& frame, size_t width);

}  // namespace apisql

#endif  // APISQL_SHELL_LAYOUT_FIT_COLUMNS_H_
