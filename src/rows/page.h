// Page: the rows of one response, decoded to typed cells.
#ifndef APISQL_SRC_ROWS_PAGE_H_
#define APISQL_SRC_ROWS_PAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/paging/shapes/paging_shapes.h"

namespace apisql {

// One value of a row. Text and JSON stand NUL-terminated in the page's arena.
struct Cell {
  enum class Kind : uint8_t { kNull, kInteger, kReal, kText, kJson };
  Kind kind = Kind::kNull;
  uint32_t length = 0;  // Of text and JSON, in bytes, without the NUL.
  union {
    int64_t integer = 0;  // Booleans are 0 and 1.
    double real;
    uint64_t offset;  // Into Page::arena.
  };
};

// Values of a field that its type does not understand. Their cells are NULL.
struct Misfit {
  size_t field = 0;
  size_t count = 0;
  std::string text;  // The first of them, whole: it may be secret.
};

// Movable; views of its text stay valid while the Page stays where it is.
struct Page {
  size_t columns = 0;       // Cells per row: one per field of the PageShape, in its order.
  size_t rows = 0;          // May be more than cells say: a page can be counted without columns.
  std::vector<Cell> cells;  // Row-major.
  std::string arena;
  std::vector<std::optional<std::string>> envelope;  // One per envelope path of the PageShape.
  uint64_t envelope_numbers = 0;  // Bit n: envelope[n] is a number or a boolean in the JSON.
  std::vector<FoundSign> signs;   // What may tell of more rows, where the PageShape asks for it.
  bool replaced_text = false;   // Some of the body's text was no Unicode and has U+FFFD in it now.
  bool lacks_rows = false;      // Null or nothing stood where the rows were expected.
  bool nul_in_text = false;     // Some text has a NUL before its end.
  std::vector<Misfit> misfits;  // At most one per field.

  const Cell& cell(size_t row, size_t column) const { return cells[row * columns + column]; }
  std::string_view text(const Cell& cell) const {
    return {arena.data() + cell.offset, cell.length};
  }
};

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_PAGE_H_
