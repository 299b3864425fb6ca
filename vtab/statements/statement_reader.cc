#include "vtab/statements/statement_reader.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>

namespace apisql {
namespace {

// A number by SQLite's rules: what does not fit into an integer is a real; 0x10 is 16. None: it is
// too large for both.
std::optional<ColumnValue> ReadNumber(std::string_view text, bool negative) {
  const char* const begin = std::to_address(text.begin());
  const char* const end = std::to_address(text.end());
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  uint64_t whole = 0;
  const auto integer = std::from_chars(begin + (hex ? 2 : 0), end, whole, hex ? 16 : 10);
  const uint64_t most = uint64_t{std::numeric_limits<int64_t>::max()} + (negative ? 1 : 0);
  if (integer.ec == std::errc() && integer.ptr == end && (hex || whole <= most)) {
    return static_cast<int64_t>(negative ? 0 - whole : whole);
  }
  double real = 0;
  const auto read = std::from_chars(begin, end, real);
  if (hex || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return negative ? -real : real;
}

}  // namespace

StatementReader::StatementReader(std::string_view typed, size_t begin, const KnownTables& tables)
    : typed_(typed), tokens_(SignificantTokens(typed.substr(begin))), tables_(tables) {
  for (Token& token : tokens_) token.offset += begin;
  if (!tokens_.empty() && tokens_.back().IsOperator(';')) tokens_.pop_back();
}

bool StatementReader::TakeWord(std::string_view word) {
  if (Peek() == nullptr || !Peek()->IsWord(word)) return false;
  ++next_;
  return true;
}

bool StatementReader::TakeOperator(char c) {
  if (Peek() == nullptr || !Peek()->IsOperator(c)) return false;
  ++next_;
  return true;
}

StatusOr<DottedName> StatementReader::TakeName() {
  if (Peek() == nullptr || !Peek()->IsName()) return SyntaxError();
  DottedName name{{Unquote(*Peek())}, Peek()->offset};
  ++next_;
  while (next_ + 1 < tokens_.size() && tokens_[next_].IsOperator('.') &&
         tokens_[next_ + 1].IsName()) {
    name.parts.push_back(Unquote(tokens_[next_ + 1]));
    next_ += 2;
  }
  return name;
}

StatusOr<std::optional<DottedName>> StatementReader::TakeIn() {
  if (!TakeWord("in") && !TakeWord("from")) return std::optional<DottedName>();
  ASSIGN_OR_RETURN(DottedName name, TakeName());
  return std::optional<DottedName>(std::move(name));
}

StatusOr<std::string> StatementReader::TakeText() {
  std::string sign;
  if (TakeOperator('-')) sign = "-";
  if (sign.empty() && TakeOperator('+')) sign = "+";
  if (Peek() == nullptr) return SyntaxError();
  const Token& token = *Peek();
  const bool number = token.kind == TokenKind::kNumber;
  if (!number && (!sign.empty() || (!token.IsName() && token.kind != TokenKind::kString))) {
    return SyntaxError();
  }
  ++next_;
  return sign + Unquote(token);
}

StatusOr<ColumnValue> StatementReader::TakeValue() {
  if (TakeWord("null")) return ColumnValue();
  if (TakeWord("true")) return ColumnValue(int64_t{1});
  if (TakeWord("false")) return ColumnValue(int64_t{0});
  if (TakeOperator('-')) return TakeNumber(true);
  if (TakeOperator('+')) return TakeNumber(false);
  if (Peek() == nullptr || Peek()->kind != TokenKind::kString) return TakeNumber(false);
  return ColumnValue(Unquote(tokens_[next_++]));
}

StatusOr<ColumnValue> StatementReader::TakeNumber(bool negative) {
  if (Peek() == nullptr || Peek()->kind != TokenKind::kNumber) return SyntaxError();
  const std::optional<ColumnValue> number = ReadNumber(Peek()->text, negative);
  if (!number) return SyntaxError();
  ++next_;
  return *number;
}

StatusOr<std::string> StatementReader::FindProvider(const DottedName& name) const {
  const std::string text = name.text();
  if (tables_.api_tables.IsFirstPart(text)) return AsciiLower(text);
  return UnknownName("provider", text, tables_.api_tables.FirstParts()).At(name.place);
}

StatusOr<std::string> StatementReader::FindService(const DottedName& name) const {
  ASSIGN_OR_RETURN(std::vector<std::string> services,
                   tables_.api_tables.ServicesUnder(AsciiLower(name.parts[0])));
  const std::string lower = AsciiLower(name.text());
  if (std::ranges::find(services, lower) != services.end()) return lower;
  if (services.empty()) {
    for (const std::string& table : tables_.api_tables.Near(name.text())) {
      services.push_back(table.substr(0, table.rfind('.')));
    }
    std::ranges::sort(services);
    services.erase(std::ranges::unique(services).begin(), services.end());
  }
  return UnknownName("service", name.text(), services).At(name.place);
}

StatusOr<std::string> StatementReader::FindApiTable(const DottedName& name) const {
  const std::string* table = tables_.api_tables.Find(name.text());
  if (table != nullptr) return *table;
  return tables_.api_tables.UnknownTable(name.text()).At(name.place);
}

}  // namespace apisql
