// What RewriteSql() promises of any text, checked against the text itself. For the property test
// and the fuzzer.
#ifndef APISQL_TESTS_VTAB_SQL_SQL_REWRITE_CHECK_H_
#define APISQL_TESTS_VTAB_SQL_SQL_REWRITE_CHECK_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/base/text.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/tokens.h"

namespace apisql {

// Walks over the tokens of both texts at once: equal ones stand for each other byte by byte, and
// where they differ the new text must have a registered name, quoted, and the old one its parts.
class RewriteCheck {
 public:
  RewriteCheck(std::string_view sql, const SqlText& result, const RegisteredNames& names)
      : sql_(sql),
        result_(result),
        names_(names),
        old_tokens_(Tokenize(sql)),
        new_tokens_(Tokenize(result.text)) {}

  // What does not hold, "" when everything does.
  std::string Run() {
    while (old_ < old_tokens_.size() || new_ < new_tokens_.size()) {
      if (SameToken()) {
        if (!MapsByteByByte(new_tokens_[new_], old_tokens_[old_].offset)) return Wrong("offset");
        ++old_, ++new_;
      } else if (!TakeReplacement()) {
        return Wrong("other text");
      }
    }
    // Behind a NUL nothing is read, and everything is kept.
    const std::string_view rest = sql_.substr(EndOf(old_tokens_));
    if (std::string_view(result_.text).substr(EndOf(new_tokens_)) != rest) return Wrong("rest");
    if (result_.places.ToOriginal(result_.text.size()) != sql_.size()) return Wrong("end");
    return "";
  }

 private:
  static size_t EndOf(const std::vector<Token>& tokens) {
    return tokens.empty() ? 0 : tokens.back().end();
  }

  bool SameToken() const {
    return old_ < old_tokens_.size() && new_ < new_tokens_.size() &&
           old_tokens_[old_].kind == new_tokens_[new_].kind &&
           old_tokens_[old_].text == new_tokens_[new_].text;
  }

  bool MapsByteByByte(const Token& token, size_t original) const {
    for (size_t i = 0; i < token.text.size(); ++i) {
      if (result_.places.ToOriginal(token.offset + i) != original + i) return false;
    }
    return true;
  }

  // A blank that keeps the new quotes apart from quotes beside them.
  bool TakeAddedBlank(size_t original) {
    if (new_ == new_tokens_.size() || new_tokens_[new_].text != " ") return false;
    const Token& blank = new_tokens_[new_++];
    return result_.places.ToOriginal(blank.offset) == original;
  }

  bool TakeReplacement() {
    if (old_ == old_tokens_.size() || new_ == new_tokens_.size()) return false;
    const size_t start = old_tokens_[old_].offset;
    const size_t at = new_tokens_[new_].offset;
    const bool beside_quotes = at > 0 && result_.text[at - 1] == '"';
    if (beside_quotes && !TakeAddedBlank(start)) return false;
    if (new_ == new_tokens_.size()) return false;
    const Token& name = new_tokens_[new_++];
    const std::string* registered = names_.Find(Unquote(name));
    if (name.kind != TokenKind::kQuotedName || registered == nullptr) return false;
    if (Unquote(name) != *registered || !TakeParts(*registered)) return false;
    for (size_t i = 0; i < name.text.size(); ++i) {
      if (result_.places.ToOriginal(name.offset + i) != start) return false;
    }
    const size_t end = old_tokens_[old_ - 1].end();
    return end == sql_.size() || sql_[end] != '"' || TakeAddedBlank(start);
  }

  // name [. name ...] with anything that is no token between them.
  bool TakeParts(const std::string& name) {
    const std::vector<std::string> parts = Split(name, '.');
    for (size_t i = 0; i < parts.size(); ++i) {
      if (i > 0 && (!SkipToSignificant() || !old_tokens_[old_++].IsOperator('.'))) return false;
      if (!SkipToSignificant() || !old_tokens_[old_].IsName()) return false;
      if (!EqualsIgnoreCase(Unquote(old_tokens_[old_++]), parts[i])) return false;
    }
    return true;
  }

  bool SkipToSignificant() {
    while (old_ < old_tokens_.size() && !old_tokens_[old_].IsSignificant()) ++old_;
    return old_ < old_tokens_.size();
  }

  std::string Wrong(const std::string& what) const {
    const size_t at = new_ < new_tokens_.size() ? new_tokens_[new_].offset : result_.text.size();
    return "wrong " + what + " near byte " + std::to_string(at) + " of\n" + result_.text +
           "\nwhich is rewritten from\n" + std::string(sql_);
  }

  std::string_view sql_;
  const SqlText& result_;
  const RegisteredNames& names_;
  std::vector<Token> old_tokens_;
  std::vector<Token> new_tokens_;
  size_t old_ = 0;  // The tokens that come next.
  size_t new_ = 0;
};

}  // namespace apisql

#endif  // APISQL_TESTS_VTAB_SQL_SQL_REWRITE_CHECK_H_
