#include "vtab/sql/tokens.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) { return IsDigit(c) || (AsciiLower(c) >= 'a' && AsciiLower(c) <= 'f'); }
bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

struct Lexeme {
  TokenKind kind;
  size_t size;
};

// Reads the first token of a text that acts as if a NUL stood behind it.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Lexeme Read() const;

 private:
  char At(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  Lexeme Blank() const;
  Lexeme LineComment() const;
  Lexeme BlockComment() const;
  Lexeme Quoted(char quote) const;
  Lexeme Bracketed() const;
  Lexeme Number() const;
  Lexeme Blob() const;
  Lexeme Parameter() const;
  Lexeme Word() const;
  Lexeme Punctuation() const;

  std::string_view text_;
};

Lexeme Lexer::Read() const {
  const char c = At(0);
  // A vertical tab continues a run of blanks but does not begin one; SQLite does the same.
  if (IsSpace(c) && c != '\v') return Blank();
  if (c == '-' && At(1) == '-') return LineComment();
  if (c == '/' && At(1) == '*' && At(2) != '\0') return BlockComment();
  if (c == '\'' || c == '"' || c == '`') return Quoted(c);
  if (c == '[') return Bracketed();
  if (IsDigit(c) || (c == '.' && IsDigit(At(1)))) return Number();
  if (AsciiLower(c) == 'x' && At(1) == '\'') return Blob();
  if (c == '?' || c == '$' || c == '@' || c == '#' || c == ':') return Parameter();
  if (text_.starts_with("\xEF\xBB\xBF")) return {TokenKind::kBlank, 3};
  if (IsWordByte(c)) return Word();
  return Punctuation();
}

Lexeme Lexer::Blank() const {
  size_t i = 1;
  while (IsSpace(At(i))) ++i;
  return {TokenKind::kBlank, i};
}

Lexeme Lexer::LineComment() const {
  return {TokenKind::kComment, std::min(text_.find('\n'), text_.size())};
}

Lexeme Lexer::BlockComment() const {
  const size_t end = text_.find("*/", 2);
  return {TokenKind::kComment, end == std::string_view::npos ? text_.size() : end + 2};
}

Lexeme Lexer::Quoted(char quote) const {
  for (size_t i = 1; i < text_.size(); ++i) {
    if (text_[i] != quote) continue;
    if (At(i + 1) == quote) {
      ++i;
      continue;
    }
    return {quote == '\'' ? TokenKind::kString : TokenKind::kQuotedName, i + 1};
  }
  return {TokenKind::kIllegal, text_.size()};
}

Lexeme Lexer::Bracketed() const {
  const size_t end = text_.find(']');
  if (end == std::string_view::npos) return {TokenKind::kIllegal, text_.size()};
  return {TokenKind::kQuotedName, end + 1};
}

Lexeme Lexer::Number() const {
  size_t i = 0;
  if (At(0) == '0' && AsciiLower(At(1)) == 'x' && IsHexDigit(At(2))) {
    for (i = 3; IsHexDigit(At(i));) ++i;
    return {TokenKind::kNumber, i};
  }
  while (IsDigit(At(i))) ++i;
  if (At(i) == '.') {
    for (++i; IsDigit(At(i));) ++i;
  }
  const size_t sign = At(i + 1) == '+' || At(i + 1) == '-' ? 1 : 0;
  if (AsciiLower(At(i)) == 'e' && IsDigit(At(i + 1 + sign))) {
    for (i += 2; IsDigit(At(i));) ++i;
  }
  if (!IsWordByte(At(i))) return {TokenKind::kNumber, i};
  while (IsWordByte(At(i))) ++i;
  return {TokenKind::kIllegal, i};
}

Lexeme Lexer::Blob() const {
  size_t i = 2;
  while (IsHexDigit(At(i))) ++i;
  const bool sound = At(i) == '\'' && i % 2 == 0;
  while (i < text_.size() && text_[i] != '\'') ++i;
  return {sound ? TokenKind::kBlob : TokenKind::kIllegal, std::min(i + 1, text_.size())};
}

