// Page tokens: a place in a list, sealed so that a client can do nothing but send it back.
#ifndef APISQL_SANDBOX_PAGE_TOKEN_H_
#define APISQL_SANDBOX_PAGE_TOKEN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sandbox/table.h"

namespace apisql::sandbox {

struct PagePlace {
  Position start = 0;
  uint32_t page_size = 0;
};

// `list` names the list and its filters; a token opens only with the list it was made for.
std::string SealPageToken(uint64_t seal, std::string_view list, PagePlace place);
std::optional<PagePlace> OpenPageToken(uint64_t seal, std::string_view list,
                                       std::string_view token);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_PAGE_TOKEN_H_
