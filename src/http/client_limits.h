// ClientLimits: what the user allows a Client. SET changes them while calls are under way.
#ifndef APISQL_SRC_HTTP_CLIENT_LIMITS_H_
#define APISQL_SRC_HTTP_CLIENT_LIMITS_H_

#include <cstdint>

namespace apisql {

struct ClientLimits {
  int max_concurrency = 0;   // Transfers at once per provider; 0: as its endpoints say.
  int64_t max_requests = 0;  // Per statement; 0: no limit.
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_CLIENT_LIMITS_H_
