// CREATE OR REPLACE, and CREATE, REFRESH and DROP of a materialized view; other forms are SQLite's.
#include <memory>
#include <string>
#include <utility>

#include "vtab/definitions/create_or_replace.h"
#include "vtab/definitions/materialized_view.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

using ViewVerb = MaterializedViewStatement::Verb;

Parsed Sqlites() { return std::unique_ptr<ParsedStatement>(); }

// NAME or DATABASE.NAME.
StatusOr<DefinedName> TakeDefinedName(StatementReader& reader) {
  ASSIGN_OR_RETURN(DottedName name, reader.TakeName());
  if (name.parts.size() > 2) {
    return Status(StatusCode::kInvalidArgument,
                  "cannot create " + name.text() + ": a new name is NAME or DATABASE.NAME")
        .At(name.place);
  }
  DefinedName defined;
  defined.name = std::move(name.parts.back());
  defined.place = name.place;
  if (name.parts.size() == 2) defined.schema = std::move(name.parts[0]);
  return defined;
}

StatusOr<std::unique_ptr<MaterializedViewStatement>> TakeView(StatementReader& reader,
                                                              ViewVerb verb) {
  auto statement = std::make_unique<MaterializedViewStatement>();
  statement->verb = verb;
  if (!reader.TakeWord("view")) return reader.SyntaxError();
  if (reader.TakeWord("if")) {
    statement->if_not_exists = verb == ViewVerb::kCreate && reader.TakeWord("not");
    statement->if_exists = verb == ViewVerb::kDrop;
    const bool allowed = statement->if_not_exists || statement->if_exists;
    if (!allowed || !reader.TakeWord("exists")) return reader.SyntaxError();
  }
  ASSIGN_OR_RETURN(statement->view, TakeDefinedName(reader));
  return statement;
}

// Behind MATERIALIZED.
Parsed ReadCreateView(StatementReader& reader, bool or_replace) {
  ASSIGN_OR_RETURN(auto statement, TakeView(reader, ViewVerb::kCreate));
  statement->or_replace = or_replace;
  if (!reader.TakeWord("as") || reader.Peek() == nullptr) return reader.SyntaxError();
  const Token* first = reader.Peek();
  if (!first->IsWord("select") && !first->IsWord("with") && !first->IsWord("values")) {
    return reader.SyntaxError();
  }
  statement->typed = reader.typed();
  statement->select = first->offset;
  for (; reader.Peek() != nullptr; reader.Skip()) statement->select_end = reader.Peek()->end();
  return std::unique_ptr<ParsedStatement>(std::move(statement));
}

Parsed ReadOtherView(StatementReader& reader, ViewVerb verb) {
  ASSIGN_OR_RETURN(auto statement, TakeView(reader, verb));
  RETURN_IF_ERROR(reader.CheckEnd());
  return std::unique_ptr<ParsedStatement>(std::move(statement));
}

}  // namespace

Parsed ReadCreate(StatementReader& reader) {
  const size_t begin = reader.LastTaken().offset;
  if (reader.TakeWord("materialized")) return ReadCreateView(reader, false);
  if (reader.Peek() == nullptr || !reader.Peek()->IsWord("or")) return Sqlites();
  auto statement = std::make_unique<CreateOrReplaceStatement>();
  statement->begin = begin;
  statement->or_replace = reader.Peek()->offset;
  reader.Skip();
  if (!reader.TakeWord("replace") || reader.Peek() == nullptr) return reader.SyntaxError();
  if (reader.TakeWord("materialized")) return ReadCreateView(reader, true);
  statement->behind_words = reader.Peek()->offset;
  statement->typed = reader.typed();
  statement->temporary = reader.TakeWord("temp") || reader.TakeWord("temporary");
  if (reader.TakeWord("view")) {
    statement->kind = "VIEW";
  } else if (reader.TakeWord("table")) {
    statement->kind = "TABLE";
  } else {
    const Status unknown = reader.SyntaxError();
    const std::string hint = "CREATE OR REPLACE takes VIEW, TABLE or MATERIALIZED VIEW";
    return Status(unknown).WithMessage(unknown.message() + ". " + hint).WithHint(hint);
  }
  return std::unique_ptr<ParsedStatement>(std::move(statement));
}

Parsed ReadRefresh(StatementReader& reader) {
  if (!reader.TakeWord("materialized")) return reader.SyntaxError();
  return ReadOtherView(reader, ViewVerb::kRefresh);
}

Parsed ReadDrop(StatementReader& reader) {
  if (!reader.TakeWord("materialized")) return Sqlites();
  return ReadOtherView(reader, ViewVerb::kDrop);
}

}  // namespace apisql
