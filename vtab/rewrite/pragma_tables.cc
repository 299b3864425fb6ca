#include "vtab/rewrite/pragma_tables.h"

#include <array>
#include <string_view>

#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// Those of SQLite's table-valued PRAGMAs that tell what a virtual table is.
constexpr std::array<std::string_view, 2> kAboutTables = {"pragma_table_info",
                                                          "pragma_table_xinfo"};

bool IsAboutTables(const Token& token) {
  for (const std::string_view name : kAboutTables) {
    if (token.IsName() && EqualsIgnoreCase(Unquote(token), name)) return true;
  }
  return false;
}

}  // namespace

PragmaTables ReadPragmaTables(std::string_view sql) {
  PragmaTables tables;
  const std::vector<Token> tokens = SignificantTokens(sql);
  const bool pragma = !tokens.empty() && tokens[0].IsWord("pragma");
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (pragma && (token.IsName() || token.kind == TokenKind::kString)) {
      tables.names.push_back(Unquote(token));
    }
    if (!IsAboutTables(token)) continue;
    const bool literal = i + 3 < tokens.size() && tokens[i + 1].IsOperator('(') &&
                         tokens[i + 2].kind == TokenKind::kString &&
                         (tokens[i + 3].IsOperator(')') || tokens[i + 3].IsOperator(','));
    if (literal) tables.names.push_back(Unquote(tokens[i + 2]));
    tables.any |= !literal;
  }
  return tables;
}

}  // namespace apisql