Lexeme Lexer::Parameter() const {
  size_t i = 1;
  if (At(0) == '?') {
    while (IsDigit(At(i))) ++i;
    return {TokenKind::kParameter, i};
  }
  size_t named = 0;
  for (; i < text_.size(); ++i) {
    if (IsWordByte(At(i))) {
      ++named;
    } else if (At(i) == '(' && named > 0) {
      do ++i;
      while (i < text_.size() && !IsSpace(At(i)) && At(i) != ')');
      if (At(i) != ')') return {TokenKind::kIllegal, i};
      return {TokenKind::kParameter, i + 1};
    } else if (At(i) == ':' && At(i + 1) == ':') {
      ++i;
    } else {
      break;
    }
  }
  return {named > 0 ? TokenKind::kParameter : TokenKind::kIllegal, i};
}

Lexeme Lexer::Word() const {
  size_t i = 1;
  while (IsWordByte(At(i))) ++i;
  return {TokenKind::kWord, i};
}

Lexeme Lexer::Punctuation() const {
  static constexpr std::string_view kLong[] = {"->>", "->", "==", "<=", "<>",
                                               "<<",  ">=", ">>", "!=", "||"};
  static constexpr std::string_view kShort = "-/=<>|,&~();+*%.";
  for (const std::string_view candidate : kLong) {
    if (text_.starts_with(candidate)) return {TokenKind::kOperator, candidate.size()};
  }
  return {kShort.find(At(0)) != std::string_view::npos ? TokenKind::kOperator : TokenKind::kIllegal,
          1};
}

std::string Doubled(std::string_view text, char quote) {
  std::string quoted(1, quote);
  for (const char c : text) {
    if (c == quote) quoted += quote;
    quoted += c;
  }
  quoted += quote;
  return quoted;
}

}  // namespace

bool IsWordByte(char c) {
  return IsDigit(c) || (AsciiLower(c) >= 'a' && AsciiLower(c) <= 'z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool Token::IsWord(std::string_view word) const {
  return kind == TokenKind::kWord && EqualsIgnoreCase(text, word);
}

bool IsOneOf(const Token& token, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return token.IsWord(word); });
}

bool TokenReader::Next(Token* token) {
  while (!rest_.empty()) {
    const Lexeme lexeme = Lexer(rest_).Read();
    const std::string_view text = rest_.substr(0, lexeme.size);
    const size_t nul = text.find('\0');
    if (nul != std::string_view::npos) {
      rest_ = rest_.substr(0, nul);  // The text ends here; what is before it may be another token.
      continue;
    }
    *token = {lexeme.kind, text, offset_};
    rest_.remove_prefix(lexeme.size);
    offset_ += lexeme.size;
    return true;
  }
  return false;
}

std::vector<Token> Tokenize(std::string_view sql) {
  std::vector<Token> tokens;
  TokenReader reader(sql);
  for (Token token; reader.Next(&token);) tokens.push_back(token);
  return tokens;
}

std::vector<Token> SignificantTokens(std::string_view sql) {
  std::vector<Token> tokens = Tokenize(sql);
  std::erase_if(tokens, [](const Token& token) { return !token.IsSignificant(); });
  return tokens;
}

Status SyntaxError(std::string_view sql, const Token* token) {
  if (token == nullptr) {
    return Status(StatusCode::kInvalidArgument, "incomplete input").At(sql.size());
  }
  return Status(StatusCode::kInvalidArgument,
                "near \"" + std::string(token->text) + "\": syntax error")
      .At(token->offset);
}

std::string Unquote(const Token& token) {
  if (token.kind != TokenKind::kQuotedName && token.kind != TokenKind::kString) {
    return std::string(token.text);
  }
  const char quote = token.text[0];
  const std::string_view inner = token.text.substr(1, token.text.size() - 2);
  std::string name;
  for (size_t i = 0; i < inner.size(); ++i) {
    name += inner[i];
    if (inner[i] == quote && quote != '[') ++i;
  }
  return name;
}

std::string QuoteName(std::string_view name) { return Doubled(name, '"'); }
std::string QuoteText(std::string_view text) { return Doubled(text, '\''); }

}  // namespace apisql
