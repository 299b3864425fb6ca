#include "vtab/run/hints.h"

#include <algorithm>
#include <utility>

#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

bool IsHintByte(char c) { return IsWordByte(c) || c == '-'; }

// The words of /*+ AWAIT, NO_CACHE */ in upper case.
std::vector<std::string> HintsIn(std::string_view sql) {
  std::vector<std::string> hints;
  for (const Token& token : Tokenize(sql)) {
    if (token.kind != TokenKind::kComment || !token.text.starts_with("/*+")) continue;
    std::string word;
    for (const char c : token.text.substr(3)) {
      if (IsHintByte(c)) {
        word += c;
      } else if (!word.empty()) {
        hints.push_back(AsciiUpper(std::exchange(word, "")));
      }
    }
  }
  return hints;
}

// WITH may begin a write too; of a SELECT the note would then be missing.
bool MayWrite(std::string_view sql) {
  constexpr std::string_view kVerbs[] = {"insert", "update", "delete", "replace", "exec", "with"};
  const std::vector<Token> tokens = SignificantTokens(sql);
  return !tokens.empty() && IsOneOf(tokens[0], kVerbs);
}

std::string_view InsteadOf(std::string_view hint) {
  if (hint == "AWAIT") return "; it is for INSERT, UPDATE, DELETE, REPLACE and EXEC";
  if (hint == "SHOWRESULTS") return "; EXEC ... RETURNING * gives what the method answers";
  if (hint == "REQUIRED") return "; the INSERT that is shown says which columns are required";
  return "; AWAIT is the only one that is known";
}

}  // namespace

bool HasAwaitHint(std::string_view sql) {
  return MayWrite(sql) && std::ranges::count(HintsIn(sql), "AWAIT") > 0;
}

std::vector<std::string> HintNotes(std::string_view sql) {
  std::vector<std::string> notes;
  for (const std::string& hint : HintsIn(sql)) {
    if (hint == "AWAIT" && MayWrite(sql)) continue;
    std::string note = "the hint " + hint + " does nothing here" + std::string(InsteadOf(hint));
    if (std::ranges::count(notes, note) == 0) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace apisql
