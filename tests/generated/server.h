// Server: HTTP on loopback that behaves as a world says, and keeps its rows.
#ifndef APISQL_TESTS_GENERATED_SERVER_H_
#define APISQL_TESTS_GENERATED_SERVER_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/http_server.h"
#include "src/base/status.h"
#include "tests/generated/world.h"

namespace apisql::generated {

// A request that came.
struct Arrival {
  std::string method;
  std::string target;
  std::string body;
  int status = 0;
  // Of a write: the row that it met, if there is one.
  std::string table = {};
  std::optional<int64_t> row = {};
  bool lists = false;  // It asked for a list.
};

// Thread-safe.
class Server {
 public:
  explicit Server(World world);

  Status Start();
  std::string url() const;

  // The world with its rows as they are now.
  World Now() const;
  void SetRows(const World& world);
  std::vector<Arrival> TakeArrivals();

 private:
  sandbox::Answer Handle(const sandbox::RawRequest& request);

  mutable std::mutex mutex_;  // Guards what stands below.
  World world_;
  std::vector<Arrival> arrivals_;
  sandbox::HttpServer http_;  // The last: it ends first, and its threads with it.
};

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_SERVER_H_
