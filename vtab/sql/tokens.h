// Cuts SQL text into tokens by SQLite's own lexical rules (tokenize.c of SQLite 3.40).
#ifndef APISQL_VTAB_SQL_TOKENS_H_
#define APISQL_VTAB_SQL_TOKENS_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

enum class TokenKind {
  kBlank,       // Spaces, line ends, a byte order mark.
  kComment,     // -- to the end of the line, or /* */; an open /* runs to the end of the text.
  kWord,        // Identifier or keyword without quotes.
  kQuotedName,  // "x", `x`, [x]
  kString,      // 'x'
  kBlob,        // x'00ff'
  kNumber,
  kParameter,  // ? ?1 :a @a #1 $a::b(c)
  kOperator,   // Punctuation, '.' and ';' included.
  kIllegal,    // What SQLite calls an unrecognized token, such as a string without an end.
};

// A view into the text that was tokenized.
struct Token {
  TokenKind kind = TokenKind::kIllegal;
  std::string_view text;
  size_t offset = 0;  // In bytes, from the start of the text.

  size_t end() const { return offset + text.size(); }
  bool IsOperator(char c) const {
    return kind == TokenKind::kOperator && text.size() == 1 && text[0] == c;
  }
  // True for the bare word `word`, in any letter case. A quoted name is never a keyword.
  bool IsWord(std::string_view word) const;
  // True for a bare word or a quoted name.
  bool IsName() const { return kind == TokenKind::kWord || kind == TokenKind::kQuotedName; }
  // False for blanks and comments.
  bool IsSignificant() const { return kind != TokenKind::kBlank && kind != TokenKind::kComment; }
};

// Places in a list of tokens; `end` is behind the last.
struct TokenSpan {
  size_t begin = 0;
  size_t end = 0;
};

// True for a bare word that is one of `words`.
bool IsOneOf(const Token& token, std::span<const std::string_view> words);

// Cuts token by token, reading no further than it is asked to. Every byte up to the first NUL,
// where SQLite stops reading, is in exactly one token.
class TokenReader {
 public:
  explicit TokenReader(std::string_view sql) : rest_(sql) {}
  // False at the end of the text.
  bool Next(Token* token);

 private:
  std::string_view rest_;
  size_t offset_ = 0;
};

std::vector<Token> Tokenize(std::string_view sql);
// The same without blanks and comments.
std::vector<Token> SignificantTokens(std::string_view sql);

// SQLite's words for a token of `sql` that cannot stand where it does, with its place; null: the
// text ends too early.
Status SyntaxError(std::string_view sql, const Token* token);

// The name, string or word without its quotes, doubled quotes made single.
std::string Unquote(const Token& token);

// `name` in double quotes, and `text` in single quotes, as SQL.
std::string QuoteName(std::string_view name);
std::string QuoteText(std::string_view text);

// Bytes that SQLite accepts inside of a bare word: letters, digits, '_', '$', and all from 0x80 up.
bool IsWordByte(char c);

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_TOKENS_H_
