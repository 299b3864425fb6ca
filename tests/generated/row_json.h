// Rows as a world's API writes them, and bodies as it takes them.
#ifndef APISQL_TESTS_GENERATED_ROW_JSON_H_
#define APISQL_TESTS_GENERATED_ROW_JSON_H_

#include <string>

#include "tests/generated/world.h"

namespace apisql::generated {

std::string RowJson(const Table& table, const Row& row);

// Puts what an update's body has into the row. False when it has anything that no writable column
// stands for, or lacks what a body of the whole row must have.
bool Take(const Table& table, const std::string& body, Row& row);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_ROW_JSON_H_
