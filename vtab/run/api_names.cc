#include "vtab/run/api_names.h"

#include <set>
#include <string>
#include <string_view>

#include "registry/model/api_words.h"
#include "src/base/text.h"
#include "vtab/sql/sql_editor.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

bool SaysNoColumn(const Status& failure) {
  return failure.message().starts_with("no such column: ") ||
         failure.message().find(" has no column named ") != std::string::npos;
}

// The column that `name` means; "" where it means none, or several.
std::string ColumnMeant(Database& database, const SqlText& sql, std::string_view name) {
  std::set<std::string> columns;
  Catalog& catalog = database.connection().api.catalog();
  for (const std::string& table : sql.tables) {
    if (!catalog.Has(table)) continue;
    const auto resource = catalog.Find(table);
    if (!resource.ok()) continue;
    std::string column = ColumnOfApiName(**resource, name);
    if (!column.empty()) columns.insert(std::move(column));
  }
  return columns.size() == 1 ? *columns.begin() : "";
}

}  // namespace

std::optional<SqlText> WithColumnName(Database& database, const SqlText& sql,
                                      const Status& failure) {
  if (!SaysNoColumn(failure)) return std::nullopt;
  SqlEditor editor(sql);
  bool changed = false;
  for (const Token& token : SignificantTokens(sql.text)) {
    if (!token.IsName()) continue;
    const std::string name = Unquote(token);
    if (failure.message().find(name) == std::string::npos) continue;
    const std::string column = ColumnMeant(database, sql, name);
    if (column.empty()) continue;
    editor.KeepUntil(token.offset);
    editor.Write(QuoteName(column), token.offset);
    editor.SkipUntil(token.end());
    changed = true;
  }
  if (!changed) return std::nullopt;
  return editor.Finish();
}

}  // namespace apisql
