#include "tests/generated/plain_side.h"

#include <regex>

namespace apisql::generated {
namespace {

std::string Quoted(const std::string& name) { return "\"" + name + "\""; }

// The table's columns that its rows have, in order.
std::vector<size_t> RowColumns(const Table& table) {
  std::vector<size_t> columns;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (static_cast<int>(i) != table.OptionalInput()) columns.push_back(i);
  }
  return columns;
}

std::string SchemaOf(const Table& table) {
  std::string declared;
  std::string names;
  for (const size_t i : RowColumns(table)) {
    const Column& column = table.columns[i];
    declared += ", " + Quoted(column.name) + " " + std::string(SqlType(column.type));
    names += ", " + Quoted(column.name);
  }
  const std::string base = Quoted(table.name + "_rows");
  std::string sql = "CREATE TABLE " + base + "(rid_ INTEGER PRIMARY KEY, seen_ INTEGER" + declared +
                    "); CREATE VIEW \"gen.w." + table.name + "\" AS SELECT rid_" + names +
                    " FROM " + base + " WHERE seen_ & 1;";
  const int input = table.OptionalInput();
  if (input < 0) return sql;
  const Column& column = table.columns[static_cast<size_t>(input)];
  const std::string inputs = Quoted(table.name + "_inputs");
  sql += "CREATE TABLE " + inputs + "(bit_ INTEGER, " + Quoted(column.name) + " " +
         std::string(SqlType(column.type)) + ");";
  for (size_t n = 0; n < table.inputs.size(); ++n) {
    sql += "INSERT INTO " + inputs + " VALUES (" + std::to_string(2U << n) + ", " +
           SqlLiteral(table.inputs[n].value) + ");";
  }
  return sql + "CREATE VIEW \"gen.w." + table.name + "_seen\" AS SELECT rid_, " +
         Quoted(column.name) + names + " FROM " + base + ", " + inputs + " WHERE seen_ & bit_;";
}

std::string InsertOf(const Table& table, const Row& row) {
  std::string sql = "INSERT INTO " + Quoted(table.name + "_rows") + " VALUES (" +
                    std::to_string(row.id) + ", " + std::to_string(row.seen);
  for (const size_t i : RowColumns(table)) sql += ", " + SqlLiteral(row.cells[i].value);
  return sql + ");";
}

Value ValueIn(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return {};
    default:
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                         static_cast<size_t>(sqlite3_column_bytes(statement, column)));
  }
}

std::string Shown(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    return ShowValue(std::string_view(*text));
  }
  if (const auto* integer = std::get_if<int64_t>(&value)) return ShowValue(*integer);
  if (const auto* real = std::get_if<double>(&value)) return ShowValue(*real);
  return ShowValue(std::monostate());
}

}  // namespace

StatusOr<std::unique_ptr<PlainSide>> PlainSide::Open(const World& world) {
  std::unique_ptr<PlainSide> side(new PlainSide());
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open(":memory:", &raw);
  side->db_.reset(raw);
  if (opened != SQLITE_OK) return Status(StatusCode::kInternal, "cannot open a database");
  for (const Table& table : world.tables) RETURN_IF_ERROR(side->Run(SchemaOf(table)));
  RETURN_IF_ERROR(side->Refill(world));
  return side;
}

Status PlainSide::Refill(const World& world) {
  std::string sql = "BEGIN;";
  for (const Table& table : world.tables) {
    sql += "DELETE FROM " + Quoted(table.name + "_rows") + ";";
    for (const Row& row : table.rows) sql += InsertOf(table, row);
  }
  return Run(sql + "COMMIT;");
}

Status PlainSide::Run(const std::string& sql) {
  if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return {StatusCode::kInvalidArgument, sqlite3_errmsg(db_.get())};
}

StatusOr<TextRows> PlainSide::Query(const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  const int prepared = sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr);
  const SqliteStatement statement(raw);
  TextRows rows;
  int code = prepared;
  while (prepared == SQLITE_OK && (code = sqlite3_step(raw)) == SQLITE_ROW) {
    TextRow& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(raw); ++i) row.push_back(Shown(ValueIn(raw, i)));
  }
  if (prepared == SQLITE_OK && code == SQLITE_DONE) return rows;
  return Status(StatusCode::kInvalidArgument, sqlite3_errmsg(db_.get()));
}

StatusOr<TextRows> PlainSide::Select(const std::string& sql) {
  static const std::regex kTable(R"(\bgen\.w\.(\w+))");
  return Query(std::regex_replace(sql, kTable, "\"gen.w.$1\""));
}

StatusOr<TextRows> PlainSide::RowsOf(const Table& table) {
  std::string names = "rid_";
  for (const size_t i : RowColumns(table)) names += ", " + Quoted(table.columns[i].name);
  return Query("SELECT " + names + " FROM " + Quoted(table.name + "_rows") + " ORDER BY rid_");
}

// Chooses the rows and their new values first, and then changes each of them by its number.
StatusOr<std::set<int64_t>> PlainSide::Write(const World& world, const Statement& statement) {
  const apisql::generated::Write& write = *statement.write;
  const Table& table = world.tables[write.table];
  std::string sql = "DROP TABLE IF EXISTS temp.chosen; CREATE TEMP TABLE chosen AS SELECT a0.rid_";
  std::string changes;
  for (size_t i = 0; i < write.sets.size(); ++i) {
    const std::string name = "new" + std::to_string(i) + "_";
    sql += ", " + write.sets[i].second + " AS " + name;
    changes += (changes.empty() ? "" : ", ") + Quoted(table.columns[write.sets[i].first].name) +
               " = (SELECT " + name +
               " FROM temp.chosen AS n WHERE n.rid_ = " + Quoted(table.name + "_rows") + ".rid_)";
  }
  sql += " FROM " + write.target + " WHERE " + statement.where + ";";
  static const std::regex kTable(R"(\bgen\.w\.(\w+))");
  RETURN_IF_ERROR(Run(std::regex_replace(sql, kTable, "\"gen.w.$1\"")));
  const std::string where = " WHERE rid_ IN (SELECT rid_ FROM temp.chosen)";
  const std::string base = Quoted(table.name + "_rows");
  RETURN_IF_ERROR(Run(write.sets.empty() ? "DELETE FROM " + base + where
                                         : "UPDATE " + base + " SET " + changes + where));
  ASSIGN_OR_RETURN(const TextRows chosen, Query("SELECT rid_ FROM temp.chosen"));
  std::set<int64_t> rows;
  for (const TextRow& row : chosen) rows.insert(std::stoll(row[0]));
  return rows;
}

}  // namespace apisql::generated
