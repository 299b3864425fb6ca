#include "vtab/run/execution.h"

#include <utility>

namespace apisql {

std::vector<ResultColumn> TableExecution::columns() {
  return started_ ? run_.table.columns : KnownColumns();
}

Status TableExecution::Start(const Parameters& parameters) {
  Stop();
  ASSIGN_OR_RETURN(run_, Run(parameters));
  started_ = true;
  return OkStatus();
}

StatusOr<bool> TableExecution::Next(std::vector<Value>* row) {
  if (next_ == run_.table.rows.size()) {
    if (!run_.failure.ok()) return run_.failure;
    return false;
  }
  row->clear();
  for (const SqlValue& value : run_.table.rows[next_]) row->push_back(ViewOf(value));
  ++next_;
  return true;
}

void TableExecution::Finish(StatementSummary* summary) { *summary = std::move(run_.summary); }

void TableExecution::Stop() {
  started_ = false;
  run_.table.rows.clear();
  run_.failure = OkStatus();
  next_ = 0;
}

}  // namespace apisql
