#include "vtab/api/absent_rows.h"

#include <algorithm>

#include "src/rows/page_guard.h"

namespace apisql {

void AbsentRows::AddFields(const Method& method, PageShape* shape) {
  if (method.rows_kind == RowsKind::kObject) return;
  for (const AbsentRule& rule : method.absent) {
    if (rule.values.empty()) continue;
    fields_.emplace_back(shape->fields.size(), rule.values);
    shape->fields.push_back({rule.path, ColumnType::kText});
  }
}

size_t AbsentRows::LeaveOut(Page* page) const {
  if (fields_.empty()) return 0;
  std::vector<size_t> rows;
  for (size_t row = 0; row < page->rows; ++row) {
    const auto is_absent = [&](const auto& rule) {
      const Cell& cell = page->cell(row, rule.first);
      return cell.kind == Cell::Kind::kText &&
             std::ranges::find(rule.second, page->text(cell)) != rule.second.end();
    };
    if (std::ranges::any_of(fields_, is_absent)) rows.push_back(row);
  }
  apisql::LeaveOut(rows, page);
  return rows.size();
}

}  // namespace apisql
