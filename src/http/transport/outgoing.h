// Outgoing: a Request with its secrets in place, as it leaves. Between Client and libcurl only.
#ifndef APISQL_SRC_HTTP_TRANSPORT_OUTGOING_H_
#define APISQL_SRC_HTTP_TRANSPORT_OUTGOING_H_

#include <string>
#include <vector>

#include "src/base/status.h"
#include "src/http/message/request.h"

namespace apisql {

// Holds secrets in plain text: never log, never keep longer than the transfer.
struct Outgoing {
  std::string url;
  std::vector<std::string> header_lines;  // "Name: value", or "Name;" for an empty value.
  std::string body;
  bool loopback = false;
};

// Puts the secrets where they belong. An error, without any secret in it, for a URL that is not
// http(s), and for a method or header that would break out of its line (CR, LF, NUL).
StatusOr<Outgoing> MakeOutgoing(const Request& request);

// On loopback gzip costs ten times what it saves.
bool AsksForGzip(const Request& request);
// Whether a packed answer is unpacked, also where it was not asked for: gateways send such.
inline bool Unpacks(const Request& request) { return request.accept_gzip; }

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_TRANSPORT_OUTGOING_H_
