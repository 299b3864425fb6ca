// Statement: SQL that both sides understand. Tables are written gen.w.t1; of a table with an
// optional input gen.w.t1 is what its lists have without the input, and gen.w.t1_seen what they
// have with it, which the API knows as the same table.
#ifndef APISQL_TESTS_GENERATED_STATEMENT_H_
#define APISQL_TESTS_GENERATED_STATEMENT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace apisql::generated {

struct Write {
  size_t table = 0;
  std::string target;                                // gen.w.t1 AS a0
  std::vector<std::pair<size_t, std::string>> sets;  // Column and expression; none: DELETE.
};

struct Statement {
  std::string select;          // Empty for a write.
  std::optional<Write> write;  // With the condition `where`.
  std::string where;
  bool ordered = false;
  bool lacks_input = false;  // A table has no value for an input that it needs.
};

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_STATEMENT_H_
