// REPLACE table SET ... WHERE: an UPDATE that sends the whole row.
#include <memory>
#include <string>
#include <utility>

#include "registry/request/write_builder.h"
#include "vtab/statements/sql_query.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

// `sql` is the UPDATE that the statement is.
struct ReplaceStatement final : ParsedStatement {
  ReplaceStatement(std::string sql, size_t begin, std::string name)
      : text(sql), update(std::move(sql), begin), table(std::move(name)), place(begin) {}

  std::string_view meaning() const override { return text; }

  std::vector<SqlParameter> parameters() const override { return update.parameters(); }
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override {
    ASSIGN_OR_RETURN(const auto resource, database.connection().api.catalog().Find(table));
    ASSIGN_OR_RETURN(const Method* method, WriteMethod(*resource, Verb::kUpdate));
    if (!method->whole_body && !method->merged_body) {
      return Status(StatusCode::kInvalidArgument,
                    table +
                        ": REPLACE is not possible: the API changes single members of a row. "
                        "Use UPDATE ... SET ... WHERE")
          .At(place);
    }
    return update.Prepare(database);
  }

  std::string text;
  SqlQuery update;
  std::string table;
  size_t place;
};

}  // namespace

// REPLACE INTO is SQLite's, and REPLACE of a table of the workspace is a fault that SQLite tells.
Parsed ReadReplace(StatementReader& reader) {
  constexpr std::string_view kReplace = "REPLACE";
  constexpr std::string_view kUpdate = "UPDATE ";  // As long, so that places stay.
  const size_t begin = reader.LastTaken().offset;
  if (reader.Peek() == nullptr || reader.Peek()->IsWord("into")) {
    return std::unique_ptr<ParsedStatement>();
  }
  ASSIGN_OR_RETURN(const DottedName name, reader.TakeName());
  if (!reader.TakeWord("set")) return std::unique_ptr<ParsedStatement>();
  ASSIGN_OR_RETURN(std::string table, reader.FindApiTable(name));
  std::string sql(reader.typed());
  sql.replace(begin, kReplace.size(), kUpdate);
  return std::unique_ptr<ParsedStatement>(
      std::make_unique<ReplaceStatement>(std::move(sql), begin, std::move(table)));
}

}  // namespace apisql
