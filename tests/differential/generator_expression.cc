// Constants and scalar expressions.
#include <algorithm>
#include <cctype>

#include "tests/differential/generator.h"
#include "vtab/sql/tokens.h"

namespace apisql::differential {
namespace {

std::string HexOf(const std::string& text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : text) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return "x'" + hex + "'";
}

bool IsNumber(const std::string& text) {
  return !text.empty() && text.size() < 10 &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

template <typename Change>
std::string Changed(std::string text, Change change) {
  std::ranges::transform(text, text.begin(),
                         [&](unsigned char c) { return static_cast<char>(change(c)); });
  return QuoteText(text);
}

}  // namespace

const Generator::Item& Generator::PickItem(const Scope& scope) { return random_.Pick(scope.items); }

const Generator::Ref& Generator::PickRef(const Scope& scope) {
  const Ref* ref = &random_.Pick(PickItem(scope).refs);
  // Columns that are always NULL show little.
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (ref->column == nullptr || ref->column->distinct > 0) break;
    ref = &random_.Pick(PickItem(scope).refs);
  }
  return *ref;
}

const Generator::Ref& Generator::PickRefOrOuter(const Scope& scope) {
  if (scope.outer != nullptr && random_.Chance(25)) return PickRef(*scope.outer);
  return PickRef(scope);
}

// Mostly what the witness has, so that the comparison finds something.
std::string Generator::Constant(const Ref& ref) {
  switch (random_.Weighted({80, 10, 5, 5})) {
    case 0:
      return Literal(ref.witness);
    case 1:
      if (ref.column != nullptr && !ref.column->cells.empty()) {
        return Literal(random_.Pick(ref.column->cells));
      }
      return Literal(ref.witness);
    case 2:
      return Spelled(ref.witness);
    default:
      return OddConstant(ref);
  }
}

// What the witness probably does not have.
std::string Generator::OtherConstant(const Ref& ref) {
  if (ref.column == nullptr || random_.Chance(15)) return OddConstant(ref);
  return Literal(random_.Pick(ref.column->cells));
}

// The same value in another spelling or type: equal to it for some comparisons only.
std::string Generator::Spelled(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    if (IsNumber(*text) && random_.Chance(70)) return *text;
    switch (random_.Below(5)) {
      case 0:
        return Changed(*text, [](int c) { return c < 0x80 ? std::toupper(c) : c; });
      case 1:
        return Changed(*text, [](int c) { return c < 0x80 ? std::tolower(c) : c; });
      case 2:
        return QuoteText(*text + "  ");
      case 3:
        return HexOf(*text);
      default:
        return QuoteText(" " + *text);
    }
  }
  std::string number = Literal(cell);
  if (IsNull(cell)) return number;
  return "'" + random_.Word({"", "0", " "}) + number + "'";
}

std::string Generator::OddConstant(const Ref& ref) {
  if (random_.Chance(30)) return random_.Word({"5", "7", "0", "1", "-1", "3600", "2.5", "7.0"});
  if (random_.Chance(40)) return random_.Word({"NULL", "''", "'007'", "'7'", "x''", "'%'", "'~'"});
  if (ref.column != nullptr && !ref.column->cells.empty()) {
    return Spelled(random_.Pick(ref.column->cells));
  }
  return "'none'";
}

Generator::Output Generator::Expression(const Scope& scope, const Ref& ref) {
  const std::string& x = ref.sql;
  const std::string& y = PickRef(scope).sql;
  switch (random_.Below(18)) {
    case 0:
      return {"lower(" + x + ")", {}, nullptr};
    case 1:
      return {"length(" + x + ")", {}, nullptr};
    case 2:
      return {"substr(" + x + ", 1, " + random_.Word({"1", "3", "8"}) + ")", {}, nullptr};
    case 3:
      return {x + " || '-' || " + y, {}, nullptr};
    case 4:
      return {"coalesce(" + x + ", " + y + ", 'none')", {}, nullptr};
    case 5:
      return {"CASE WHEN " + Predicate(scope) + " THEN 'yes' ELSE 'no' END", {}, nullptr};
    case 6:
      return {"typeof(" + x + ")", {}, nullptr};
    case 7:
      return {SimplePredicate(ref), {}, nullptr};
    case 8:
      return {"CAST(" + x + " AS " + random_.Word({"INTEGER", "TEXT"}) + ")", {}, nullptr};
    case 9:
      return {"nullif(" + x + ", " + Constant(ref) + ")", {}, nullptr};
    case 10:
      return {"iif(" + x + " IS " + y + ", 1, 0)", {}, nullptr};
    case 11:
      return {x + " IN (" + Constant(ref) + ", " + Constant(ref) + ")", {}, nullptr};
    case 12:
      return {"'User:' || " + x, {}, nullptr};
    case 13:
      return {Literal(ref.witness), ref.witness, nullptr};
    case 14:
      return {"quote(" + x + ")", {}, nullptr};
    case 15:
      return {"instr(" + x + ", '-')", {}, nullptr};
    case 16:
      return {
          "CASE " + x + " WHEN " + Constant(ref) + " THEN 1 WHEN " + Constant(ref) + " THEN 2 END",
          {},
          nullptr};
    default:
      return {"upper(" + x + ")", {}, nullptr};
  }
}

}  // namespace apisql::differential
