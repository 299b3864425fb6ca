#include "shell/line/prompt.h"

#include <algorithm>

#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

std::string MainPrompt(const PromptState& state) {
  std::string text = "apisql";
  if (state.read_only) text += "(read only)";
  if (state.in_transaction) text += "*";
  if (state.staged_rows > 0) text += "[" + std::to_string(state.staged_rows) + "]";
  return text + "> ";
}

// The quote of a string or name that has no end, "/*" of a comment; "" of all else.
std::string_view OpenPart(const Token& token) {
  const std::string_view text = token.text;
  if (token.kind == TokenKind::kComment) {
    const bool open = text.starts_with("/*") && (text.size() < 4 || !text.ends_with("*/"));
    return open ? text.substr(0, 2) : "";
  }
  if (token.kind != TokenKind::kIllegal) return "";
  const size_t quote = text.find_first_of("'\"`[");
  // A blob has a letter before its quote.
  return quote <= 1 ? text.substr(quote, 1) : "";
}

// What must be closed before the statement can end; "" where nothing must.
std::string_view OpenIn(std::string_view entry) {
  int depth = 0;
  std::string_view open;
  for (const Token& token : Tokenize(entry)) {
    if (token.IsOperator('(')) ++depth;
    if (token.IsOperator(')')) depth = std::max(0, depth - 1);
    if (token.IsOperator(';')) depth = 0;
    open = OpenPart(token);
  }
  if (!open.empty()) return open;
  return depth > 0 ? "(" : "";
}

}  // namespace

std::string PromptText(const PromptState& state, std::string_view entry) {
  std::string prompt = MainPrompt(state);
  if (entry.empty()) return prompt;
  const std::string_view open = OpenIn(entry);
  const std::string tail = std::string(open.empty() ? "..." : open) + "> ";
  return std::string(prompt.size() - tail.size(), ' ') + tail;
}

bool HasOpenPart(std::string_view entry) { return !OpenIn(entry).empty(); }

}  // namespace apisql
