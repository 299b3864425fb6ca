#include "vtab/statements/set.h"

#include <utility>

#include "vtab/connection/settings.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

class SetExecution final : public TableExecution {
 public:
  SetExecution(Database& database, SetStatement statement)
      : database_(database), statement_(std::move(statement)) {}

 protected:
  StatusOr<TableRun> Run(const Parameters& /*parameters*/) override {
    RETURN_IF_ERROR(ApplySetting(database_.connection(), statement_.name, statement_.value)
                        .At(statement_.place));
    return TableRun();
  }

 private:
  Database& database_;
  SetStatement statement_;
};

}  // namespace

Parsed ReadSet(StatementReader& reader) {
  auto statement = std::make_unique<SetStatement>();
  ASSIGN_OR_RETURN(const DottedName name, reader.TakeName());
  if (!reader.TakeOperator('=')) {
    const Status fault = reader.SyntaxError();
    const std::string hint = "SET takes NAME = VALUE; SHOW SETTINGS lists the names";
    return Status(fault).WithMessage(fault.message() + ". " + hint).WithHint(hint);
  }
  ASSIGN_OR_RETURN(statement->value, reader.TakeText());
  RETURN_IF_ERROR(reader.CheckEnd());
  statement->name = name.text();
  statement->place = name.place;
  return std::unique_ptr<ParsedStatement>(std::move(statement));
}

StatusOr<std::unique_ptr<Execution>> SetStatement::Prepare(Database& database) const {
  return std::unique_ptr<Execution>(std::make_unique<SetExecution>(database, *this));
}

}  // namespace apisql
