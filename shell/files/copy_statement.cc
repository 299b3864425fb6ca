#include "shell/files/copy_statement.h"

#include <utility>
#include <vector>

#include "src/base/text.h"
#include "vtab/sql/split.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

class CopyReader {
 public:
  explicit CopyReader(std::string_view sql) : sql_(sql), tokens_(SignificantTokens(sql)) {
    if (!tokens_.empty() && tokens_.back().IsOperator(';')) tokens_.pop_back();
  }

  StatusOr<CopyStatement> Read() {
    TakeWord("copy");
    RETURN_IF_ERROR(TakeSource());
    copy_.is_import = TakeWord("from");
    if (!copy_.is_import && !TakeWord("to")) return Fault();
    if (copy_.is_import && copy_.table.empty()) return FaultBefore();
    if (copy_.is_import) copy_.table = Join(parts_, ".");
    RETURN_IF_ERROR(TakeFile());
    RETURN_IF_ERROR(TakeOptions());
    if (Peek() != nullptr) return Fault();
    return std::move(copy_);
  }

 private:
  const Token* Peek() const { return next_ < tokens_.size() ? &tokens_[next_] : nullptr; }
  bool TakeWord(std::string_view word) {
    const bool is = Peek() != nullptr && Peek()->IsWord(word);
    next_ += is ? 1 : 0;
    return is;
  }
  bool TakeOperator(char c) {
    const bool is = Peek() != nullptr && Peek()->IsOperator(c);
    next_ += is ? 1 : 0;
    return is;
  }
  Status Fault() const { return WithForm(SyntaxError(sql_, Peek())); }
  Status FaultBefore() const { return WithForm(SyntaxError(sql_, &tokens_[next_ - 1])); }
  static Status WithForm(const Status& fault) {
    constexpr const char* kForm =
        "It is COPY (SELECT ...) TO 'FILE', COPY table TO 'FILE' or COPY table FROM 'FILE', and "
        "then maybe WITH (FORMAT csv, HEADER off)";
    return Status(fault).WithMessage(fault.message() + ". " + kForm).WithHint(kForm);
  }
  Status WithPlace(std::string message) const {
    const size_t place = Peek() == nullptr ? sql_.size() : Peek()->offset;
    return Status(StatusCode::kInvalidArgument, std::move(message)).At(place);
  }

  Status TakeFile() {
    const Token* file = Peek();
    if (file != nullptr && file->kind == TokenKind::kParameter && file->text[0] != '?') {
      copy_.variable = file->text.substr(1);
      copy_.variable_place = file->offset;
    } else if (file != nullptr && file->kind == TokenKind::kString) {
      copy_.file = Unquote(*file);
    } else {
      return WithPlace("COPY takes the name of a file, as a text in quotes: 'keys.csv'");
    }
    ++next_;
    return OkStatus();
  }

  Status TakeSource() {
    if (TakeOperator('(')) return TakeSelect();
    const size_t first = next_;
    while (Peek() != nullptr && Peek()->IsName()) {
      parts_.push_back(Unquote(*Peek()));
      ++next_;
      if (!TakeOperator('.')) break;
    }
    if (next_ == first) return Fault();
    const size_t begin = tokens_[first].offset;
    copy_.table = sql_.substr(begin, tokens_[next_ - 1].end() - begin);
    return OkStatus();
  }

  // Up to the parenthesis that closes.
  Status TakeSelect() {
    const size_t begin = tokens_[next_ - 1].end();
    for (int depth = 1; depth > 0; ++next_) {
      if (Peek() == nullptr) return Fault();
      if (Peek()->IsOperator('(')) ++depth;
      if (Peek()->IsOperator(')')) --depth;
    }
    copy_.select = sql_.substr(begin, tokens_[next_ - 1].offset - begin);
    return IsBlankSql(copy_.select) ? FaultBefore() : OkStatus();
  }

  // [WITH] (FORMAT csv, HEADER off), or FORMAT csv.
  Status TakeOptions() {
    TakeWord("with");
    if (!TakeOperator('(')) return TakeWord("format") ? TakeFormat() : OkStatus();
    do {
      if (TakeWord("format")) {
        RETURN_IF_ERROR(TakeFormat());
      } else if (!copy_.is_import && TakeWord("header")) {
        RETURN_IF_ERROR(TakeHeader());
      } else {
        return Fault();
      }
    } while (TakeOperator(','));
    return TakeOperator(')') ? OkStatus() : Fault();
  }

  Status TakeFormat() {
    if (Peek() == nullptr) return Fault();
    // csv-excel is three tokens.
    const size_t begin = Peek()->offset;
    copy_.format = Unquote(*Peek());
    ++next_;
    if (TakeOperator('-') && Peek() != nullptr) {
      copy_.format = sql_.substr(begin, Peek()->end() - begin);
      ++next_;
    }
    return OkStatus();
  }

  // HEADER, or with a word behind it.
  Status TakeHeader() {
    const bool no_word = Peek() != nullptr && (Peek()->IsOperator(',') || Peek()->IsOperator(')'));
    if (no_word || TakeWord("on") || TakeWord("true")) return OkStatus();
    if (!TakeWord("off") && !TakeWord("false")) return Fault();
    copy_.header = false;
    return OkStatus();
  }

  std::string_view sql_;
  std::vector<Token> tokens_;
  size_t next_ = 0;
  std::vector<std::string> parts_;  // Of the table's name.
  CopyStatement copy_;
};

}  // namespace

bool IsCopyStatement(std::string_view sql) {
  TokenReader reader(sql);
  Token token;
  while (reader.Next(&token)) {
    if (token.IsSignificant()) return token.IsWord("copy");
  }
  return false;
}

StatusOr<CopyStatement> ReadCopyStatement(std::string_view sql) { return CopyReader(sql).Read(); }

}  // namespace apisql
