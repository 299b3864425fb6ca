// Any bytes as SQL: where statements end, which are the session's own, what dotted names become,
// and what is understood of writes. SQLite itself says what is right wherever it can be asked.
#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include "src/base/text.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/vtab/sql/sql_rewrite_check.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/sql/split.h"
#include "vtab/sql/tokens.h"
#include "vtab/sql/write_statement.h"
#include "vtab/sqlite_handles.h"
#include "vtab/statements/exec.h"
#include "vtab/statements/set.h"
#include "vtab/statements/sql_query.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

const std::vector<std::string>& ApiTables() {
  static const auto* const kTables =
      new std::vector<std::string>{"acme.crm.people", "acme.crm.teams", "apisql.requests"};
  return *kTables;
}

const RegisteredNames& FuzzNames() {
  static const auto* const kNames = new RegisteredNames(ApiTables());
  return *kNames;
}

// Ordinary tables in the place of ours: SQLite then reads the same statements, RETURNING included,
// and tells through its authorizer what they would do.
class SqliteOracle {
 public:
  struct Answer {
    bool accepted = false;
    size_t size = 0;  // Of the text that SQLite took for one statement.
    int columns = 0;
    bool drops = false;
    std::map<std::string, std::set<int>> writes;  // Registered table -> authorizer's codes.
    std::set<std::string> updated_columns;
  };

  SqliteOracle() {
    sqlite3* db = nullptr;
    Require(sqlite3_open(":memory:", &db) == SQLITE_OK, "SQLite opens a database in memory");
    db_.reset(db);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    for (const char* sql : kTables) {
      Require(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK, "a table is made",
              sql);
    }
    sqlite3_limit(db, SQLITE_LIMIT_COMPOUND_SELECT, 20);
    sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 50);
    sqlite3_limit(db, SQLITE_LIMIT_VDBE_OP, 5000);
    sqlite3_set_authorizer(db, &SqliteOracle::Authorize, this);
  }

  Answer Ask(const std::string& sql) {
    answer_ = {};
    sqlite3_stmt* raw = nullptr;
    const char* tail = nullptr;
    answer_.accepted = sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, &tail) == SQLITE_OK;
    const SqliteStatement statement(raw);
    answer_.size = static_cast<size_t>(tail - sql.c_str());
    answer_.columns = sqlite3_column_count(raw);
    return answer_;
  }

  // True when the statement empties a table without looking at its rows.
  bool Clears(const std::string& sql) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v2(db_.get(), ("EXPLAIN " + sql).c_str(), -1, &raw, nullptr);
    const SqliteStatement explain(raw);
    while (code == SQLITE_OK && sqlite3_step(raw) == SQLITE_ROW) {
      const auto* opcode = reinterpret_cast<const char*>(sqlite3_column_text(raw, 1));
      if (opcode != nullptr && std::strcmp(opcode, "Clear") == 0) return true;
    }
    return false;
  }

 private:
  static constexpr const char* kTables[] = {
      R"(CREATE TABLE "acme.crm.people"(id, name, team, "order", _returned))",
      R"(CREATE TABLE "acme.crm.teams"(id, name, _returned))",
      R"(CREATE TABLE "apisql.requests"(url, status, _returned))",
      "CREATE TABLE t(a, b)",
      R"(CREATE TABLE "apisql.providers"(name, description, tables, region, regions))",
      R"(CREATE TABLE "apisql.services"(provider, name))",
      R"(CREATE TABLE "apisql.resources"(provider, service, name, kind, stage, description))",
      R"(CREATE TABLE "apisql.methods"(resource, name, verb, http_method, path, required, filters,
         stage, quota, aliases, description))",
      R"(CREATE TABLE "apisql.columns"(resource, name, position, type, description, hidden, key,
         "write", "values", aliases, parameter, filter))",
      R"(CREATE TABLE "apisql.settings"(name, value, "default", description))",
  };

  static int Authorize(void* self, int code, const char* first, const char* second, const char*,
                       const char* trigger) {
    Answer& answer = static_cast<SqliteOracle*>(self)->answer_;
    switch (code) {
      case SQLITE_PRAGMA:  // Some act while they are prepared.
        return SQLITE_DENY;
      case SQLITE_DROP_TABLE:
        answer.drops = true;  // Deletes the rows of what it drops, and says so.
        return SQLITE_OK;
      case SQLITE_UPDATE:
        answer.updated_columns.insert(AsciiLower(second == nullptr ? "" : second));
        [[fallthrough]];
      case SQLITE_INSERT:
      case SQLITE_DELETE:
        if (trigger == nullptr && FuzzNames().Has(first)) answer.writes[first].insert(code);
        return SQLITE_OK;
      default:
        return SQLITE_OK;
    }
  }

  SqliteDatabase db_;
  Answer answer_;
};

