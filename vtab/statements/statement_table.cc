#include "vtab/statements/statement_table.h"

#include <utility>

#include "vtab/statements/sql_query.h"

namespace apisql {
namespace {

constexpr StatementKind kStatementKinds[] = {
    {.word = "ALTER"},
    {.word = "ANALYZE"},
    {.word = "ATTACH"},
    {.word = "BEGIN"},
    {.word = "COMMIT"},
    {.word = "COPY"},  // Of the program, which runs it itself.
    {.word = "CREATE"},
    {.word = "DELETE"},
    {.word = "DESC", .read = ReadDescribe, .before_table = "DESC"},
    {.word = "DESCRIBE",
     .read = ReadDescribe,
     .completes = [] { return std::vector<std::string>{"EXTENDED"}; },
     .before_table = "DESCRIBE EXTENDED"},
    {.word = "DETACH"},
    {.word = "DROP"},
    {.word = "END"},
    {.word = "EXEC", .read = ReadExec, .before_table = "EXEC"},
    {.word = "EXPLAIN",
     .read = ReadExplain,
     .completes = [] { return std::vector<std::string>{"REQUESTS"}; }},
    {.word = "INSERT"},
    {.word = "PRAGMA"},
    {.word = "REINDEX"},
    {.word = "RELEASE"},
    {.word = "REPLACE"},
    {.word = "ROLLBACK"},
    {.word = "SAVEPOINT"},
    {.word = "SELECT"},
    {.word = "SET", .read = ReadSet},
    {.word = "SHOW", .read = ReadShow, .completes = ShowWords},
    {.word = "UPDATE"},
    {.word = "WITH"},
};

}  // namespace

std::span<const StatementKind> StatementKinds() { return kStatementKinds; }

Parsed ReadStatement(std::string_view typed, size_t begin, const KnownTables& tables) {
  StatementReader reader(typed, begin, tables);
  for (const StatementKind& kind : kStatementKinds) {
    if (kind.read == nullptr || !reader.TakeWord(kind.word)) continue;
    ASSIGN_OR_RETURN(std::unique_ptr<ParsedStatement> parsed, kind.read(reader));
    if (parsed == nullptr) break;
    return parsed;
  }
  return std::unique_ptr<ParsedStatement>(std::make_unique<SqlQuery>(std::string(typed), begin));
}

}  // namespace apisql
