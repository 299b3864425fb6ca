#include "tests/differential/workspace.h"

#include <algorithm>
#include <cctype>

#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql::differential {
namespace {

constexpr std::string_view kViews = R"sql(
CREATE VIEW people AS
SELECT id, email AS name, 'user' AS sort FROM confluent.iam.users
UNION ALL SELECT id, display_name, 'account' FROM confluent.iam.service_accounts
UNION ALL SELECT email, first_name, state FROM rockset.iam.users;
CREATE VIEW owned_keys AS
SELECT k.id AS key_id, k.owner_id, k.resource_kind, u.email
FROM confluent.iam.api_keys k LEFT JOIN confluent.iam.users u ON u.id = k.owner_id;
CREATE VIEW owners AS
SELECT owner_id, count(*) AS keys FROM confluent.iam.api_keys GROUP BY owner_id;
)sql";

struct WorkspaceTable {
  std::string_view name;
  std::vector<std::pair<std::string, std::string>> columns;  // Name and type.
};

const std::vector<WorkspaceTable>& AllWorkspaceTables() {
  static const std::vector<WorkspaceTable> kTables = {
      {"people", {{"id", "TEXT"}, {"name", "TEXT"}, {"sort", "TEXT"}}},
      {"owned_keys",
       {{"key_id", "TEXT"}, {"owner_id", "TEXT"}, {"resource_kind", "TEXT"}, {"email", "TEXT"}}},
      {"owners", {{"owner_id", "TEXT"}, {"keys", "INTEGER"}}},
      {"notes",
       {{"number", "INTEGER"},
        {"person", "FOLDED"},
        {"mixed", ""},
        {"share", "REAL"},
        {"note", "TEXT"}}}};
  return kTables;
}

std::string Upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c < 0x80 ? std::toupper(c) : c);
  });
  return text;
}

// The text of a column's row; beyond the last row it begins again.
std::string TextAt(const std::vector<Table>& tables, std::string_view table,
                   std::string_view column, size_t row) {
  const auto found = std::ranges::find(tables, table, &Table::name);
  if (found == tables.end() || found->rows == 0) return "";
  for (const Column& candidate : found->columns) {
    if (candidate.name != column) continue;
    const auto* text = std::get_if<std::string>(&candidate.cells[row % found->rows]);
    return text != nullptr ? *text : "";
  }
  return "";
}

std::string Notes(const std::vector<Table>& tables) {
  constexpr std::string_view kMixed[] = {"7", "'7'", "x'373037'", "NULL", "'007'", "12", "2.5"};
  constexpr std::string_view kNotes[] = {"'007'", "'7'", "NULL", "''", "'7.0'", "' 12'", "'3600'"};
  std::string rows;
  for (size_t i = 0; i < 14; ++i) {
    const std::string email = TextAt(tables, "confluent.iam.users", "email", i / 2);
    const std::string owner = TextAt(tables, "confluent.iam.api_keys", "owner_id", i);
    const std::string mixed = i % 2 == 0 ? std::string(kMixed[i / 2]) : QuoteText(owner);
    const std::string note =
        i % 2 == 0 ? std::string(kNotes[i / 2]) : QuoteText(i % 4 == 1 ? owner : email + " ");
    rows += (i == 0 ? "(" : ", (") + std::to_string(i * i) + ", " +
            QuoteText(i % 2 == 0 ? email : Upper(email)) + ", " + mixed + ", " +
            std::to_string(static_cast<double>(i) + 0.25) + ", " + note + ")";
  }
  return "CREATE TABLE notes(number INTEGER, person TEXT COLLATE NOCASE, mixed, share REAL, "
         "note TEXT);\n"
         "INSERT INTO notes VALUES " +
         rows + ";\n";
}

// What ShowValue() made of a value. Blobs are of no use as a constant here: NULL.
Cell CellOf(const std::string& shown) {
  if (shown.starts_with("'")) return shown.substr(1, shown.size() - 2);
  if (shown.starts_with("r")) return std::stod(shown.substr(1));
  if (shown == "NULL" || shown.starts_with("x")) return std::monostate();
  return int64_t{std::stoll(shown)};
}

}  // namespace

std::string WorkspaceSql(const std::vector<Table>& tables) {
  return std::string(kViews) + Notes(tables);
}

StatusOr<std::vector<Table>> WorkspaceTables(CopySide& copy) {
  std::vector<Table> tables;
  for (const WorkspaceTable& known : AllWorkspaceTables()) {
    Table& table = tables.emplace_back();
    table.name = known.name;
    table.view = known.name != "notes";
    ASSIGN_OR_RETURN(const TextRows rows, copy.Run("SELECT * FROM " + table.name));
    table.rows = rows.size();
    for (const auto& [name, type] : known.columns) {
      const size_t number = table.columns.size();
      Column& column = table.columns.emplace_back();
      column.name = name;
      column.folded = type == "FOLDED";
      column.type = column.folded ? "TEXT" : type;
      for (const TextRow& row : rows) column.cells.push_back(CellOf(row[number]));
    }
    Measure(table);
  }
  return tables;
}

}  // namespace apisql::differential
