#include "vtab/session/session.h"

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "vtab/session/session_impl.h"
#include "vtab/sql/split.h"

namespace apisql {

StatusOr<std::unique_ptr<Session>> Session::Open(std::unique_ptr<Catalog> catalog, Config config,
                                                 Transport& transport, const Clock& clock,
                                                 SessionOptions options) {
  auto session = std::make_unique<SessionImpl>(std::move(catalog), std::move(config), transport,
                                               clock, std::move(options));
  RETURN_IF_ERROR(session->Start());
  return std::unique_ptr<Session>(std::move(session));
}

StatusOr<StatementSummary> Session::RunNext(std::string_view* sql, RowSink& sink) {
  const std::string_view text = TakeStatement(sql);
  if (IsBlank(text)) return StatementSummary{};
  ASSIGN_OR_RETURN(const std::unique_ptr<Prepared> prepared, Prepare(text));
  RETURN_IF_ERROR(prepared->Fetch(sink).status());
  return prepared->summary();
}

std::string_view Session::TakeStatement(std::string_view* sql) {
  const std::string_view text = sql->substr(0, FirstStatementSize(*sql));
  sql->remove_prefix(text.size());
  return text;
}

bool Session::IsComplete(std::string_view sql) { return IsCompleteSql(sql); }
bool Session::IsBlank(std::string_view sql) { return IsBlankSql(sql); }

}  // namespace apisql
