// EXPLAIN REQUESTS statement: what would be sent, without sending anything.
#ifndef APISQL_VTAB_STATEMENTS_EXPLAIN_REQUESTS_H_
#define APISQL_VTAB_STATEMENTS_EXPLAIN_REQUESTS_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "vtab/run/parsed_statement.h"
#include "vtab/sql/sql_text.h"
#include "vtab/statements/planned_request.h"

namespace apisql {

// A run gives a row per scan of an API table, and for writes the rows that they would send: step,
// table, method, request, pushed, checked, estimated_requests, note, body, max_concurrency,
// answered. The summary's notes tell the estimated total. Parameters need no values.
class ExplainRequestsStatement final : public ParsedStatement {
 public:
  // `explained` begins at `body` of what the user typed.
  ExplainRequestsStatement(std::string typed, size_t body,
                           std::shared_ptr<const ParsedStatement> explained)
      : typed_(std::move(typed)), body_(body), explained_(std::move(explained)) {}

  std::vector<SqlParameter> parameters() const override { return explained_->parameters(); }
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override;
  StatusOr<std::vector<PlannedRequest>> Plan(Database& database) const;

 private:
  std::string typed_;
  size_t body_;
  std::shared_ptr<const ParsedStatement> explained_;
};

// What a statement that only reads would send.
StatusOr<std::vector<PlannedRequest>> PlanReads(Database& database, const SqlText& sql);

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_EXPLAIN_REQUESTS_H_
