// What may be sent at all, and how an error says that it was not.
#ifndef APISQL_SRC_HTTP_SEND_RULES_H_
#define APISQL_SRC_HTTP_SEND_RULES_H_

#include <chrono>
#include <cstdint>
#include <string>

#include "src/base/status.h"
#include "src/http/endpoint.h"
#include "src/http/message/request.h"

namespace apisql {

// "GET https://..."
std::string NameOf(const Request& request);

// kPermissionDenied when the request goes to another origin than the endpoint's.
Status CheckOrigin(const Endpoint& endpoint, const Request& request);

// kPermissionDenied when it would show a secret to the network.
Status CheckPlainHttp(const Endpoint& endpoint, const Request& request);

// max_requests, of `limit`, is reached.
Status TooManyRequests(const Request& request, int64_t limit);

// The server wants to be left alone for longer than `most` seconds.
Status TooLongAWait(const Endpoint& endpoint, const Request& request, const std::string& reason,
                    std::chrono::milliseconds wait, int most);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_SEND_RULES_H_
