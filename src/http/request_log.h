// RequestLog: what this session sent, the source of apisql.requests and of the tests' request
// lists.
#ifndef APISQL_SRC_HTTP_REQUEST_LOG_H_
#define APISQL_SRC_HTTP_REQUEST_LOG_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "src/http/request.h"

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
  int attempt = 1;
  std::string started_at;  // SQLite time text, UTC.
  std::string error;       // Why there was no usable answer; empty when there was one.
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

  // Called for each record when it is complete (its answer is there, or failed). For --trace.
  void set_listener(std::function<void(const RequestRecord&)> listener);
  void Complete(int64_t number);

 private:
  size_t capacity_;
  int64_t last_number_ = 0;
  std::deque<RequestRecord> records_;
  std::function<void(const RequestRecord&)> listener_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_REQUEST_LOG_H_
