#include "tests/generated/writes/plain_tables.h"

#include <regex>

#include "src/base/text.h"
#include "tests/generated/writes/bodies.h"

namespace apisql::generated::writes {
namespace {

std::string Named(const Resource& resource) { return "\"" + FullNameOf(resource) + "\""; }

struct PlainColumn {
  std::string name;
  std::string type = "TEXT";
  bool secret = false;
  bool given = true;  // By clients.
};

std::vector<PlainColumn> ColumnsOf(const Resource& resource) {
  std::vector<PlainColumn> columns = {{.name = "name"}};
  if (resource.boxes != Resource::Boxes::kNone) columns.push_back({.name = "box"});
  if (resource.areas != Resource::Areas::kNone) columns.push_back({.name = resource.area()});
  for (const Member& member : resource.members) {
    columns.push_back({.name = member.column.name,
                       .type = std::string(SqlType(member.column.type)),
                       .secret = member.secret});
  }
  if (resource.makes_key) columns.push_back({.name = "id", .given = false});
  if (resource.guard != Resource::Guard::kNone) columns.push_back({.name = "etag", .given = false});
  if (resource.watch == Resource::Watch::kRow) {
    columns.push_back({.name = "state", .given = false});
  }
  if (resource.has_account) columns.push_back({.name = "account", .given = false});
  return columns;
}

Value CellOf(const Resource& resource, const StoredRow& row, const PlainColumn& column) {
  if (column.name == "name") return row.name;
  if (column.name == "box") return row.box;
  if (column.name == "id") return row.id;
  if (column.name == "etag") return EtagOf(row);
  if (column.name == "state") return "READY";
  if (column.name == "account") return kAccount;
  if (resource.Find(column.name) == nullptr) return row.area.empty() ? Value() : Value(row.area);
  const auto datum = row.values.find(column.name);
  return datum == row.values.end() ? Value() : datum->second.value;
}

std::string SchemaOf(const Resource& resource) {
  std::vector<std::string> declared;
  std::vector<std::string> shown;
  for (const PlainColumn& column : ColumnsOf(resource)) {
    declared.push_back(column.name + " " + column.type);
    shown.push_back(column.secret ? "NULL AS " + column.name : column.name);
  }
  std::string sql = "CREATE TABLE " + Named(resource) + "(" + Join(declared, ", ") +
                    "); CREATE VIEW \"" + FullNameOf(resource) + "_shown\" AS SELECT " +
                    Join(shown, ", ") + " FROM " + Named(resource) + ";";
  return sql;
}

apisql::Value Viewed(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return std::string_view(*text);
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return std::monostate();
}

apisql::Value ColumnOf(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return std::monostate();
    default:
      return std::string_view(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                              static_cast<size_t>(sqlite3_column_bytes(statement, column)));
  }
}

// What is written is the table itself; what is read shows no secret.
std::string PlainText(const std::string& sql) {
  static const std::regex kTable(R"(\bgen\.w\.(t\d+)\b)");
  static const std::regex kMarks(R"(/\*\[|\]\*/)");
  const std::string text = std::regex_replace(sql, kMarks, "");
  const bool writes = !text.starts_with("SELECT");
  const std::string first =
      std::regex_replace(text, kTable, writes ? "\"gen.w.$1\"" : "\"gen.w.$1_shown\"",
                         std::regex_constants::format_first_only);
  static const std::regex kOther(R"(([^"])\bgen\.w\.(t\d+)\b)");
  return std::regex_replace(first, kOther, "$1\"gen.w.$2_shown\"");
}

}  // namespace

StatusOr<std::unique_ptr<PlainTables>> PlainTables::Open(const Api& api) {
  std::unique_ptr<PlainTables> tables(new PlainTables());
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open(":memory:", &raw);
  tables->db_.reset(raw);
  if (opened != SQLITE_OK) return Status(StatusCode::kInternal, "cannot open a database");
  for (const Resource& resource : api.resources) {
    RETURN_IF_ERROR(tables->Execute(SchemaOf(resource)));
  }
  RETURN_IF_ERROR(tables->Refill(api));
  return tables;
}

Status PlainTables::Execute(const std::string& sql) {
  if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return {StatusCode::kInvalidArgument, sql + ": " + sqlite3_errmsg(db_.get())};
}

StatusOr<TextRows> PlainTables::Query(const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  const int prepared = sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr);
  const SqliteStatement statement(raw);
  TextRows rows;
  int code = prepared;
  while (prepared == SQLITE_OK && (code = sqlite3_step(raw)) == SQLITE_ROW) {
    TextRow& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(raw); ++i) {
      row.push_back(ShowValue(ColumnOf(raw, i)));
    }
  }
  if (prepared == SQLITE_OK && code == SQLITE_DONE) return rows;
  return Status(StatusCode::kInvalidArgument, sqlite3_errmsg(db_.get()));
}

StatusOr<TextRows> PlainTables::Run(const std::string& sql) { return Query(PlainText(sql)); }

Status PlainTables::Refill(const Api& api) {
  std::string sql = "BEGIN;";
  for (const Resource& resource : api.resources) {
    sql += "DELETE FROM " + Named(resource) + ";";
    for (const StoredRow& row : resource.rows) {
      if (row.gone) continue;
      std::vector<std::string> cells;
      for (const PlainColumn& column : ColumnsOf(resource)) {
        cells.push_back(SqlLiteral(CellOf(resource, row, column)));
      }
      sql += "INSERT INTO " + Named(resource) + " VALUES (" + Join(cells, ", ") + ");";
    }
  }
  return Execute(sql + "COMMIT;");
}

StatusOr<std::vector<std::string>> PlainTables::Literals(const Resource& resource,
                                                         const std::string& column) {
  ASSIGN_OR_RETURN(const TextRows rows, Query("SELECT quote(" + column + ") FROM " +
                                              Named(resource) + " ORDER BY name"));
  std::vector<std::string> literals;
  for (const TextRow& row : rows) literals.push_back(TextIn(row[0]));
  return literals;
}

StatusOr<TextRows> PlainTables::RowsOf(const Resource& resource) {
  std::vector<std::string> names;
  for (const PlainColumn& column : ColumnsOf(resource)) {
    if (column.given || column.name == "id") names.push_back(column.name);
  }
  return Query("SELECT " + Join(names, ", ") + " FROM " + Named(resource) + " ORDER BY name");
}

TextRows ServerRowsOf(const Resource& resource) {
  TextRows rows;
  for (const StoredRow& row : resource.rows) {
    if (row.gone) continue;
    TextRow& cells = rows.emplace_back();
    for (const PlainColumn& column : ColumnsOf(resource)) {
      if (!column.given && column.name != "id") continue;
      const Value cell = CellOf(resource, row, column);
      cells.push_back(ShowValue(Viewed(cell)));
    }
  }
  return SortedRows(std::move(rows));
}

}  // namespace apisql::generated::writes
