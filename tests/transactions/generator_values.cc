#include <algorithm>

#include "src/base/text.h"
#include "tests/differential/schema.h"
#include "tests/transactions/generator.h"
#include "tests/transactions/state.h"
#include "vtab/sql/tokens.h"

namespace apisql::transactions {

using differential::IsNull;
using differential::Literal;

const SandboxTable& Generator::Now(std::string_view table) const {
  return *FindTable(view_->now, table);
}

std::optional<Generator::Place> Generator::RowOf(const WrittenTable& written,
                                                 const SandboxTable& table) {
  if (table.rows.empty()) return std::nullopt;
  const Place place = {&table, &random_.Pick(table.rows)};
  for (const std::string& column : written.key) {
    const std::string cell = Cell(place, column);
    if (cell == "NULL" || cell == "'apisql sandbox'") return std::nullopt;
  }
  return place;
}

std::optional<Generator::Place> Generator::CommittedRow(const WrittenTable& written) {
  return RowOf(written, *FindTable(view_->committed, written.name));
}

// At times one that the transaction has deleted, or whose values it has changed.
std::optional<Generator::Place> Generator::AnyRow(const WrittenTable& written) {
  return random_.Chance(85) ? RowOf(written, Now(written.name)) : CommittedRow(written);
}

std::string Generator::Cell(const Place& place, std::string_view column) const {
  return Literal((*place.row)[ColumnNumber(*place.table, column)]);
}

std::string Generator::AnyCell(std::string_view table, std::string_view column) {
  const SandboxTable& now = Now(table);
  const SandboxTable& rows = random_.Chance(70) ? now : *FindTable(view_->committed, table);
  if (rows.rows.empty()) return "NULL";
  return Cell({&rows, &random_.Pick(rows.rows)}, column);
}

std::string Generator::Fresh(std::string_view prefix) {
  return std::string(prefix) + " " + std::to_string(++numbers_);
}

// None that changes by the time.
std::string Generator::AnyColumn(const SandboxTable& table) {
  for (;;) {
    const std::string& name = random_.Pick(table.columns).name;
    if (name != "phase" && name != "updated_at") return name;
  }
}

std::string Generator::ColumnList(const WrittenTable& written, const std::string& alias) {
  std::vector<std::string> columns;
  for (const std::string& column : written.key) columns.push_back(alias + column);
  const size_t count = 1 + random_.Below(4);
  for (size_t i = 0; i < count; ++i) columns.push_back(alias + AnyColumn(Now(written.name)));
  if (random_.Chance(40) && !written.texts.empty()) {
    columns.push_back(alias + random_.Pick(written.texts) + " || '!'");
  }
  return apisql::Join(columns, ", ");
}

}  // namespace apisql::transactions
