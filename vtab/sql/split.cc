#include "vtab/sql/split.h"

#include <algorithm>
#include <array>

#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// The states and inputs of sqlite3_complete (complete.c of SQLite).
enum State : size_t { kNothing, kStart, kNormal, kExplain, kCreate, kTrigger, kSemicolon, kEnd };
enum Input : size_t { kSemi, kOther, kExplainWord, kCreateWord, kTempWord, kTriggerWord, kEndWord };

constexpr std::array<std::array<State, 7>, 8> kNext = {{
    // ;          other     EXPLAIN   CREATE    TEMP      TRIGGER   END
    {kStart, kNormal, kExplain, kCreate, kNormal, kNormal, kNormal},           // kNothing
    {kStart, kNormal, kExplain, kCreate, kNormal, kNormal, kNormal},           // kStart
    {kStart, kNormal, kNormal, kNormal, kNormal, kNormal, kNormal},            // kNormal
    {kStart, kExplain, kNormal, kCreate, kNormal, kNormal, kNormal},           // kExplain
    {kStart, kNormal, kNormal, kNormal, kCreate, kTrigger, kNormal},           // kCreate
    {kSemicolon, kTrigger, kTrigger, kTrigger, kTrigger, kTrigger, kTrigger},  // kTrigger
    {kSemicolon, kTrigger, kTrigger, kTrigger, kTrigger, kTrigger, kEnd},      // kSemicolon
    {kStart, kTrigger, kTrigger, kTrigger, kTrigger, kTrigger, kTrigger},      // kEnd
}};

Input InputOf(const Token& token) {
  if (token.IsOperator(';')) return kSemi;
  if (token.IsWord("explain")) return kExplainWord;
  if (token.IsWord("create")) return kCreateWord;
  if (token.IsWord("temp") || token.IsWord("temporary")) return kTempWord;
  if (token.IsWord("trigger")) return kTriggerWord;
  if (token.IsWord("end")) return kEndWord;
  return kOther;
}

bool IsOpenComment(const Token& token) {
  return token.kind == TokenKind::kComment && token.text.starts_with("/*") &&
         (token.text.size() < 4 || !token.text.ends_with("*/"));
}

}  // namespace

size_t FirstStatementSize(std::string_view sql) {
  State state = kNothing;
  TokenReader reader(sql);
  for (Token token; reader.Next(&token);) {
    if (!token.IsSignificant()) continue;
    state = kNext[state][InputOf(token)];
    if (state == kStart) return token.end();
  }
  return sql.size();
}

bool IsCompleteSql(std::string_view sql) {
  State state = kNothing;
  for (const Token& token : Tokenize(sql)) {
    if (IsOpenComment(token)) return false;
    if (token.IsSignificant()) state = kNext[state][InputOf(token)];
  }
  return state == kStart;
}

bool IsBlankSql(std::string_view sql) {
  return sql.find('\0') == std::string_view::npos &&
         std::ranges::all_of(SignificantTokens(sql),
                             [](const Token& token) { return token.IsOperator(';'); });
}

}  // namespace apisql
