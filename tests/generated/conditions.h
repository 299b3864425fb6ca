// What an API makes of the conditions in a query: those of one column, and texts of several.
#ifndef APISQL_TESTS_GENERATED_CONDITIONS_H_
#define APISQL_TESTS_GENERATED_CONDITIONS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/generated/world.h"

namespace apisql::generated {

// The parameter of a list that holds conditions in a language of its own.
inline constexpr std::string_view kExpression = "where";

inline constexpr std::string_view kEqual = "eq";

// One condition of an expression: c1 ge 5
struct Condition {
  std::string column;
  std::string word;  // kEqual, or that of a narrowing.
  std::string text;
};
// Conditions joined by " and ", with texts in double quotes that a backslash escapes. None: it is
// no such text.
std::optional<std::vector<Condition>> ParseExpression(std::string_view text);
// "ge" for kAtLeast.
std::string_view ExpressionWord(Narrowing::Operator by);
// What a document says of it: c1 eq "{}"
std::string ExpressionFormat(const Column& column, std::string_view word);

// Whether the value is one that the API gives for `column=given`; none where the text is refused.
std::optional<bool> PassesFilter(const Column& column, const Value& value,
                                 const std::string& given);
std::optional<bool> PassesNarrowing(const Column& column, const Narrowing& narrowing,
                                    const Value& value, const std::string& given);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_CONDITIONS_H_
