#include "vtab/definitions/create_or_replace.h"

#include <utility>

#include "vtab/definitions/definition_run.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/sql/schema_statement.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// With its schema: SQLite would drop a table of another one where this one has none.
std::string NameInSql(const std::vector<std::string>& parts, bool temporary) {
  const std::string schema = parts.size() > 1 ? parts[0] : temporary ? "temp" : "main";
  return QuoteName(schema) + "." + QuoteName(parts.back());
}

class CreateOrReplaceExecution final : public TableExecution {
 public:
  CreateOrReplaceExecution(Database& database, SqlText create, std::string drop)
      : database_(database), create_(std::move(create)), drop_(std::move(drop)) {}

 protected:
  StatusOr<TableRun> Run(const Parameters& parameters) override {
    DefinitionRun run(database_);
    RETURN_IF_ERROR(run.Begin());
    if (!drop_.empty()) RETURN_IF_ERROR(RunToEnd(database_, SqlText::Own(drop_)));
    RETURN_IF_ERROR(RunToEnd(database_, create_, parameters));
    RETURN_IF_ERROR(run.Keep());
    return TableRun();
  }

 private:
  Database& database_;
  const SqlText create_;
  const std::string drop_;
};

}  // namespace

// A name that cannot be taken is not dropped either: the error is that of CREATE.
StatusOr<std::unique_ptr<Execution>> CreateOrReplaceStatement::Prepare(Database& database) const {
  std::string create = typed;  // Blanks for OR REPLACE, so that places stay.
  create.replace(or_replace, behind_words - or_replace, behind_words - or_replace, ' ');
  ASSIGN_OR_RETURN(SqlText sql, RewriteSql(create, database.names(), begin));
  const std::optional<SchemaStatement> schema = ReadSchemaStatement(sql.text);
  const bool free = schema && schema->name.size() < 3 && !database.names().Has(schema->name.back());
  if (!free) RETURN_IF_ERROR(database.Prepare(sql).status());
  std::string drop;
  if (free) drop = "DROP " + kind + " IF EXISTS " + NameInSql(schema->name, temporary);
  return std::unique_ptr<Execution>(
      std::make_unique<CreateOrReplaceExecution>(database, std::move(sql), std::move(drop)));
}

}  // namespace apisql