SqliteOracle& Oracle() {
  static auto* const kOracle = new SqliteOracle();
  return *kOracle;
}

void CheckTokens(std::string_view sql) {
  size_t at = 0;
  for (const Token& token : Tokenize(sql)) {
    Require(token.offset == at && !token.text.empty(), "tokens follow each other");
    Require(sql.substr(at, token.text.size()) == token.text, "a token is a piece of the text");
    at = token.end();
  }
  Require(at == std::min(sql.find('\0'), sql.size()), "every byte up to a NUL is in a token");
}

// "WHERE" outside of parentheses, or what UPDATE and DELETE may have instead of it.
bool HasOrderOrLimit(std::string_view sql) {
  return std::ranges::any_of(SignificantTokens(sql), [](const Token& token) {
    return token.IsWord("limit") || token.IsWord("order");
  });
}

std::string LowerRowid(const std::string& column) {
  const std::string lower = AsciiLower(column);
  return lower == "oid" || lower == "_rowid_" ? "rowid" : lower;
}

void CheckReturningClause(const SqlText& sql, const WriteStatement& write, int columns,
                          bool accepted) {
  const ReturningClause& clause = *write.returning;
  Require(clause.begin <= clause.expressions && clause.expressions <= clause.end &&
              clause.end <= sql.text.size(),
          "RETURNING stands in the statement");
  Require(EqualsIgnoreCase(sql.text.substr(clause.begin, 9), "returning"),
          "RETURNING begins with its word", sql.text);
  const Status checked = CheckReturning(sql, clause);
  const SqlText select = ReturningSelect(sql, write);
  const size_t typed_size = sql.places.ToOriginal(sql.text.size());
  for (size_t i = 0; i <= select.text.size(); ++i) {
    Require(select.places.ToOriginal(i) <= typed_size, "RETURNING's errors stand in the text");
  }
  if (!checked.ok()) {
    Require(checked.place().value_or(typed_size + 1) <= typed_size, "its place is in the text");
    Require(!accepted, "RETURNING is refused only where SQLite refuses it", sql.text);
    return;
  }
  if (!accepted) return;
  const SqliteOracle::Answer answer = Oracle().Ask(select.text);
  Require(answer.accepted && answer.size == select.text.size(), "RETURNING can be asked for",
          select.text);
  Require(answer.columns == columns, "RETURNING has as many columns as SQLite gives it",
          select.text);
}

void CheckAcceptedWrite(const std::string& sql, const SqliteOracle::Answer& answer,
                        const WriteStatement& write) {
  const auto found = answer.writes.find(write.table);
  Require(found != answer.writes.end(), "what is taken for a write is one", sql);
  const int code = write.verb == Verb::kInsert   ? SQLITE_INSERT
                   : write.verb == Verb::kUpdate ? SQLITE_UPDATE
                                                 : SQLITE_DELETE;
  Require(found->second.contains(code), "a write is of its verb", sql);
  if (!write.explained) {
    Require((answer.columns > 0) == write.returning.has_value(), "RETURNING is seen", sql);
  }
  if (write.verb == Verb::kUpdate) {
    std::set<std::string> columns;
    for (const std::string& column : write.columns) columns.insert(LowerRowid(column));
    Require(columns == answer.updated_columns, "the columns that UPDATE sets are known", sql);
  }
  if (write.verb == Verb::kDelete && !write.explained) {
    const bool clears = Oracle().Clears(sql);
    Require(!clears || !write.has_where, "a DELETE of all rows has no WHERE", sql);
    Require(clears || write.has_where || HasOrderOrLimit(sql), "a WHERE is seen", sql);
  }
}

void CheckWrite(const SqlText& sql, const SqliteOracle::Answer& answer) {
  const std::optional<WriteStatement> write = ReadWriteStatement(sql.text, FuzzNames());
  if (answer.accepted && !answer.drops) {
    Require(answer.writes.empty() || write.has_value(), "a write on our table is seen", sql.text);
    Require(answer.writes.size() <= 1, "a statement writes to one table", sql.text);
    if (write) CheckAcceptedWrite(sql.text, answer, *write);
  }
  if (!write) return;
  Require(FuzzNames().Has(write->table), "a write is on a registered table", write->table);
  Require(write->verb_offset < sql.text.size(), "a write begins in its text");
  const SqlText stripped = WithoutReturning(sql, *write);
  Require(sql.text.starts_with(stripped.text), "without RETURNING the rest stays");
  if (!write->returning) return;
  const bool accepted = answer.accepted && !write->explained;
  CheckReturningClause(sql, *write, answer.columns, accepted);
}

