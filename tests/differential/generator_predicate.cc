// Conditions on columns: comparisons of every kind, most of them true for the witness.
#include "src/base/text.h"
#include "tests/differential/generator.h"
#include "vtab/sql/tokens.h"

namespace apisql::differential {

std::string Generator::Where(const Scope& scope) {
  std::vector<std::string> terms = scope.where;
  const size_t more = random_.Weighted({30, 46, 19, 5});
  for (size_t i = 0; i < more; ++i) {
    const size_t at = random_.Below(terms.size() + 1);
    terms.insert(terms.begin() + static_cast<std::ptrdiff_t>(at), Predicate(scope));
  }
  return terms.empty() ? "" : " WHERE " + apisql::Join(terms, " AND ");
}

std::string Generator::Predicate(const Scope& scope) {
  switch (random_.Weighted({62, 4, 4, 6, 3, 12, 6, 1, 2})) {
    case 0:
      return SimplePredicate(PickRef(scope));
    case 1:
      return "(" + SimplePredicate(PickRef(scope)) + " OR " + SimplePredicate(PickRef(scope)) + ")";
    case 2: {
      const Ref& ref = PickRef(scope);
      return "(" + SimplePredicate(ref) + " OR " + SimplePredicate(ref) + ")";
    }
    case 3:
      return Rows(scope);
    case 4:
      return OtherColumn(scope, PickRef(scope));
    case 5:
      return scope.depth < 2 ? Subquery(scope) : SimplePredicate(PickRefOrOuter(scope));
    case 6:
      return OnExpression(PickRefOrOuter(scope));
    case 7:
      return Contradiction(PickRef(scope));
    default:
      return "NOT (" + PickRef(scope).sql + " = " + OtherConstant(PickRef(scope)) + " AND " +
             SimplePredicate(PickRef(scope)) + ")";
  }
}

std::string Generator::SimplePredicate(const Ref& ref) {
  if (IsNull(ref.witness) && random_.Chance(85)) return WithoutWitness(ref);
  switch (random_.Weighted({40, 10, 18, 10, 10, 6, 6})) {
    case 0:
      return Comparison(ref);
    case 1:
      return Range(ref);
    case 2:
      return List(ref);
    case 3:
      return Pattern(ref);
    case 4:
      return NullTest(ref);
    case 5:
      return Collated(ref);
    default:
      return OnExpression(ref);
  }
}

// Where comparisons with the witness are never true: it is NULL, or not known.
std::string Generator::WithoutWitness(const Ref& ref) {
  if (ref.column == nullptr) {
    return ref.sql + random_.Word({" IS NOT NULL", " >= 0", " <> 'none'", " IS NOT 'none'",
                                   " NOT IN ('', -1)", " NOT LIKE 'x%'"});
  }
  switch (random_.Below(6)) {
    case 0:
      return ref.sql + " IS NOT " + OtherConstant(ref);
    case 1:
      return "coalesce(" + ref.sql + ", 'none') = 'none'";
    case 2:
      return "(" + ref.sql + " IS NULL OR " + ref.sql + " = " + OtherConstant(ref) + ")";
    case 3:
      return ref.sql + " IS NOT DISTINCT FROM NULL";
    default:
      return ref.sql + random_.Word({" IS NULL", " ISNULL", " IS NULL"});
  }
}

std::string Generator::Comparison(const Ref& ref) {
  if (random_.Chance(18)) {
    return ref.sql + random_.Word({" <> ", " IS NOT ", " != "}) + OtherConstant(ref);
  }
  const std::string operation = random_.Word({" = ", " = ", " = ", " = ", " == ", " IS "});
  const std::string constant = Constant(ref);
  return random_.Chance(85) ? ref.sql + operation + constant : constant + operation + ref.sql;
}

std::string Generator::Range(const Ref& ref) {
  const std::string witness = Literal(ref.witness);
  switch (random_.Below(5)) {
    case 0:
      return ref.sql + random_.Word({" <= ", " >= "}) + witness;
    case 1:
      return ref.sql + random_.Word({" < ", " > "}) + OtherConstant(ref);
    case 2:
      return "(" + ref.sql + " NOT BETWEEN " + OtherConstant(ref) + " AND " + OtherConstant(ref) +
             ")";
    case 3:
      return "(" + ref.sql + " >= " + witness + " AND " + ref.sql + " <= " + Constant(ref) + ")";
    default:
      return "(" + ref.sql + " BETWEEN " + witness + " AND " + Constant(ref) + ")";
  }
}

// Enough values that reading the whole table may take fewer requests.
std::string Generator::LongList(const Ref& ref) {
  std::vector<std::string> values = {Literal(ref.witness)};
  const size_t count = 8 + random_.Below(40);
  while (values.size() < count) values.push_back(Literal(random_.Pick(ref.column->cells)));
  return ref.sql + " IN (" + apisql::Join(values, ", ") + ")";
}

// Empty, with one element, twice the same, NULL among them: all are lists.
std::string Generator::List(const Ref& ref) {
  if (ref.column != nullptr && random_.Chance(10)) return LongList(ref);
  const size_t count = random_.Weighted({3, 12, 25, 30, 15, 10, 5});
  const bool negated = random_.Chance(22);
  std::vector<std::string> values;
  for (size_t i = 0; i < count; ++i) {
    values.push_back(negated ? OtherConstant(ref) : Constant(ref));
  }
  if (count > 1 && random_.Chance(15)) values[1] = values[0];
  if (count > 0 && random_.Chance(negated ? 3 : 12)) values[random_.Below(count)] = "NULL";
  return ref.sql + (negated ? " NOT IN (" : " IN (") + apisql::Join(values, ", ") + ")";
}

std::string Generator::Pattern(const Ref& ref) {
  const auto* text = std::get_if<std::string>(&ref.witness);
  const std::string whole = text != nullptr ? *text : "a";
  const size_t length = 1 + random_.Below(std::min<size_t>(whole.size() + 1, 12));
  const size_t start = random_.Chance(50) ? 0 : random_.Below(whole.size() + 1);
  const std::string part = whole.substr(start, length);
  const std::string negation = random_.Chance(8) ? " NOT" : "";
  if (random_.Chance(35)) {
    return ref.sql + negation + " GLOB " + QuoteText((start == 0 ? "" : "*") + part + "*");
  }
  const std::string pattern = QuoteText((start == 0 ? "" : "%") + part + "%");
  return ref.sql + negation + " LIKE " + (random_.Chance(20) ? "upper(" + pattern + ")" : pattern);
}

std::string Generator::NullTest(const Ref& ref) {
  if (random_.Chance(10)) return ref.sql + random_.Word({" IS TRUE", " IS NOT TRUE"});
  if (random_.Chance(15)) return ref.sql + " IS NOT DISTINCT FROM " + Constant(ref);
  const bool null = IsNull(ref.witness) != random_.Chance(20);
  return ref.sql + (null ? random_.Word({" IS NULL", " ISNULL"})
                         : random_.Word({" IS NOT NULL", " NOTNULL"}));
}

std::string Generator::Collated(const Ref& ref) {
  const std::string collation =
      random_.Word({" COLLATE NOCASE", " COLLATE NOCASE", " COLLATE RTRIM"});
  const std::string value = random_.Chance(60) ? Spelled(ref.witness) : Constant(ref);
  switch (random_.Below(4)) {
    case 0:
      return ref.sql + " = " + value + collation;
    case 1:
      // No bare column: where it equals another, SQLite 3.40 asks that one too and forgets COLLATE.
      return "(" + ref.sql + " || '')" + collation + " IN (" + value + ", " + Constant(ref) + ")";
    case 2:
      return ref.sql + collation + random_.Word({" < ", " >= ", " IS "}) + value;
    default:
      return ref.sql + collation + " = " + value;
  }
}

// What no table can be asked for.
std::string Generator::OnExpression(const Ref& ref) {
  const std::string value = Constant(ref);
  switch (random_.Below(8)) {
    case 0:
      return "lower(" + ref.sql + ") = lower(" + value + ")";
    case 1:
      return "+" + ref.sql + " = " + value;
    case 2:
      return ref.sql + " || '' = " + value;
    case 3:
      return "length(" + ref.sql + ") >= length(" + value + ")";
    case 4:
      return "coalesce(" + ref.sql + ", 'none') = coalesce(" + value + ", 'none')";
    case 5:
      return "substr(" + ref.sql + ", 1, 4) = substr(" + value + ", 1, 4)";
    case 6:
      return "likely(" + ref.sql + " IS " + value + ")";
    default:
      return "CAST(" + ref.sql + " AS TEXT) = " + value;
  }
}

std::string Generator::Rows(const Scope& scope) {
  const Ref& a = PickRef(scope);
  const Ref& b = PickRef(scope);
  const std::string columns = "(" + a.sql + ", " + b.sql + ")";
  const std::string values = "(" + Constant(a) + ", " + Constant(b) + ")";
  switch (random_.Below(4)) {
    case 0:
      return columns + random_.Word({" = ", " IS "}) + values;
    case 1:
      return columns + random_.Word({" < ", " >= ", " <> "}) + values;
    case 2:
      return columns + " IN (VALUES " + values + ", (" + Literal(a.witness) + ", " +
             Literal(b.witness) + "))";
    default:
      return columns + " = " + values;
  }
}

std::string Generator::Contradiction(const Ref& ref) {
  const std::string value = Literal(ref.witness);
  switch (random_.Below(4)) {
    case 0:
      return "(" + ref.sql + " = " + value + " AND " + ref.sql + " = " + Constant(ref) + ")";
    case 1:
      return "(" + ref.sql + " = " + value + " AND " + ref.sql + " IN (" + Constant(ref) + ", " +
             value + "))";
    case 2:
      return "(" + ref.sql + " IS NULL AND " + ref.sql + " = " + value + ")";
    default:
      return "(" + ref.sql + " IN (" + value + ", 'x') AND " + ref.sql + " IN ('y', " +
             Constant(ref) + ", " + value + "))";
  }
}

std::string Generator::OtherColumn(const Scope& scope, const Ref& ref) {
  const Ref& other = PickRefOrOuter(scope);
  return ref.sql + random_.Word({" = ", " IS ", " <> ", " < ", " >= ", " IS NOT "}) + other.sql;
}

}  // namespace apisql::differential
