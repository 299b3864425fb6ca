// RequestLog: what this session sent, the source of apisql.requests and of the tests' request
// lists.
#ifndef APISQL_SRC_HTTP_REQUEST_LOG_H_
#define APISQL_SRC_HTTP_REQUEST_LOG_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "src/base/clock.h"
#include "src/http/message/request.h"
#include "src/http/rate/rate_headers.h"

namespace apisql {

struct RequestRecord {
  int64_t number = 0;  // 1, 2, 3 ... in the order of sending.
  RequestLabel label;
  std::string method;
  std::string url;   // Without secrets.
  std::string body;  // As sent, without secrets; empty for GET.
  int status = 0;    // 0: no answer (yet).
  int64_t milliseconds = 0;
  int64_t bytes = 0;  // Of the body, decompressed.
  int64_t rows = 0;   // Rows found in the body, set by whoever decodes it.
  int attempt = 1;    // From 2 on: the same call, sent again.
  int64_t waited_milliseconds =
      0;                   // Held back before this sending, to repeat it or by a rate limit.
  std::string started_at;  // SQLite time text, UTC.
  // Why there was no usable answer, or what an error says; empty when there was one.
  std::string error;
  std::string request_id;  // As the server calls the exchange, or "".
  RateFigures rate;        // What the answer says of the server's rate limit.
};

// Nothing is under way, and until then nothing will be.
struct RequestWait {
  Clock::SteadyTime until;
  std::string reason;  // "confluent: its limit of 100 requests is used up"
};

// Keeps the latest `capacity` records. Not thread-safe.
class RequestLog {
 public:
  explicit RequestLog(size_t capacity = 10'000) : capacity_(capacity) {}

  // Adds a record, gives it its number and returns that.
  int64_t Add(RequestRecord record);
  // The record of that number, null when it has been dropped. Valid until the next Add().
  RequestRecord* Find(int64_t number);
  const std::deque<RequestRecord>& records() const { return records_; }

  // Called for each record when it is complete (its answer is there, or failed). For --trace. Gives
  // the listener that there was.
  std::function<void(const RequestRecord&)> set_listener(
      std::function<void(const RequestRecord&)> listener);
  void Complete(int64_t number);

  // Set by the Client while it waits, for whoever shows progress.
  void set_waiting(std::optional<RequestWait> waiting) { waiting_ = std::move(waiting); }
  const std::optional<RequestWait>& waiting() const { return waiting_; }

 private:
  size_t capacity_;
  int64_t last_number_ = 0;
  std::deque<RequestRecord> records_;
  std::function<void(const RequestRecord&)> listener_;
  std::optional<RequestWait> waiting_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_REQUEST_LOG_H_
