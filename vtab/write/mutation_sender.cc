#include "vtab/write/mutation_sender.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "registry/errors/server_error.h"
#include "registry/errors/xml_answer.h"
#include "src/base/text.h"
#include "src/json/reader.h"
#include "src/json/text.h"
#include "vtab/rows/sql_value.h"
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

constexpr const char* kChangedMeanwhile =
    "the row has changed since it was read, and this change was not made: run the statement again";

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

// The answer is about an operation; that of the operation may have the row.
bool NamesOperation(const Mutation& mutation, const Response& response) {
  constexpr int kAccepted = 202;
  const std::optional<Await>& await = mutation.method->await;
  return await && await->has_operation && response.status == kAccepted;
}

// Which row was written is known of all but new ones.
void LearnKey(const std::vector<SqlValue>& row, Mutation* mutation) {
  if (mutation->write != RowWrite::kInsert && !mutation->key.empty()) return;
  if (std::string key = KeyIn(*mutation, row); !key.empty()) mutation->key = std::move(key);
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
    status = Judge(&*response, mutation);
    // A refusal of the repeat says nothing of the sending whose answer was lost.
    if (may_have_been_sent && mutation->outcome == Outcome::kFailed) {
      mutation->outcome = Outcome::kUnknown;
    }
    if (mutation->outcome == Outcome::kAbsent) {
      const bool fails = options.absent_writes == AbsentWrites::kError;
      status = fails ? AbsentError(std::move(status), may_have_been_sent) : OkStatus();
    }
    constexpr int kPreconditionFailed = 412;
    if (response->status == kPreconditionFailed && IfMatchOf(*mutation->method) != nullptr) {
      status = Status(status).WithMessage(status.message() + "; " + kChangedMeanwhile);
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
  if (*accepted && (options.await || mutation->await) && mutation->method->await) {
    status = AwaitDone(*mutation, *response, row);
    LearnKey(row->values, mutation);
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

Status MutationSender::Judge(Response* answer, Mutation* mutation) {
  const Response& response = *answer;
  mutation->status = response.status;
  mutation->request_id = response.request_id();
  const bool redirects = response.status >= 300 && response.status < 400;
  if (!redirects) mutation->location = LocationOf(response);
  Status status = ReadXmlAnswer(*mutation->method, answer);
  if (!status.ok()) {
    mutation->outcome = Outcome::kUnknown;
    return status;
  }
  status = CheckResponse(*mutation->resource, *mutation->method, response);
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
  if (!mutation->method->returns_row || NamesOperation(*mutation, response)) return "";
  const bool inserts = mutation->write == RowWrite::kInsert;
  const auto answer_to = inserts ? AnswerTo::kInsert : AnswerTo::kOther;
  const Status read = ReadAnsweredRow(resource, mutation->method->returns, response.body,
                                      &row->values, answer_to, &response);
  LearnSecrets(resource, row->values, &client_.redactor());
  if (!read.ok()) return "its answer cannot be read" + WhyUnread(resource, response, read);
  LearnKey(row->values, mutation);
  const std::string lacking = inserts ? LackingKey(resource, row->values) : "";
  if (lacking.empty()) return "";
  return "its answer has no " + lacking + WhatItSays(resource, response);
}

Status MutationSender::AwaitDone(const Mutation& mutation, const Response& accepted,
                                 ReturnedRow* row) {
  const Watched watched{mutation.resource,
                        mutation.method,
                        mutation.endpoint,
                        mutation.request.label.statement,
                        mutation.write == RowWrite::kInsert,
                        mutation.write == RowWrite::kDelete};
  ASSIGN_OR_RETURN(const std::optional<RowAnswer> answer,
                   CompletionWatch(client_, pause_).Wait(watched, accepted, row->values));
  if (!answer) return OkStatus();
  return ReadAnsweredRow(*mutation.resource, answer->path, answer->response.body, &row->values,
                         AnswerTo::kOther, answer->of_row ? &answer->response : nullptr);
}

}  // namespace apisql
