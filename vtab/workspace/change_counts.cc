#include "vtab/workspace/change_counts.h"

#include <algorithm>
#include <vector>

#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

template <int64_t (ChangeCounts::*Count)(sqlite3*) const>
void Tell(sqlite3_context* context, int /*count*/, sqlite3_value** /*arguments*/) {
  const auto* counts = static_cast<const ChangeCounts*>(sqlite3_user_data(context));
  sqlite3_result_int64(context, (counts->*Count)(sqlite3_context_db_handle(context)));
}

}  // namespace

Status ChangeCounts::Install(sqlite3* db) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_INNOCUOUS;
  const int changes = sqlite3_create_function(db, "changes", 0, kFlags, this,
                                              Tell<&ChangeCounts::changes>, nullptr, nullptr);
  const int total = sqlite3_create_function(db, "total_changes", 0, kFlags, this,
                                            Tell<&ChangeCounts::total_changes>, nullptr, nullptr);
  if (changes == SQLITE_OK && total == SQLITE_OK) return OkStatus();
  return {StatusCode::kInternal, sqlite3_errmsg(db)};
}

void ChangeCounts::EndWrite(sqlite3* db, int64_t absent, bool by_its_text) {
  last_changes_ = sqlite3_changes64(db);
  last_absent_ = by_its_text ? absent : 0;
  total_absent_ += absent;
}

// Within a trigger SQLite counts the rows of the trigger's own writes.
int64_t ChangeCounts::changes(sqlite3* db) const {
  const int64_t changes = sqlite3_changes64(db);
  return changes == last_changes_ ? std::max(int64_t{0}, changes - last_absent_) : changes;
}

int64_t ChangeCounts::total_changes(sqlite3* db) const {
  const int64_t total = sqlite3_total_changes64(db);
  return std::max(int64_t{0}, total - total_absent_);
}

bool CountsChanges(sqlite3_stmt* statement) {
  if (sqlite3_stmt_readonly(statement) != 0 || sqlite3_stmt_isexplain(statement) != 0) return false;
  const std::vector<Token> tokens = SignificantTokens(sqlite3_sql(statement));
  return !tokens.empty() &&
         (tokens[0].IsWord("insert") || tokens[0].IsWord("replace") || tokens[0].IsWord("update") ||
          tokens[0].IsWord("delete") || tokens[0].IsWord("with"));
}

}  // namespace apisql
