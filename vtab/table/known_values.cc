#include "vtab/table/known_values.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vtab/sql/tokens.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

using From = ArgumentSource::Kind;

bool IsLikeOrGlob(const Filter& filter) {
  return filter.op == Operator::kLike || filter.op == Operator::kGlob;
}

// True when both functions are SQLite's own, and LIKE takes no account of case. PRAGMA
// case_sensitive_like registers another one. Where nobody tells, another one is assumed.
bool HasOwnPatterns(sqlite3* db) {
  if (sqlite3_compileoption_used("CASE_SENSITIVE_LIKE") != 0) return false;
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(db,
                     "SELECT min(builtin), count(DISTINCT name) FROM pragma_function_list "
                     "WHERE name IN ('like', 'glob') AND narg IN (2, -1)",
                     -1, &raw, nullptr);
  const SqliteStatement statement(raw);
  if (raw == nullptr || sqlite3_step(raw) != SQLITE_ROW) return false;
  return sqlite3_column_int(raw, 0) == 1 && sqlite3_column_int(raw, 1) == 2;
}

bool NamesOuterJoin(std::string_view sql) {
  static constexpr std::array<std::string_view, 4> kWords = {"left", "right", "full", "outer"};
  const std::vector<Token> tokens = Tokenize(sql);
  return std::ranges::any_of(tokens, [](const Token& token) { return IsOneOf(token, kWords); });
}

// True where a view or trigger of the schema has an outer join, or where that cannot be read.
bool HasOuterJoinIn(sqlite3* db, const std::string& schema) {
  sqlite3_stmt* raw = nullptr;
  const std::string sql =
      "SELECT sql FROM " + QuoteName(schema) + ".sqlite_master WHERE type IN ('view', 'trigger')";
  sqlite3_prepare_v2(db, sql.c_str(), -1, &raw, nullptr);
  const SqliteStatement statement(raw);
  if (raw == nullptr) return true;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
    if (text != nullptr && NamesOuterJoin(text)) return true;
  }
  return code != SQLITE_DONE;
}

// The same of the schemas of all databases.
bool HasOuterJoin(sqlite3* db) {
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(db, "PRAGMA database_list", -1, &raw, nullptr);
  const SqliteStatement schemas(raw);
  if (raw == nullptr) return true;
  while (sqlite3_step(raw) == SQLITE_ROW) {
    const auto* schema = reinterpret_cast<const char*>(sqlite3_column_text(raw, 1));
    if (schema == nullptr || HasOuterJoinIn(db, schema)) return true;
  }
  return false;
}

// By the texts: SQLite may leave out the right table, and then nothing of the join is in the
// bytecode. Which of the statements under way is the one that scans need not be known.
bool MayJoinOuter(sqlite3* db) {
  for (sqlite3_stmt* raw = nullptr; (raw = sqlite3_next_stmt(db, raw)) != nullptr;) {
    const char* const sql = sqlite3_sql(raw);
    if (sqlite3_stmt_busy(raw) != 0 && sql != nullptr && NamesOuterJoin(sql)) return true;
  }
  return HasOuterJoin(db);
}

From OriginOf(const ScanSite& site, const Filter& filter) {
  const auto index = static_cast<size_t>(filter.argument);
  return index < site.arguments.size() ? site.arguments[index].kind : From::kOther;
}

bool HasUnknownBinding(const ScanPlan& plan) {
  return std::ranges::any_of(plan.bindings, [](const Binding& binding) { return !binding.known; });
}

// `origin` is where the value comes from; none where that is not known.
bool MaySend(const Narrowing& narrowing, std::optional<From> origin, const Method& method,
             bool looks_up) {
  const Parameter* const parameter = method.ParameterOf(narrowing.column, narrowing.comparison);
  if (narrowing.known || (parameter != nullptr && parameter->required)) return true;
  return !looks_up && origin != From::kColumn;
}

}  // namespace

bool MayJoinOuter(sqlite3* db, std::string_view sql) {
  return NamesOuterJoin(sql) || HasOuterJoin(db);
}

void CheckRulingOut(sqlite3* db, ScanPlan* plan) {
  if (!plan->ruling_out.empty()) CheckRulingOut(db, MayJoinOuter(db), plan);
}

void CheckRulingOut(sqlite3* db, bool joins_outer, ScanPlan* plan) {
  if (plan->ruling_out.empty()) return;
  if (joins_outer) {
    plan->ruling_out.clear();
  } else if (std::ranges::any_of(plan->ruling_out, IsLikeOrGlob) && !HasOwnPatterns(db)) {
    std::erase_if(plan->ruling_out, IsLikeOrGlob);
  }
  plan->DropLostNarrowing();
}

void MarkParameters(const ScanSite* site, ScanPlan* plan) {
  if (site == nullptr) return;
  for (Filter& filter : plan->filters) {
    // Rows are looked up by equalities that are not known.
    if (IsRange(filter.op)) filter.known |= OriginOf(*site, filter) == From::kParameter;
  }
  for (Filter& filter : plan->ruling_out) {
    filter.known |= OriginOf(*site, filter) == From::kParameter;
  }
}

void CheckNarrowing(const Resource& resource, const ScanSite* site, ScanPlan* plan) {
  const Method* const method = resource.FindMethod(plan->method);
  if (method == nullptr || plan->narrowing.empty()) return;
  const bool looks_up = HasUnknownBinding(*plan);
  std::erase_if(plan->narrowing, [&](Narrowing& narrowing) {
    const auto index = static_cast<size_t>(narrowing.argument);
    std::optional<From> origin;
    if (site != nullptr && index < site->arguments.size()) origin = site->arguments[index].kind;
    narrowing.known |= origin == From::kParameter;
    return !MaySend(narrowing, origin, *method, looks_up);
  });
}

bool TellsComparisons(const ScanSite& site, const ScanPlan& plan) {
  const auto is_sent = [&](const Narrowing& narrowing) {
    const Filter* const filter = plan.ComparisonOf(narrowing);
    if (filter == nullptr) return false;
    return filter->op == Operator::kIsNull || filter->op == Operator::kNotNull ||
           OriginOf(site, *filter) == From::kConstant;
  };
  if (!std::ranges::all_of(plan.narrowing, is_sent)) return false;
  const auto tells = [&](const Filter& filter) {
    return !filter.known || filter.op == Operator::kIsNull ||
           OriginOf(site, filter) == From::kConstant;
  };
  return plan.each.empty() ||
         (std::ranges::all_of(plan.filters, tells) && std::ranges::all_of(plan.ruling_out, tells));
}

}  // namespace apisql
