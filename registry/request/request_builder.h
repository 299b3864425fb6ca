// Method + arguments -> Request.
#ifndef APISQL_REGISTRY_REQUEST_REQUEST_BUILDER_H_
#define APISQL_REGISTRY_REQUEST_REQUEST_BUILDER_H_

#include <string>
#include <utility>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/http/message/request.h"
#include "src/json/writer.h"
#include "src/paging/page_request.h"

namespace apisql {

// Values by parameter name, as text the way the API writes them. Several values only for
// repeatable parameters.
using Arguments = std::vector<std::pair<std::string, std::vector<std::string>>>;

// The request of `method`: path and host filled in, values percent-encoded, query parameters in the
// order of the document, then what `paging` has for the query, the body and the headers; its URL is
// taken in the place of the request's own. An error when a path value is empty, "." or ".." (it
// would address another resource), when a header value has control characters, when a required
// parameter has no value, or when an argument is no parameter of the method and not in its server's
// host. Parameters that belong in the body make a JSON body; "{}" when none of them has a value.
// `base_url` is the endpoint's; no trailing slash.
StatusOr<Request> BuildRequest(const Resource& resource, const Method& method,
                               const std::string& base_url, const Arguments& arguments,
                               const PageRequest& paging);

// A body as JSON, and as it may be shown.
struct BodyJson {
  std::string json;   // An object; empty: there is no body.
  std::string shown;  // Where something in it must not be shown; else empty.
};

// The same with a body that was made elsewhere: `arguments` fill path, query and headers, and
// parameters that belong in the body are left alone. It is sent in the method's format.
StatusOr<Request> BuildRequestWithBody(const Resource& resource, const Method& method,
                                       const std::string& base_url, const Arguments& arguments,
                                       const BodyJson& body);

// The body with what stands at the method's json_texts as texts, "" as it is.
StatusOr<std::string> WithJsonTexts(const Method& method, const std::string& json);

// A body with what each body of the method has.
StatusOr<JsonBody> StartBody(const Method& method);

// True when the method has parameters, constants or a base in its body.
bool HasBodyParameters(const Method& method);

// The URL of such a request, with "{column}" standing where no value is known: for EXPLAIN
// REQUESTS. Optional parameters show when they are in `known`; with no values there, as "{column}".
std::string RequestTemplate(const Resource& resource, const Method& method,
                            const std::string& base_url, const Arguments& known,
                            const PageRequest& paging);

// The body of such a request, likewise; "" where it has none.
std::string BodyTemplate(const Resource& resource, const Method& method, const Arguments& known,
                         const PageRequest& paging);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REQUEST_REQUEST_BUILDER_H_
