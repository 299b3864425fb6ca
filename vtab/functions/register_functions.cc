#include "vtab/functions/register_functions.h"

#include <memory>
#include <new>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "src/base/text.h"
#include "vtab/functions/series_table.h"
#include "vtab/functions/sql_function.h"
#include "vtab/module/module.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

const SqlFunction& FunctionOf(sqlite3_context* context) {
  return *static_cast<const SqlFunction*>(sqlite3_user_data(context));
}

// Runs `body`, and keeps its failures on this side of C.
template <typename Body>
void Report(sqlite3_context* context, const Body& body) noexcept {
  try {
    const Status status = body();
    if (status.ok()) return;
    const std::string text = std::string(FunctionOf(context).name) + "(): " + status.message();
    sqlite3_result_error(context, text.c_str(), -1);
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  } catch (const std::length_error&) {
    sqlite3_result_error_toobig(context);
  }
}

// SQLite's own words for it.
Status CheckCount(const SqlFunction& function, int count) {
  if (count >= function.fewest && (function.most < 0 || count <= function.most)) return OkStatus();
  return {StatusCode::kInvalidArgument, "wrong number of arguments"};
}

void CallScalar(sqlite3_context* context, int count, sqlite3_value** values) {
  Report(context, [&]() -> Status {
    const SqlFunction& function = FunctionOf(context);
    RETURN_IF_ERROR(CheckCount(function, count));
    return function.call(context, {values, static_cast<size_t>(count)});
  });
}

// The place for the group's state that SQLite keeps, zeroed at first; null: none was needed yet.
Aggregate** StateOf(sqlite3_context* context, bool make) {
  const int size = make ? static_cast<int>(sizeof(Aggregate*)) : 0;
  return static_cast<Aggregate**>(sqlite3_aggregate_context(context, size));
}

void Enter(sqlite3_context* context, int count, sqlite3_value** values) {
  Report(context, [&]() -> Status {
    Aggregate** state = StateOf(context, true);
    if (state == nullptr) throw std::bad_alloc();
    if (*state == nullptr) *state = FunctionOf(context).make();
    return (*state)->Enter({values, static_cast<size_t>(count)});
  });
}

void Leave(sqlite3_context* context, int count, sqlite3_value** values) {
  Report(context, [&]() -> Status {
    Aggregate** state = StateOf(context, false);
    if (state != nullptr && *state != nullptr) {
      (*state)->Leave({values, static_cast<size_t>(count)});
    }
    return OkStatus();
  });
}

void Tell(sqlite3_context* context) {
  Report(context, [&]() -> Status {
    Aggregate** state = StateOf(context, false);
    if (state != nullptr && *state != nullptr) (*state)->Tell(context);
    return OkStatus();
  });
}

void TellLast(sqlite3_context* context) {
  Tell(context);
  Aggregate** state = StateOf(context, false);
  if (state == nullptr) return;
  delete *state;
  *state = nullptr;
}

int Register(sqlite3* db, const SqlFunction& function, int count) {
  const int flags =
      SQLITE_UTF8 | SQLITE_INNOCUOUS | (function.deterministic ? SQLITE_DETERMINISTIC : 0);
  auto* self = const_cast<SqlFunction*>(&function);  // SQLite hands it back as it is.
  if (function.call != nullptr) {
    return sqlite3_create_function_v2(db, function.name, count, flags, self, CallScalar, nullptr,
                                      nullptr, nullptr);
  }
  return sqlite3_create_window_function(db, function.name, count, flags, self, Enter, TellLast,
                                        Tell, Leave, nullptr);
}

// With the numbers of arguments that it takes SQLite refuses others itself.
int Register(sqlite3* db, const SqlFunction& function) {
  if (function.most < 0) return Register(db, function, -1);
  for (int count = function.fewest; count <= function.most; ++count) {
    if (const int code = Register(db, function, count); code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

// The names that a pragma lists, in lower case; none where this SQLite has no such pragma.
std::optional<std::set<std::string>> NamesOf(sqlite3* db, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &raw, nullptr) != SQLITE_OK) return std::nullopt;
  const SqliteStatement statement(raw);
  std::set<std::string> names;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
    const auto* name = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
    if (name != nullptr) names.insert(AsciiLower(std::string_view(name)));
  }
  if (code != SQLITE_DONE) return std::nullopt;
  return names;
}

}  // namespace

// Where it cannot be known what there is, nothing is registered.
Status RegisterFunctions(sqlite3* db) {
  const auto functions = NamesOf(db, "SELECT name FROM pragma_function_list");
  for (const SqlFunction& function : SqlFunctions()) {
    if (!functions || functions->contains(function.name)) continue;
    if (Register(db, function) != SQLITE_OK) return {StatusCode::kInternal, sqlite3_errmsg(db)};
  }
  const auto modules = NamesOf(db, "SELECT name FROM pragma_module_list");
  const std::string series(kSeriesTable);
  if (!modules || modules->contains(series)) return OkStatus();
  return RegisterTable(db, series, [](sqlite3*) { return std::make_unique<SeriesTable>(); });
}

}  // namespace apisql
