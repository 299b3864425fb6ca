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
    {.word = "CREATE",
     .read = ReadCreate,
     .completes = [] { return std::vector<std::string>{"MATERIALIZED"}; }},
    {.word = "DELETE"},
    {.word = "DESC", .read = ReadDescribe, .before_table = "DESC"},
    {.word = "DESCRIBE",
     .read = ReadDescribe,
     .completes = [] { return std::vector<std::string>{"EXTENDED", "METHOD"}; },
     .before_table = "DESCRIBE EXTENDED METHOD"},
    {.word = "DETACH"},
    {.word = "DROP", .read = ReadDrop},
    {.word = "END"},
    {.word = "EXEC", .read = ReadExec, .before_table = "EXEC"},
    {.word = "EXPLAIN",
     .read = ReadExplain,
     .completes = [] { return std::vector<std::string>{"REQUESTS"}; }},
    {.word = "INSERT"},
    {.word = "PRAGMA"},
    {.word = "REFRESH", .read = ReadRefresh},
    {.word = "REINDEX"},
    {.word = "RELEASE"},
    {.word = "REPLACE", .read = ReadReplace},
    {.word = "ROLLBACK"},
    {.word = "SAVEPOINT"},
    {.word = "SELECT"},
    {.word = "SET", .read = ReadSet},
    {.word = "SHOW", .read = ReadShow, .completes = ShowWords},
    {.word = "UPDATE"},
    {.word = "WITH"},
};

// Words that begin statements of StackQL and of other databases, and what to do here.
struct ForeignWord {
  std::string_view word;
  std::string_view instead;
};
constexpr ForeignWord kForeignWords[] = {
    {"AUTH", "Secrets stand in the config file; `apisql registry show PROVIDER` says which"},
    {"NATIVEQUERY", "SQL goes to SQLite as it is: write the query alone"},
    {"PURGE", "Nothing is kept that has to be purged"},
    {"REGISTRY",
     "Documents are built in, or come with --provider-dir, which may be a clone of "
     "stackql/stackql-provider-registry; SHOW PROVIDERS lists them"},
    {"SLEEP", "`SET await = on`, or INSERT /*+ AWAIT */, waits for what a write has started"},
    {"START", "BEGIN opens a transaction"},
    {"USE", "Names of tables are whole: provider.service.table"},
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
  for (const ForeignWord& foreign : kForeignWords) {
    if (!reader.TakeWord(foreign.word)) continue;
    const Status unknown = reader.SyntaxErrorBefore();
    const std::string hint(foreign.instead);
    return Status(unknown).WithMessage(unknown.message() + ". " + hint).WithHint(hint);
  }
  return std::unique_ptr<ParsedStatement>(std::make_unique<SqlQuery>(std::string(typed), begin));
}

}  // namespace apisql
