#include "vtab/rewrite/with_views.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// The common tables for the views among `tables`, and for the views that those read.
std::string Definitions(std::vector<std::string> tables, const RegisteredNames& names) {
  std::string text;
  for (size_t i = 0; i < tables.size(); ++i) {
    const std::optional<std::string> select = names.ViewText(tables[i]);
    if (!select) continue;
    text += (text.empty() ? "" : ", ") + QuoteName(tables[i]) + " AS NOT MATERIALIZED (" + *select +
            "\n)";
    for (const Token& token : SignificantTokens(*select)) {
      if (token.kind != TokenKind::kQuotedName) continue;
      const std::string* inner = names.Find(Unquote(token));
      if (inner != nullptr && std::ranges::count(tables, *inner) == 0) tables.push_back(*inner);
    }
  }
  return text;
}

// Where common tables may be defined, and what stands around them there.
struct Opening {
  size_t offset = 0;
  std::string_view before;
  std::string_view behind;
};

std::optional<Opening> FindOpening(std::string_view sql) {
  const std::vector<Token> tokens = SignificantTokens(sql);
  size_t i = 0;
  const auto take = [&](std::string_view word) {
    const bool is = i < tokens.size() && tokens[i].IsWord(word);
    i += is ? 1 : 0;
    return is;
  };
  if (take("explain") && take("query")) take("plan");
  if (take("with")) {
    take("recursive");
    if (i == tokens.size()) return std::nullopt;
    return Opening{tokens[i].offset, "", ", "};
  }
  constexpr std::array<std::string_view, 6> kVerbs = {"select",  "values", "insert",
                                                      "replace", "update", "delete"};
  if (i == tokens.size()) return std::nullopt;
  const auto is_first = [&](std::string_view verb) { return tokens[i].IsWord(verb); };
  if (std::ranges::none_of(kVerbs, is_first)) return std::nullopt;
  return Opening{tokens[i].offset, "WITH ", " "};
}

}  // namespace

SqlText WithViews(SqlText sql, const RegisteredNames& names) {
  const std::optional<Opening> opening = FindOpening(sql.text);
  const std::string definitions = opening ? Definitions(sql.tables, names) : "";
  if (definitions.empty()) return sql;
  const size_t at = opening->offset;
  const std::string added =
      std::string(opening->before) + definitions + std::string(opening->behind);
  SqlText result;
  result.typed = std::move(sql.typed);
  result.tables = std::move(sql.tables);
  result.text = sql.text.substr(0, at) + added + sql.text.substr(at);
  result.places.AddSlice(sql.places, 0, at, 0);
  result.places.AddReplacement(at, sql.places.ToOriginal(at));
  result.places.AddSlice(sql.places, at, sql.text.size() + 1, at + added.size());
  return result;
}

}  // namespace apisql
