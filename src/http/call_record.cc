#include "src/http/call_record.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>

#include "src/http/message/status_phrase.h"
#include "src/http/rate/rate_headers.h"

namespace apisql {
namespace {

std::string SqliteTimeText(Clock::WallTime time) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
                          time - std::chrono::floor<std::chrono::seconds>(time))
                          .count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  const size_t length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  std::snprintf(text + length, sizeof text - length, ".%06d", static_cast<int>(micros));
  return text;
}

int64_t MillisecondsBetween(Clock::SteadyTime from, Clock::SteadyTime to) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count();
}

constexpr size_t kRequestIdBytes = 100;  // Of what a hostile server sends for one.

std::string ErrorOf(const Request& request, const Response& response) {
  constexpr int kFirstError = 400;
  if (response.status < kFirstError) return "";
  if (request.words) return request.words(response);
  const std::string_view phrase = StatusPhrase(response.status);
  return phrase.empty() ? "status " + std::to_string(response.status) : std::string(phrase);
}

}  // namespace

RequestRecord RecordOf(const PendingCall& call, const Redactor& redactor, Clock::WallTime wall) {
  RequestRecord record;
  record.label = call.request.label;
  record.method = call.request.method;
  record.url = redactor.Redact(call.request.url);
  record.body = call.request.body_to_show();
  record.attempt = call.attempt;
  if (call.held_since) {
    record.waited_milliseconds = MillisecondsBetween(*call.held_since, call.started);
  }
  record.started_at = SqliteTimeText(wall);
  return record;
}

void CompleteRecord(const PendingCall& call, const StatusOr<Response>& outcome,
                    const Redactor& redactor, const Clock& clock, RequestLog* log) {
  RequestRecord* record = log->Find(call.record);
  if (record == nullptr) return;
  if (outcome.ok()) {
    record->status = outcome->status;
    record->milliseconds = outcome->elapsed.count();
    record->bytes = static_cast<int64_t>(outcome->body.size());
    record->error = redactor.Redact(ErrorOf(call.request, *outcome));
    record->request_id = outcome->request_id().substr(0, kRequestIdBytes);
    record->rate = ReadRateFigures(*outcome, call.endpoint->rates, clock.Wall());
  } else {
    record->error = redactor.Redact(outcome.status().message());
    record->milliseconds = MillisecondsBetween(call.started, clock.Steady());
  }
  log->Complete(call.record);
}

}  // namespace apisql
