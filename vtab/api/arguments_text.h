// What a call was made for, in words.
#ifndef APISQL_VTAB_API_ARGUMENTS_TEXT_H_
#define APISQL_VTAB_API_ARGUMENTS_TEXT_H_

#include <string>

#include "registry/model/resource.h"
#include "registry/request/request_builder.h"

namespace apisql {

// The values as SQL would say them, of the columns that bind them: "user_email = 'jane@corp.com'",
// "id IN ('a', 'b')". Of many values the first few. Printable, bounded, without secrets; "" where
// no column binds an argument.
std::string ArgumentsText(const Resource& resource, const Method& method,
                          const Arguments& arguments);

}  // namespace apisql

#endif  // APISQL_VTAB_API_ARGUMENTS_TEXT_H_
