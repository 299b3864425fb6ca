#include "tests/differential/transitive_terms.h"

#include <string_view>

#include "vtab/sqlite.h"

namespace apisql::differential {
namespace {

constexpr char kFunction[] = "differential_transitive_terms";
constexpr int kTransitive = 0x80;  // SQLITE_Transitive of sqliteInt.h

void SetTransitiveTerms(sqlite3_context* context, int, sqlite3_value** arguments) {
  const int off = sqlite3_value_int(arguments[0]) != 0 ? 0 : kTransitive;
  sqlite3_test_control(SQLITE_TESTCTRL_OPTIMIZATIONS, sqlite3_context_db_handle(context), off);
}

int AddFunction(sqlite3* db, const char**, const sqlite3_api_routines*) {
  return sqlite3_create_function_v2(db, kFunction, 1, SQLITE_UTF8, nullptr, SetTransitiveTerms,
                                    nullptr, nullptr, nullptr);
}

}  // namespace

void AddTransitiveTermsFunction() {
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(AddFunction));
}

std::string TransitiveTermsSql(bool on) {
  return std::string("SELECT ") + kFunction + (on ? "(1)" : "(0)");
}

std::string WithLongerOrs(const std::string& sql) {
  constexpr std::string_view kOr = " OR ";
  std::string longer;
  size_t begin = 0;
  for (size_t at = sql.find(kOr); at != sql.npos; at = sql.find(kOr, begin)) {
    longer += sql.substr(begin, at - begin) + " OR +0 OR ";
    begin = at + kOr.size();
  }
  return longer + sql.substr(begin);
}

bool MayLoseCollation(const std::string& sql) {
  return sql.find("COLLATE") != std::string::npos || sql.find("person") != std::string::npos;
}

}  // namespace apisql::differential
