// Page: one page of a list, in the style that the table's paging says.
#ifndef APISQL_TESTS_GENERATED_PAGES_H_
#define APISQL_TESTS_GENERATED_PAGES_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/call.h"
#include "tests/generated/world.h"

namespace apisql::generated {

bool IsPagingParameter(const Paging& paging, std::string_view name);

sandbox::Answer Page(const Table& table, const std::vector<const Row*>& rows,
                     const std::map<std::string, std::string>& paging, const sandbox::Call& call,
                     const std::string& server_url);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_PAGES_H_