// `rest` is what follows the statement in the text.
void CheckSqliteStatement(std::string_view sql, std::string_view rest) {
  const StatusOr<SqlText> rewritten = RewriteSql(sql, FuzzNames());
  if (!rewritten.ok()) {
    const size_t place = rewritten.status().place().value_or(sql.size());
    Require(place < sql.size(), "an error has its place");
    const std::vector<Token> tokens = SignificantTokens(sql);
    const auto name = std::ranges::find(tokens, place, &Token::offset);
    Require(name != tokens.end() && name->IsName(), "an unknown table is at a name");
    return;
  }
  const StatusOr<SqlText> quoted = QuoteTableNames(sql, FuzzNames());
  Require(quoted.ok(), "names are quoted in all that is rewritten", rewritten->text);
  const std::string wrong = RewriteCheck(sql, *quoted, FuzzNames()).Run();
  Require(wrong.empty(), "what is not ours stays, and every byte knows its place", wrong);
  for (size_t at = 0; at <= rewritten->text.size(); ++at) {
    Require(rewritten->places.ToOriginal(at) <= sql.size(), "places stand in the text",
            rewritten->text);
  }
  const StatusOr<SqlText> again = RewriteSql(rewritten->text, FuzzNames());
  Require(again.ok() && again->text == rewritten->text, "a second pass changes nothing",
          rewritten->text);
  SqliteOracle::Answer answer = Oracle().Ask(rewritten->text + std::string(rest));
  if (answer.accepted && !IsBlankSql(sql)) {  // SQLite reads on behind a ';' that ends nothing.
    Require(answer.size == std::min(rewritten->text.find('\0'), rewritten->text.size()),
            "a statement ends where SQLite ends it", rewritten->text);
  }
  if (!rest.empty()) answer = Oracle().Ask(rewritten->text);
  CheckWrite(*rewritten, answer);
}

void CheckOwnStatement(const ParsedStatement& statement) {
  if (const auto* own = dynamic_cast<const OwnSelect*>(&statement)) {
    const SqliteOracle::Answer answer = Oracle().Ask(own->select);
    Require(answer.accepted && answer.size == own->select.size(), "SHOW is a SELECT", own->select);
  }
  if (const auto* set = dynamic_cast<const SetStatement*>(&statement)) {
    Require(!set->name.empty(), "SET names its setting");
  }
  if (const auto* exec = dynamic_cast<const ExecStatement*>(&statement)) {
    Require(FuzzNames().Has(exec->table), "a statement names a registered table");
  }
}

void CheckStatement(std::string_view sql, std::string_view rest) {
  static const KnownTables kTables{
      FuzzNames(), [] { return std::vector<std::string>{"t", "it's", "\"", "apisql.columns"}; }};
  const Parsed statement = ReadStatement(sql, 0, kTables);
  if (!statement.ok()) {
    Require(statement.status().place().value_or(sql.size() + 1) <= sql.size(),
            "an error of the session's own statements has a place", statement.status().message());
  } else if (dynamic_cast<const SqlQuery*>(statement->get()) != nullptr) {
    return CheckSqliteStatement(sql, rest);
  } else {
    CheckOwnStatement(**statement);
  }
  const SqliteOracle::Answer answer = Oracle().Ask(std::string(sql));
  Require(!answer.accepted, "what SQLite has a meaning for is left to it", sql);
}

// What sqlite3_complete() reads otherwise than SQLite's parser does: a byte order mark and a
// vertical tab among blanks, and $name(text;) or $name(text/*), which are one token.
bool IsReadInTwoWays(std::string_view sql) {
  return std::ranges::any_of(Tokenize(sql), [](const Token& token) {
    if (token.kind == TokenKind::kBlank)
      return token.text.find_first_of("\v\xEF") != token.text.npos;
    constexpr std::string_view kStarts = "$@#:";
    return kStarts.find(token.text[0]) != std::string_view::npos &&
           token.text.find_first_of(";(") != std::string_view::npos;
  });
}

void CheckComplete(std::string_view sql) {
  const std::string text(sql.substr(0, sql.find('\0')));
  if (IsReadInTwoWays(text)) return;
  Require(IsCompleteSql(text) == (sqlite3_complete(text.c_str()) != 0),
          "SQL is complete where SQLite says so", text);
}

void FuzzSqlPass(std::string_view input) {
  CheckTokens(input);
  CheckComplete(input);
  for (std::string_view rest = input; !rest.empty();) {
    const size_t size = FirstStatementSize(rest);
    Require(size > 0 && size <= rest.size(), "a statement is a piece of the text");
    CheckStatement(rest.substr(0, size), rest.substr(size));
    rest.remove_prefix(size);
  }
}

const FuzzRegistration kSqlPass("sql_pass", FuzzSqlPass);

}  // namespace
}  // namespace apisql
