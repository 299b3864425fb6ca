// What libcurl's errors mean: for the user, and for sending again.
#ifndef APISQL_SRC_HTTP_TRANSPORT_CURL_FAILURE_H_
#define APISQL_SRC_HTTP_TRANSPORT_CURL_FAILURE_H_

#include <chrono>
#include <string_view>

#include "src/base/status.h"
#include "src/http/transport/curl_transfer.h"

namespace apisql {

// What happened, where, and what to do. `result` is not CURLE_OK. Shows no secret.
Status FailureOf(const CurlTransfer& transfer, CURLcode result, const TransportOptions& options);

// The answer is whole for all that can be told, which is not enough: it ends where the connection
// does.
Status NoEndFailure(const CurlTransfer& transfer);

// The answer came packed, though nobody asked for it: `encoding` is its Content-Encoding.
Status PackedFailure(const CurlTransfer& transfer, std::string_view encoding);

// How long one sending may take.
std::chrono::milliseconds TimeoutOf(const Request& request, const TransportOptions& options);

// As FinishedTransfer::may_pass. `answered`: some server has been reached before.
bool MayPass(const CurlTransfer& transfer, CURLcode result, bool answered);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_TRANSPORT_CURL_FAILURE_H_
