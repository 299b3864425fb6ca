// PageShape: where the rows of a response stand and which of their fields are wanted.
#ifndef APISQL_SRC_ROWS_SHAPE_PAGE_SHAPE_H_
#define APISQL_SRC_ROWS_SHAPE_PAGE_SHAPE_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/json/path.h"
#include "src/times/time.h"

namespace apisql {

enum class ColumnType { kText, kInteger, kReal, kBoolean, kTimestamp, kJson };

enum class RowsKind {
  kArray,   // An array of objects or scalars at PageShape::rows.
  kObject,  // One object (or scalar) at PageShape::rows: a page of one row.
  kMap,     // An object at PageShape::rows whose members are the rows, keyed by name.
  kNdjson,  // One JSON value per line; PageShape::rows is applied within each line.
};

inline constexpr size_t kNoField = static_cast<size_t>(-1);

struct Field {
  JsonPath path;  // From the row's root. Empty: the row itself (a scalar, or for kJson its JSON).
  ColumnType type = ColumnType::kText;
  bool is_map_key = false;          // kMap: the name of the member; `path` is not used.
  size_t prefix = 0;                // Of a longer text only so many characters; 0: all.
  TimeForm time = TimeForm::kText;  // Of a timestamp.
  bool outside = false;  // No body has it: its cells are NULL until FillField() writes them.
  // A field before this one that this one stands in for in rows where that is NULL; kNoField: none.
  size_t stands_in_for = kNoField;
  // Of the group that the row stands in, where PageShape::rows has a "*": 1 for the innermost, 2
  // for the one around it. `path` is then from the group's root, and is_map_key means the name of
  // the group. 0: of the row.
  size_t group = 0;
};

// The key of PageShape::rows that stands for every element of an array, or member of an object,
// there. Rows are then in groups, and all groups have theirs at the rest of the path.
inline constexpr std::string_view kEveryMember = "*";
inline constexpr size_t kMostGroups = 2;  // Times that it may stand in a path.

// How often it stands there.
inline size_t GroupsOf(const JsonPath& rows) {
  return static_cast<size_t>(std::ranges::count(rows.keys, kEveryMember));
}

struct RowLayout;

struct PageShape {
  RowsKind kind = RowsKind::kArray;
  JsonPath rows;  // May have "*" as a key, but for kObject and kNdjson.
  std::vector<Field> fields;
  std::vector<JsonPath> envelope;  // Scalars outside the rows, handed to the paginator.
  // From the row's root: left out of the JSON of fields that hold them.
  std::vector<JsonPath> secrets = {};
  // The last so many of `envelope` may hold anything: what is no scalar there counts as absent.
  size_t hints = 0;
  bool signs = false;    // What tells of more rows is looked for: Page::signs. Not of NDJSON.
  bool objects = false;  // A row that is no object is an error, whatever is read of it.
  // Null, or nothing, where the rows are expected means that there are none.
  bool empty_null = false;
  bool empty_absent = false;
  // Three bytes of a body ("{},") make as many cells as a row has fields: the bound on bodies is
  // none on these. 2^25 cells are 512 MB.
  size_t max_cells = size_t{1} << 25;
  // Of this very shape, made when all else is set, for those who decode many bodies. Null: made
  // anew for each.
  std::shared_ptr<RowLayout> layout = nullptr;
};

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_SHAPE_PAGE_SHAPE_H_
