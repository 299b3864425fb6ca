// RowLayout: what a PageShape says of rows, in the form in which a PageBuilder walks through them.
#ifndef APISQL_SRC_ROWS_SHAPE_ROW_LAYOUT_H_
#define APISQL_SRC_ROWS_SHAPE_ROW_LAYOUT_H_

#include <cstddef>
#include <vector>

#include "src/rows/shape/field_tree.h"
#include "src/rows/shape/json_without.h"
#include "src/rows/shape/page_shape.h"

namespace apisql {

// `shape` must stay where it is and as it is while the layout lives. Rows of one body after another
// go through it, never two at once: the tree remembers what the last row had.
struct RowLayout {
  explicit RowLayout(const PageShape& shape) : tree(MakeFieldTree(shape.fields)) {
    for (const Field& field : shape.fields) {
      const bool of_row = field.group == 0;
      secrets.push_back(of_row ? PathsWithin(field.path, shape.secrets) : std::vector<KeySpan>());
      has_json |= field.type == ColumnType::kJson;
      stands_in |= field.stands_in_for != kNoField;
      if (!of_row) group_fields.push_back(secrets.size() - 1);
      if (field.is_map_key || field.outside || !of_row) continue;
      const bool whole = field.path.empty();
      takes_scalars |= whole && field.type != ColumnType::kJson;
      takes_members |= !whole;
    }
    const size_t groups = GroupsOf(shape.rows);
    for (size_t group = 1; group <= groups; ++group) {
      group_trees.push_back(MakeFieldTree(shape.fields, group));
    }
  }

  FieldNode tree;
  std::vector<FieldNode> group_trees;         // From the innermost group outwards.
  std::vector<size_t> group_fields;           // All fields that are of a group.
  std::vector<std::vector<KeySpan>> secrets;  // Within each field.
  bool has_json = false;
  bool takes_scalars = false;  // Some field is the row itself, where that is no object.
  bool takes_members = false;  // Some field is within the row.
  bool stands_in = false;      // Some field stands in for another.
  size_t rows = 0;             // That went through it.
};

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_SHAPE_ROW_LAYOUT_H_
