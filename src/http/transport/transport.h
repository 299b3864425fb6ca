// Transport: many HTTP exchanges at once on the caller's thread.
#ifndef APISQL_SRC_HTTP_TRANSPORT_TRANSPORT_H_
#define APISQL_SRC_HTTP_TRANSPORT_TRANSPORT_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "src/http/message/request.h"

namespace apisql {

using TransferId = uint64_t;

// How one transfer ended. Any HTTP status is a Response; a Status means that there was none.
struct FinishedTransfer {
  TransferId id = 0;
  StatusOr<Response> outcome = Status();
  bool may_have_been_sent = false;  // False proves that the server saw nothing of it.
  // Of an error: sending the same again may help. False for a certificate that is not trusted, a
  // URL that is none.
  bool may_pass = false;
  // A kept connection died, and the same left once more: the server may have done the first, too.
  bool sent_again = false;
  // Nothing listens there, and that server has never answered: waiting for it helps little.
  bool refused = false;
};

// Not thread-safe, starts no thread. Destroying the Transport cancels what is in flight.
class Transport {
 public:
  virtual ~Transport() = default;

  // Begins a transfer at once; nothing here limits how many run. A request that cannot be sent (bad
  // URL, line break in a header) is reported by the next Run().
  virtual TransferId Start(Request request) = 0;

  // Moves all transfers on until at least one has finished or `timeout` has passed, also when none
  // is in flight. May return early with nothing, and does when a signal arrives.
  virtual std::vector<FinishedTransfer> Run(std::chrono::milliseconds timeout) = 0;

  // Ends a transfer without a result. No effect when it has been reported already.
  virtual void Cancel(TransferId id) = 0;
};

struct TransportOptions {
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{86'400'000};  // At most; each request has its own.
  // An answer that has begun is given up when it comes slower than this, in bytes per second, for
  // so long. A server that thinks before it answers is not meant. Zero: only total_timeout counts.
  int64_t slowest_answer = 64;
  std::chrono::milliseconds slowest_answer_time{30'000};
  // File of trusted certificates (PEM). Empty: $SSL_CERT_FILE, $CURL_CA_BUNDLE, then the system's.
  std::string ca_file;
  std::string user_agent = "apisql";
};

// The one implementation over libcurl's multi interface. TLS is verified, proxy variables are
// honoured except for loopback, HTTP/2 is used where offered, connections are kept. A request that
// is not idempotent leaves at most once, also where libcurl would send it again by itself.
// Environment variables are read here for certificates, and at each Start() for proxies.
std::unique_ptr<Transport> MakeCurlTransport(const TransportOptions& options);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_TRANSPORT_TRANSPORT_H_
