#include "vtab/connection/statement.h"

#include <utility>

namespace apisql {

Statement::Statement(ApiAccess& api, int64_t number)
    : context_(api, number),
      cache_(std::make_unique<RowCache>(context_)),
      accesses_(std::make_unique<TableAccesses>()) {}

Statement::~Statement() {
  const Redactor& redactor = context_.client().redactor();
  for (std::string& warning : context_.TakeWarnings()) {
    sqlite3_log(SQLITE_WARNING, "apisql: %s", redactor.Redact(std::move(warning)).c_str());
  }
}

void Statement::set_target(std::optional<WriteTarget> target) {
  target_ = std::move(target);
  if (target_) context_.set_writes();
}

void Statement::ForgetRows() {
  accesses_ = std::make_unique<TableAccesses>();
  cache_ = std::make_unique<RowCache>(context_);
  shapes_.clear();
}

}  // namespace apisql
