// Unsupported: why a part of somebody's description cannot be a document of ours.
#ifndef APISQL_REGISTRY_OPENAPI_UNSUPPORTED_H_
#define APISQL_REGISTRY_OPENAPI_UNSUPPORTED_H_

#include <string>
#include <utility>

#include "src/base/status.h"

namespace apisql {

// `reason` is a clause about the method: "its body is a list".
inline Status Unsupported(std::string reason) {
  return {StatusCode::kUnimplemented, std::move(reason)};
}

}  // namespace apisql

#endif  // APISQL_REGISTRY_OPENAPI_UNSUPPORTED_H_
