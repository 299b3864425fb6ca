// Documents of a world: what a provider's author would write down about it.
#ifndef APISQL_TESTS_GENERATED_DOCUMENTS_H_
#define APISQL_TESTS_GENERATED_DOCUMENTS_H_

#include <string>
#include <vector>

#include "tests/generated/world.h"

namespace apisql::generated {

inline constexpr const char* kProvider = "gen";

// gen.w.t1
std::string FullName(const Table& table);

struct Document {
  std::string file;
  std::string text;
};
// The provider's, and one for each table.
std::vector<Document> DocumentsOf(const World& world);

// Paths of the table's methods, with the columns in braces.
std::string ListPath(const Table& table);
std::string RowPath(const Table& table);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_DOCUMENTS_H_
