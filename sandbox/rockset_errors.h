// Errors and answers of Rockset.
#ifndef APISQL_SANDBOX_ROCKSET_ERRORS_H_
#define APISQL_SANDBOX_ROCKSET_ERRORS_H_

#include <string_view>

#include "sandbox/call.h"
#include "sandbox/json_text.h"

namespace apisql::sandbox {

// One object: message, type (INVALIDINPUT), and members that only queries fill.
Answer RocksetError(const Call& call, int status, std::string_view type, std::string_view message);
Answer RocksetNotFound(const Call& call, std::string_view message);
Answer RocksetInvalid(const Call& call, std::string_view message);
Answer RocksetMethodNotAllowed(const Call& call);

// Every success is 200.
Answer RocksetAnswer(JsonText json);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_ROCKSET_ERRORS_H_
