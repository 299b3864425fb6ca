// Comparisons that the lists of a world take beside equality: their words in requests and
// documents, and what the server makes of them.
#ifndef APISQL_TESTS_GENERATED_COMPARISONS_H_
#define APISQL_TESTS_GENERATED_COMPARISONS_H_

#include <optional>
#include <string>
#include <vector>

#include "tests/generated/world.h"

namespace apisql::generated {

// The parameter that has all comparisons of a table with an expression.
inline constexpr const char* kExpression = "where";

// The lines of the column's filters in a document.
std::vector<std::string> ComparisonLines(const Table& table, const Column& column);

struct ListComparison {
  size_t column = 0;
  std::string op;
  std::string given;
};
// What the parameter says; none for what the table does not take.
std::optional<std::vector<ListComparison>> ReadComparisons(const Table& table,
                                                           const std::string& name,
                                                           const std::string& value);
bool Passes(const Table& table, const Row& row, const ListComparison& comparison);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_COMPARISONS_H_
