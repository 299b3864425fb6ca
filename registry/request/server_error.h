// What a response that is no success means: "no such row", or an error in the server's own words.
#ifndef APISQL_REGISTRY_REQUEST_SERVER_ERROR_H_
#define APISQL_REGISTRY_REQUEST_SERVER_ERROR_H_

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/http/request.h"

namespace apisql {

// True when the method's document says that this answer means "no such row". Only an answer in one
// of the provider's error shapes counts: a proxy's HTML page with status 404 is an error.
bool IsAbsent(const Resource& resource, const Method& method, const Response& response);

// Ok for 2xx. Else "403 from GET https://...: forbidden_access: ... (request id ...)", with the
// facts in Status::http_status(), api_code() and request_id(). A 401 says which environment
// variables hold the credential. Without a body in a known shape the text quotes the start of the
// body, made printable.
Status CheckResponse(const Resource& resource, const Response& response);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REQUEST_SERVER_ERROR_H_
