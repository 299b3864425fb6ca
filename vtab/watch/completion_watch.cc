#include "vtab/watch/completion_watch.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/errors/server_error.h"
#include "registry/errors/xml_answer.h"
#include "registry/request/request_builder.h"
#include "src/http/message/url.h"
#include "src/json/reader.h"

namespace apisql {
namespace {

constexpr int kAccepted = 202;

// The arguments of the method that polls, from the row that was answered: those it cannot do
// without, and segments of its path, since without one the path is that of another row.
Arguments ArgumentsFor(const Resource& resource, const Method& method,
                       std::span<const SqlValue> row) {
  Arguments arguments;
  for (const Parameter& parameter : method.parameters) {
    const int column = resource.FindColumn(parameter.column);
    if (column < 0) continue;
    const std::string text = PlainText(row[static_cast<size_t>(column)]);
    const bool names = parameter.required || parameter.place == Parameter::Place::kPath;
    if (!text.empty() && names) arguments.push_back({parameter.name, {text}});
  }
  return arguments;
}

bool Contains(const std::vector<std::string>& names, const std::optional<std::string>& name) {
  return name && std::ranges::find(names, *name) != names.end();
}

// The answer to a poll says that the row is not there, in the words of either method.
bool IsAbsentNow(const Watched& watched, const Method& poll, const Response& response) {
  constexpr int kNotFound = 404;
  if (IsAbsent(*watched.resource, poll, response)) return true;
  if (IsAbsent(*watched.resource, *watched.method, response)) return true;
  return watched.inserts && response.status == kNotFound;
}

Status FailedAfterwards(const Await& await, const std::string& state, const JsonDocument& answer) {
  const std::optional<std::string> reason =
      await.reason.empty() ? std::nullopt : answer.Text(await.reason);
  return {StatusCode::kFailedPrecondition,
          "accepted, and then " + state + ": " + reason.value_or("the server gives no reason")};
}

// In seconds; none where the server does not say so, or gives a date.
std::optional<int64_t> SecondsOfRetryAfter(const Response& response) {
  const auto header = response.header("Retry-After");
  int64_t seconds = 0;
  if (!header) return std::nullopt;
  const char* const end = std::to_address(header->end());
  const auto read = std::from_chars(std::to_address(header->begin()), end, seconds);
  if (read.ec != std::errc() || read.ptr != end || seconds < 0) return std::nullopt;
  return seconds;
}

// What the answer calls the operation; none where it names none.
std::optional<std::string> OperationIn(const Await& await, const Response& accepted) {
  if (!await.operation_header.empty()) {
    const auto value = accepted.header(await.operation_header);
    return value && !value->empty() ? std::optional<std::string>(*value) : std::nullopt;
  }
  const StatusOr<JsonDocument> answer = JsonDocument::Parse(accepted.body);
  return answer.ok() ? answer->Text(await.operation) : std::nullopt;
}

std::string PlaceOf(const Await& await) {
  return await.operation_header.empty() ? await.operation.ToString()
                                        : "header:" + await.operation_header;
}

// The look at the operation as a method, with the headers that the write always sends.
Method OperationMethod(const Watched& watched) {
  const Await& await = *watched.method->await;
  Method look;
  look.name = watched.method->name;
  look.path = await.get.empty() ? "/" : await.get;
  look.server = watched.method->server;
  look.headers = watched.method->headers;
  look.budgets = watched.method->budgets;
  look.idempotent = true;
  look.rows_kind = RowsKind::kObject;
  if (await.get.empty()) return look;
  Parameter operation;
  operation.name = operation.column = "operation";
  operation.place = Parameter::Place::kPath;
  operation.required = true;
  look.parameters.push_back(std::move(operation));
  return look;
}

// The path of a URL must not lead out of the server: the Client refuses every other origin.
StatusOr<Request> OperationRequest(const Watched& watched, const Method& look,
                                   const Response& accepted, const std::string& operation) {
  const Await& await = *watched.method->await;
  const std::string& base_url = watched.endpoint->base_url;
  if (!await.get.empty()) {
    return BuildRequest(*watched.resource, look, base_url, {{"operation", {operation}}}, {});
  }
  ASSIGN_OR_RETURN(Request request, BuildRequest(*watched.resource, look, base_url, {}, {}));
  request.url = ResolveReference(accepted.url, operation);
  return request;
}

}  // namespace

StatusOr<std::optional<RowAnswer>> CompletionWatch::Wait(const Watched& watched,
                                                         const Response& accepted,
                                                         std::span<const SqlValue> row) {
  const bool by_operation = watched.method->await->has_operation;
  return by_operation ? WaitForOperation(watched, accepted, row)
                      : WaitForRow(watched, accepted, row);
}

StatusOr<Response> CompletionWatch::Send(const Watched& watched, const Method& method,
                                         Request request) {
  request.label.statement = watched.statement;
  request.words = LogWords(watched.resource, &method);
  ASSIGN_OR_RETURN(Response response,
                   client_.Wait(client_.Send(watched.endpoint, std::move(request))));
  RETURN_IF_ERROR(ReadXmlAnswer(method, &response));
  return response;
}

StatusOr<Response> CompletionWatch::ReadRow(const Watched& watched, const Method& method,
                                            std::span<const SqlValue> row) {
  const Arguments arguments = ArgumentsFor(*watched.resource, method, row);
  ASSIGN_OR_RETURN(Request request, BuildRequest(*watched.resource, method,
                                                 watched.endpoint->base_url, arguments, {}));
  return Send(watched, method, std::move(request));
}

// `state` is what the last look has shown.
Status CompletionWatch::PauseAfter(const Await& await, const Response& response,
                                   const std::string& state, int64_t* waited) {
  if (*waited >= await.timeout_seconds) {
    return {StatusCode::kDeadlineExceeded,
            "accepted, and still " + state + " after " + std::to_string(*waited) + " s"};
  }
  int64_t seconds = await.interval_seconds;
  if (const std::optional<int64_t> told = SecondsOfRetryAfter(response)) {
    seconds = std::clamp<int64_t>(*told, 1, await.timeout_seconds - *waited);
  }
  *waited += seconds;
  if (pause_(1000 * seconds).ok()) return OkStatus();
  return {StatusCode::kCancelled,
          "accepted; stopped waiting while it is " + state + ", the server goes on"};
}

StatusOr<std::optional<RowAnswer>> CompletionWatch::WaitForRow(const Watched& watched,
                                                               const Response& accepted,
                                                               std::span<const SqlValue> row) {
  const Await& await = *watched.method->await;
  const Method* poll = watched.resource->FindMethod(await.method);
  if (poll == nullptr) return Status(StatusCode::kInternal, "no method " + await.method);
  int64_t waited = 0;
  if (SecondsOfRetryAfter(accepted)) {
    RETURN_IF_ERROR(PauseAfter(await, accepted, "not looked at", &waited));
  }
  for (;;) {
    ASSIGN_OR_RETURN(const Response response, ReadRow(watched, *poll, row));
    const bool absent = IsAbsentNow(watched, *poll, response);
    if (absent && watched.deletes) return std::optional<RowAnswer>();
    std::optional<std::string> state = "not to be seen";
    // A new row may take a moment to be seen.
    if (!absent || !watched.inserts) {
      RETURN_IF_ERROR(CheckResponse(*watched.resource, *poll, response));
      ASSIGN_OR_RETURN(const JsonDocument answer, JsonDocument::Parse(response.body));
      state = await.field.empty() ? "there" : answer.Text(await.field);
      if (Contains(await.done, state)) {
        return std::optional<RowAnswer>({response, poll->rows});
      }
      if (Contains(await.failed, state)) return FailedAfterwards(await, *state, answer);
    }
    RETURN_IF_ERROR(PauseAfter(await, response, state.value_or("unknown"), &waited));
  }
}

StatusOr<std::optional<RowAnswer>> CompletionWatch::WaitForOperation(
    const Watched& watched, const Response& accepted, std::span<const SqlValue> row) {
  const Await& await = *watched.method->await;
  const std::optional<std::string> operation = OperationIn(await, accepted);
  if (!operation) {
    if (accepted.status != kAccepted) return std::optional<RowAnswer>();
    return Status(StatusCode::kDataLoss, "accepted, but the answer names no operation at " +
                                             PlaceOf(await) + ": nobody knows when it is done");
  }
  const Method look = OperationMethod(watched);
  int64_t waited = 0;
  if (SecondsOfRetryAfter(accepted)) {
    RETURN_IF_ERROR(PauseAfter(await, accepted, "not looked at", &waited));
  }
  for (;;) {
    ASSIGN_OR_RETURN(Request request, OperationRequest(watched, look, accepted, *operation));
    ASSIGN_OR_RETURN(const Response response, Send(watched, look, std::move(request)));
    RETURN_IF_ERROR(CheckResponse(*watched.resource, look, response));
    std::optional<std::string> state = "under way";
    bool done = await.field.empty() && response.status != kAccepted;
    if (!await.field.empty() && !response.body.empty()) {
      ASSIGN_OR_RETURN(const JsonDocument answer, JsonDocument::Parse(response.body));
      state = answer.Text(await.field);
      done = Contains(await.done, state);
      if (Contains(await.failed, state)) return FailedAfterwards(await, *state, answer);
    }
    if (done && await.has_result) return std::optional<RowAnswer>({response, await.result, false});
    if (done) break;
    RETURN_IF_ERROR(PauseAfter(await, response, state.value_or("unknown"), &waited));
  }
  const Method* const read = watched.resource->FindMethod(await.method);
  if (await.method.empty() || watched.deletes || read == nullptr) return std::optional<RowAnswer>();
  ASSIGN_OR_RETURN(const Response response, ReadRow(watched, *read, row));
  RETURN_IF_ERROR(CheckResponse(*watched.resource, *read, response));
  return std::optional<RowAnswer>({response, read->rows});
}

}  // namespace apisql
