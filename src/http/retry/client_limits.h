// ClientLimits: what the user allows a Client. SET changes them while calls are under way.
#ifndef APISQL_SRC_HTTP_RETRY_CLIENT_LIMITS_H_
#define APISQL_SRC_HTTP_RETRY_CLIENT_LIMITS_H_

#include <cstdint>

namespace apisql {

struct ClientLimits {
  int max_concurrency = 0;   // Transfers at once per provider; 0: as its endpoints say.
  int64_t max_requests = 0;  // Per statement; 0: no limit.
  int max_retries = 5;       // How often one call is sent again; 0: never.
  // Before the first repeat, in milliseconds; twice as long before each further one.
  int retry_delay = 500;
  // Seconds that a statement may lose to calls that fail, and the longest that a call waits for a
  // server that asks to be left alone.
  int retry_budget = 300;
  int request_timeout = 60;                         // Seconds, of one sending.
  int64_t max_response_bytes = int64_t{256} << 20;  // Of one answer, after unpacking.
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_RETRY_CLIENT_LIMITS_H_
