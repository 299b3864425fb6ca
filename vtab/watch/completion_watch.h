// CompletionWatch: what a server has only accepted, watched until it is done or has failed.
#ifndef APISQL_VTAB_WATCH_COMPLETION_WATCH_H_
#define APISQL_VTAB_WATCH_COMPLETION_WATCH_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/http/client.h"
#include "src/http/endpoint.h"
#include "src/http/message/request.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// Sleeps that many milliseconds; kCancelled when the user interrupts.
using Pause = std::function<Status(int64_t)>;

// A write that was accepted. Its method has an Await.
struct Watched {
  std::shared_ptr<const Resource> resource;
  const Method* method = nullptr;
  std::shared_ptr<const Endpoint> endpoint;
  int64_t statement = 0;
  bool inserts = false;
  bool deletes = false;
};

// The last answer that has the row, and where.
struct RowAnswer {
  Response response;
  JsonPath path;
  bool of_row = true;  // False: its headers are those of the operation.
};

// Looks again and again, by a method of the table or at the operation that the answer names; the
// document's Await says which. Not thread-safe. `client` and `pause` must outlive it.
class CompletionWatch {
 public:
  CompletionWatch(Client& client, const Pause& pause) : client_(client), pause_(pause) {}

  // `accepted` is the answer to the write, and `row` what is known of the row, one value per
  // column. kFailedPrecondition is the document's failed state; any other error says nothing of the
  // write. None where nothing tells of the row.
  StatusOr<std::optional<RowAnswer>> Wait(const Watched& watched, const Response& accepted,
                                          std::span<const SqlValue> row);

 private:
  StatusOr<std::optional<RowAnswer>> WaitForRow(const Watched& watched, const Response& accepted,
                                                std::span<const SqlValue> row);
  StatusOr<std::optional<RowAnswer>> WaitForOperation(const Watched& watched,
                                                      const Response& accepted,
                                                      std::span<const SqlValue> row);
  StatusOr<Response> ReadRow(const Watched& watched, const Method& method,
                             std::span<const SqlValue> row);
  StatusOr<Response> Send(const Watched& watched, const Method& method, Request request);
  Status PauseAfter(const Await& await, const Response& response, const std::string& state,
                    int64_t* waited);

  Client& client_;
  const Pause& pause_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WATCH_COMPLETION_WATCH_H_
