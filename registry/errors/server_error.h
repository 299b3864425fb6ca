// What a response that is no success means: "no such row", or an error in the server's own words.
#ifndef APISQL_REGISTRY_ERRORS_SERVER_ERROR_H_
#define APISQL_REGISTRY_ERRORS_SERVER_ERROR_H_

#include <functional>
#include <memory>
#include <string>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/http/message/request.h"

namespace apisql {

// True for a table with secret columns: an answer of which nothing is known is not quoted.
bool MayHoldSecret(const Resource& resource);

// True when the method's document says that this answer means "no such row". Only an answer in one
// of the provider's error shapes counts: a proxy's HTML page with status 404 is an error, and so is
// a gateway's {"message": "no route"} where the API's own words have a code beside the message. 405
// never counts: it says that the server has no such operation. An answer of success counts where
// its one row has a value that the document names, or, of a write that says so, is null.
bool IsAbsent(const Resource& resource, const Method& method, const Response& response);

// What is said of an answer of success that means "no such row".
Status AbsentInside(const Response& response);

// What a response that is no success says, in short: the server's words, with the part of the
// request that they are about; why it refused the credential; what the status means, by the nearest
// document that says so; at a conflict, with what. "" for a success.
std::string ErrorWords(const Resource& resource, const Method& method, const Response& response);

// Request::words of a call of `method`, which belongs to `resource`: ErrorWords(), and "" for an
// answer that means "no such row".
std::function<std::string(const Response&)> LogWords(std::shared_ptr<const Resource> resource,
                                                     const Method* method);

// What an answer says in one of the provider's error shapes whatever its status, "" when it does
// not: APIs put such words into a 200.
std::string WordsInside(const Resource& resource, const Response& response);

// Ok for 2xx, where all rules hold that the method has for a success. Else "403 from GET
// https://...: forbidden_access: ... (request id ...)", with the facts in Status::http_status(),
// api_code() and request_id(). A 401 says which environment variables hold the credential. Without
// a body in a known shape the text quotes the start of the body, made printable, unless
// MayHoldSecret(). What a method or a table says of the status is the hint.
Status CheckResponse(const Resource& resource, const Method& method, const Response& response);

// Where the answer says that something is, without what may repeat a credential: the user before
// the host, the query and the fragment. Printable; "" when it says nothing.
std::string LocationOf(const Response& response);

}  // namespace apisql

#endif  // APISQL_REGISTRY_ERRORS_SERVER_ERROR_H_
