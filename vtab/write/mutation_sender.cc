#include "vtab/write/mutation_sender.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "registry/request/request_builder.h"
#include "registry/request/server_error.h"
#include "src/base/text.h"
#include "src/json/reader.h"
#include "src/json/text.h"
#include "vtab/values/sql_value.h"
#include "vtab/write/answered_row.h"
#include "vtab/write/outcomes_text.h"

namespace apisql {
namespace {

// The server says that it cannot do this at all: 501, and 505 of the version of HTTP.
bool LacksOperation(int status) { return status == 501 || status == 505; }

// A 4xx is a refusal. A 5xx may come from behind the change, 503 too: proxies send it when the
// connection to the application breaks.
bool ProvesNothingChanged(int status) { return status < 500 || LacksOperation(status); }

// The same of a refusal inside an answer of success, whose code may be such a status.
bool ProvesNothingChanged(int status, const std::string& api_code) {
  const bool success = status >= 200 && status < 300;
  const bool failed = success && api_code.size() == 3 && api_code.starts_with('5');
  return ProvesNothingChanged(status) && !failed;
}

// What a proxy or a login portal answers in the API's place: nobody knows what became of the write.
Status CheckNoWebPage(const Resource& resource, const Response& response) {
  const std::string_view body = StripBlanks(response.body);
  if (!body.starts_with('<')) return OkStatus();
  constexpr size_t kShown = 80;
  const std::string found = MayHoldSecret(resource)
                                ? "a web page, which is not shown since it may hold a secret"
                                : "'" + Printable(body, kShown) + "'";
  return {StatusCode::kDataLoss, std::to_string(response.status) + " from " + response.method +
                                     " " + response.url + ": expected JSON, found " + found};
}

// An answer that says that the row is not there, as an error.
Status AbsentError(Status refused, bool may_have_been_done) {
  std::string text = "was not there: " + refused.message();
  if (may_have_been_done) text += "; an earlier try may have done it";
  return std::move(refused).WithMessage(std::move(text));
}

// What an answer says in the words of an error. It may be a secret where the table has any.
std::string WhatItSays(const Resource& resource, const Response& response) {
  const std::string words = MayHoldSecret(resource) ? "" : WordsInside(resource, response);
  return words.empty() ? "" : "; it says: " + words;
}

// The start of an answer that is no JSON is quoted, and may be a secret.
std::string WhyUnread(const Resource& resource, const Response& response, const Status& status) {
  if (MayHoldSecret(resource)) return ", and may hold a secret";
  return ": " + status.message() + WhatItSays(resource, response);
}

// The arguments of the method that polls, from the row that was answered.
Arguments ArgumentsFor(const Resource& resource, const Method& method,
                       const std::vector<SqlValue>& row) {
  Arguments arguments;
  for (const Parameter& parameter : method.parameters) {
    const int column = resource.FindColumn(parameter.column);
    if (column < 0) continue;
    const std::string text = PlainText(row[column]);
    if (!text.empty() && parameter.required) arguments.push_back({parameter.name, {text}});
  }
  return arguments;
}

bool Contains(const std::vector<std::string>& names, const std::optional<std::string>& name) {
  return name && std::ranges::find(names, *name) != names.end();
}

// Rows of one statement may, and those of statements that do the same to other rows of the table.
// Everything else may depend on what stands before it.
bool MayGoTogether(const Mutation& earlier, const Mutation& later) {
  if (earlier.resource->name != later.resource->name || earlier.write != later.write) return false;
  if (!earlier.key.empty() && earlier.key == later.key) return false;
  const bool one_statement = earlier.request.label.statement == later.request.label.statement;
  return one_statement || (!earlier.key.empty() && !later.key.empty());
}

// The row after the write as far as it is known without the answer.
std::vector<SqlValue> RowOf(const Mutation& mutation) {
  std::vector<SqlValue> row;
  for (const auto& value : mutation.image.values) row.push_back(value.value_or(SqlValue()));
  return row;
}

// The first column of the key that a new row should have and does not; "" where it has all.
std::string LackingKey(const Resource& resource, const std::vector<SqlValue>& row) {
  for (const std::string& name : resource.key) {
    const auto column = static_cast<size_t>(resource.FindColumn(name));
    if (column >= row.size() || resource.columns[column].source != Column::Source::kRow) continue;
    if (std::holds_alternative<std::monostate>(row[column])) return name;
  }
  return "";
}

// Of a row: what is given, or what the server has made.
void LearnSecrets(const Resource& resource, std::span<const SqlValue> row, Redactor* redactor) {
  for (size_t i = 0; i < resource.columns.size() && i < row.size(); ++i) {
    if (resource.columns[i].secret) redactor->Add(PlainText(row[i]));
  }
}

Request RequestOf(const Mutation& mutation) {
  Request request = mutation.request;
  request.words = LogWords(mutation.resource, mutation.method);
  return request;
}

// The answer to a poll says that the row is not there, in the words of either method.
bool IsAbsentNow(const Mutation& mutation, const Method& poll, const Response& response) {
  constexpr int kNotFound = 404;
  if (IsAbsent(*mutation.resource, poll, response)) return true;
  if (IsAbsent(*mutation.resource, *mutation.method, response)) return true;
  return mutation.write == RowWrite::kInsert && response.status == kNotFound;
}

Status FailedAfterwards(const Await& await, const std::string& state, const JsonDocument& answer) {
  const std::optional<std::string> reason =
      await.reason.empty() ? std::nullopt : answer.Text(await.reason);
  return {StatusCode::kFailedPrecondition,
          "accepted, and then " + state + ": " + reason.value_or("the server gives no reason")};
}

// True when one of `earlier`, of the same transaction, made the row that `later` is about.
bool WasMadeBy(std::span<const Mutation> earlier, const Mutation& later) {
  return !later.key.empty() && std::ranges::any_of(earlier, [&](const Mutation& one) {
    return one.write == RowWrite::kInsert && one.outcome == Outcome::kApplied &&
           one.resource->name == later.resource->name && one.key == later.key;
  });
}

// The server has made the row, and then says that it is not there.
Status LostWrite(Mutation* mutation) {
  mutation->outcome = Outcome::kFailed;
  mutation->error =
      "the server says that the row is not there, though this transaction has made it: the row may "
      "not be visible yet, and this change of it is not made";
  return {StatusCode::kNotFound, NameOf(*mutation) + ": " + mutation->error};
}

// The key that the server chose, as its answer tells it.
std::string KeyIn(const Mutation& mutation, const std::vector<SqlValue>& row) {
  RowImage image = mutation.image;
  image.values.assign(row.begin(), row.end());
  return image.KeyText();
}

}  // namespace

void MutationSender::set_watch(SendingWatch* watch) {
  watch_ = watch;
  client_.set_stopping([this] { return IsStopping(); });
}

Status MutationSender::Send(std::span<Mutation> mutations, const WriteOptions& options,
                            SentRows* sent, const std::function<void(const Mutation&)>& changed) {
  if (watch_ != nullptr) watch_->BeginSending();
  Status status = SendAll(mutations, options, sent, changed);
  if (watch_ != nullptr) watch_->EndSending();
  return status;
}

Status MutationSender::SendAll(std::span<Mutation> mutations, const WriteOptions& options,
                               SentRows* sent,
                               const std::function<void(const Mutation&)>& changed) {
  const auto limit = static_cast<size_t>(std::max(1, options.write_concurrency));
  std::deque<Flight> flights;
  Status first_error;
  size_t next = 0;
  const auto may_start = [&](const Mutation& mutation) {
    return std::ranges::all_of(flights, [&](const Flight& flight) {
      return MayGoTogether(mutations[flight.index], mutation);
    });
  };
  for (;;) {
    while (first_error.ok() && next < mutations.size() && flights.size() < limit) {
      Mutation& mutation = mutations[next];
      if (mutation.outcome != Outcome::kStaged) {
        ++next;  // Sent by an earlier call.
        continue;
      }
      if (IsStopping()) first_error = {StatusCode::kCancelled, "interrupted while rows were sent"};
      if (!first_error.ok() || !may_start(mutation)) break;
      LearnSecrets(*mutation.resource, RowOf(mutation), &client_.redactor());
      mutation.outcome = Outcome::kSending;
      changed(mutation);
      flights.push_back({next++, client_.Send(mutation.endpoint, RequestOf(mutation))});
    }
    if (flights.empty()) return first_error;
    const Flight flight = flights.front();
    flights.pop_front();
    Mutation& mutation = mutations[flight.index];
    ReturnedRow row{mutation.resource, RowOf(mutation), mutation.number};
    bool accepted = false;
    Status status = Finish(flight.call, options, &mutation, &row, &accepted, &sent->warnings);
    if (status.ok() && mutation.outcome == Outcome::kAbsent &&
        WasMadeBy(mutations.first(flight.index), mutation)) {
      status = LostWrite(&mutation);
    }
    changed(mutation);
    // Also of a row that was accepted and failed afterwards: it may hold the only copy of a secret.
    if (accepted) sent->returned.push_back(std::move(row));
    if (first_error.ok()) first_error = std::move(status);
  }
}

Status MutationSender::Finish(CallId call, const WriteOptions& options, Mutation* mutation,
                              ReturnedRow* row, bool* accepted,
                              std::vector<std::string>* warnings) {
  bool may_have_been_sent = false;
  StatusOr<Response> response = client_.Wait(call, &may_have_been_sent);
  Status status;
  if (response.ok()) {
    status = Judge(*response, mutation);
    // A refusal of the repeat says nothing of the sending whose answer was lost.
    if (may_have_been_sent && mutation->outcome == Outcome::kFailed) {
      mutation->outcome = Outcome::kUnknown;
    }
    if (mutation->outcome == Outcome::kAbsent) {
      const bool fails = options.absent_writes == AbsentWrites::kError;
      status = fails ? AbsentError(std::move(status), may_have_been_sent) : OkStatus();
    }
    if (mutation->outcome == Outcome::kFailed && LacksOperation(response->status)) {
      status = Status(status).WithMessage(status.message() + "; nothing was applied");
    }
  } else {
    status = response.status();
    const bool interrupted = status.code() == StatusCode::kCancelled;
    mutation->outcome = may_have_been_sent ? Outcome::kUnknown
                        : interrupted      ? Outcome::kUnsent
                                           : Outcome::kFailed;
  }
  *accepted = mutation->outcome == Outcome::kApplied;
  if (*accepted) {
    mutation->error = ReadAnswer(*response, mutation, row);
    if (!mutation->error.empty()) {
      warnings->push_back(NameOf(*mutation) + ": applied, but " + mutation->error);
    }
  }
  if (*accepted && options.await && mutation->method->await) {
    status = AwaitDone(*mutation, row);
    // Anything else, such as a poll that fails, says nothing of the write.
    if (status.code() == StatusCode::kFailedPrecondition) mutation->outcome = Outcome::kFailed;
  }
  if (status.ok()) return status;
  if (mutation->outcome == Outcome::kUnknown) {
    constexpr const char* kLook = "it may have been applied: look before you repeat it";
    status = Status(status).WithMessage(status.message() + "; " + kLook).WithHint(kLook);
  }
  if (mutation->outcome == Outcome::kUnsent) {
    status = Status(status).WithMessage(status.message() + "; it was not sent");
  }
  mutation->error = status.message();
  return std::move(status).Annotate(NameOf(*mutation));
}

Status MutationSender::Judge(const Response& response, Mutation* mutation) {
  mutation->status = response.status;
  mutation->request_id = response.request_id();
  const bool redirects = response.status >= 300 && response.status < 400;
  if (!redirects) mutation->location = LocationOf(response);
  Status status = CheckResponse(*mutation->resource, *mutation->method, response);
  if (IsAbsent(*mutation->resource, *mutation->method, response)) {
    if (status.ok()) status = AbsentInside(response);
    mutation->outcome = Outcome::kAbsent;
  } else if (status.ok()) {
    status = CheckNoWebPage(*mutation->resource, response);
    mutation->outcome = status.ok() ? Outcome::kApplied : Outcome::kUnknown;
  } else {
    mutation->outcome = ProvesNothingChanged(response.status, status.api_code())
                            ? Outcome::kFailed
                            : Outcome::kUnknown;
  }
  return status;
}

std::string MutationSender::ReadAnswer(const Response& response, Mutation* mutation,
                                       ReturnedRow* row) {
  const Resource& resource = *mutation->resource;
  if (!mutation->method->returns_row) return "";
  // Which row was written is known of all others.
  const bool inserts = mutation->write == RowWrite::kInsert;
  const auto answer_to = inserts ? AnswerTo::kInsert : AnswerTo::kOther;
  const Status read = ReadAnsweredRow(resource, mutation->method->returns, response.body,
                                      &row->values, answer_to, &response);
  LearnSecrets(resource, row->values, &client_.redactor());
  if (!read.ok()) return "its answer cannot be read" + WhyUnread(resource, response, read);
  const bool tells = inserts || mutation->key.empty();
  const std::string key = tells ? KeyIn(*mutation, row->values) : "";
  if (!key.empty()) mutation->key = key;
  const std::string lacking = inserts ? LackingKey(resource, row->values) : "";
  if (lacking.empty()) return "";
  return "its answer has no " + lacking + WhatItSays(resource, response);
}

Status MutationSender::AwaitDone(const Mutation& mutation, ReturnedRow* row) {
  const Await& await = *mutation.method->await;
  const Method* poll = mutation.resource->FindMethod(await.method);
  if (poll == nullptr) return {StatusCode::kInternal, "no method " + await.method};
  const Arguments arguments = ArgumentsFor(*mutation.resource, *poll, row->values);
  for (int64_t waited = 0;; waited += await.interval_seconds) {
    ASSIGN_OR_RETURN(Request request, BuildRequest(*mutation.resource, *poll,
                                                   mutation.endpoint->base_url, arguments, {}));
    request.label.statement = mutation.request.label.statement;
    request.words = LogWords(mutation.resource, poll);
    ASSIGN_OR_RETURN(const Response response,
                     client_.Wait(client_.Send(mutation.endpoint, std::move(request))));
    const bool absent = IsAbsentNow(mutation, *poll, response);
    if (absent && mutation.write == RowWrite::kDelete) return OkStatus();
    std::optional<std::string> state = "not to be seen";
    // A new row may take a moment to be seen.
    if (!absent || mutation.write != RowWrite::kInsert) {
      RETURN_IF_ERROR(CheckResponse(*mutation.resource, *poll, response));
      ASSIGN_OR_RETURN(const JsonDocument answer, JsonDocument::Parse(response.body));
      state = await.field.empty() ? "there" : answer.Text(await.field);
      if (Contains(await.done, state)) {
        return ReadAnsweredRow(*mutation.resource, poll->rows, response.body, &row->values,
                               AnswerTo::kOther, &response);
      }
      if (Contains(await.failed, state)) return FailedAfterwards(await, *state, answer);
    }
    if (waited >= await.timeout_seconds) {
      return {StatusCode::kDeadlineExceeded, "accepted, and still " + state.value_or("unknown") +
                                                 " after " + std::to_string(waited) + " s"};
    }
    if (const Status paused = pause_(int64_t{1000} * await.interval_seconds); !paused.ok()) {
      return {StatusCode::kCancelled, "accepted; stopped waiting while it is " +
                                          state.value_or("unknown") + ", the server goes on"};
    }
  }
}

}  // namespace apisql
