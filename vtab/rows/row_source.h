// RowSource: rows for a cursor, wherever they come from.
#ifndef APISQL_VTAB_ROWS_ROW_SOURCE_H_
#define APISQL_VTAB_ROWS_ROW_SOURCE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "src/base/status.h"
#include "src/rows/page.h"
#include "vtab/rows/row_hash.h"
#include "vtab/rows/row_image.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// A value of the current row. Text points into what the source holds and is NUL-terminated.
struct ScanCell {
  Cell::Kind kind = Cell::Kind::kNull;
  int64_t integer = 0;
  double real = 0;
  std::string_view text = {};
  bool may_hold_nul = true;  // `text`, before its end.
};

// A decoded cell of `page`, which must outlive the result.
inline ScanCell CellOf(const Page& page, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::kNull:
      return {};
    case Cell::Kind::kInteger:
      return {.kind = cell.kind, .integer = cell.integer};
    case Cell::Kind::kReal:
      return {.kind = cell.kind, .real = cell.real};
    default:
      return {.kind = cell.kind, .text = page.text(cell), .may_hold_nul = page.nul_in_text};
  }
}
// The cell of a value of `column`, which must outlive it; NULL for a blob.
ScanCell CellOf(const SqlValue& value, const Column& column);
// A copy that outlives the source.
SqlValue ValueOf(const ScanCell& cell);

// A part of a row's identity.
void AddCell(const ScanCell& cell, RowHash* hash);

// The rowid of the row of that key: the same in every scan of a statement, whoever gives the row.
// at(column) gives a cell.
template <typename At>
int64_t RowIdOfKey(const Resource& resource, At at) {
  RowHash hash;
  hash.Add(resource.name);
  for (const std::string& name : resource.key) AddCell(at(resource.FindColumn(name)), &hash);
  hash.Add(uint64_t{0});  // Of equal rows the first: those of tables with a key are all different.
  return hash.RowId();
}
// That of a row whose INSERT is staged, and whose key the server has yet to choose.
int64_t RowIdOfInsert(const Resource& resource, int64_t insert);

class Scan;

// Starts before its first row. What At() returns is valid until the next call of Next().
class RowSource {
 public:
  virtual ~RowSource() = default;

  // Moves to the next row. False after the last. After an error the source is done.
  virtual StatusOr<bool> Next() = 0;

  // Makes the value of `column` known, where a source fetches only what is asked for.
  virtual Status Load(int column) {
    (void)column;
    return OkStatus();
  }

  virtual ScanCell At(int column) const = 0;

  // The same for the same row in every scan of a statement; never negative.
  virtual int64_t RowId() const = 0;

  // The current row where it is not what an answer says, but what is known of it otherwise.
  // The scan of the API's answer that gave the current row; null where none did.
  virtual const Scan* Answer() const { return nullptr; }
  virtual std::optional<RowImage> StagedImage() const { return std::nullopt; }
};

}  // namespace apisql

#endif  // APISQL_VTAB_ROWS_ROW_SOURCE_H_
