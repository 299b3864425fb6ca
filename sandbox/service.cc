#include "sandbox/service.h"

#include <utility>

#include "sandbox/confluent.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/dump.h"
#include "sandbox/rockset.h"

namespace apisql::sandbox {
namespace {

// "/confluent/iam/v2/users" is "/confluent" and "/iam/v2/users".
struct TargetParts {
  std::string provider;
  std::string target;
};

TargetParts SplitTarget(const std::string& target) {
  for (const std::string provider : {"/confluent", "/rockset"}) {
    if (!target.starts_with(provider)) continue;
    std::string rest = target.substr(provider.size());
    if (rest.empty() || rest[0] == '/' || rest[0] == '?') return {provider, std::move(rest)};
  }
  return {"", target};
}

Answer NoSuchProvider() {
  return {.status = 404,
          .body = "Paths start with /confluent or /rockset.\n",
          .headers = {},
          .content_type = "text/plain"};
}

void TakeOver(SandboxAnswer from, Answer& answer) {
  answer.status = from.status;
  answer.content_type = std::move(from.content_type);
  answer.body = std::move(from.body);
  answer.headers = std::move(from.headers);
}

// Puts what the fault says in the place of the API's answer, or changes that.
void Apply(const SandboxFault& fault, const SandboxRequest& request, Answer& answer) {
  if (fault.status != 0) TakeOver({fault.status, fault.content_type, fault.body, {}}, answer);
  for (const auto& [name, value] : fault.headers) answer.headers[name] = value;
  if (fault.change) {
    SandboxAnswer changed{answer.status, answer.content_type, answer.body, answer.headers};
    fault.change(request, changed);
    TakeOver(std::move(changed), answer);
  }
  answer.delivery = fault.delivery;
  answer.pause = fault.pause;
  answer.delay = fault.delay;
}

Answer TooManyRequests(const Call& call) {
  Answer answer = ConfluentError(
      call, 429,
      {.code = "too_many_requests", .title = "Too Many Requests", .detail = "Slow down"});
  answer.headers["Retry-After"] = "1";
  return answer;
}

}  // namespace

Answer Service::Handle(const RawRequest& request) {
  const TargetParts parts = SplitTarget(request.target);
  const SandboxRequest logged{.method = request.method,
                              .target = parts.target,
                              .body = request.body,
                              .headers = request.headers};
  const uint64_t number = traffic_.Add(logged);
  Call call;
  call.method = request.method;
  call.authorization = request.authorization;
  call.body = request.body;
  call.request_id = NextRequestId();
  ParseTarget(parts.target, call);
  const auto fault = traffic_.TakeFault(logged);
  if (fault && fault->first_page_again) {
    std::erase_if(call.query,
                  [](const auto& parameter) { return parameter.first == "page_token"; });
  }
  const bool reaches = !fault || fault->status == 0 || fault->carry_out;
  Answer answer;
  if (reaches) answer = Route(parts.provider, call);
  const int done_with = reaches ? answer.status : 0;
  if (fault) Apply(*fault, logged, answer);
  answer.headers.emplace("X-Request-Id", call.request_id);
  traffic_.SetStatus(number, answer.status, done_with);
  return answer;
}

Answer Service::Route(const std::string& provider, Call& call) {
  if (provider == "/confluent") return AnswerConfluent(call);
  return provider == "/rockset" ? AnswerRockset(call) : NoSuchProvider();
}

Answer Service::AnswerConfluent(Call& call) {
  Answer answer;
  if (!rate_limit_.Take()) {
    answer = TooManyRequests(call);
  } else if (call.IsRead()) {
    const std::shared_lock lock(mutex_);
    answer = ReadConfluent(world_, call);
  } else {
    const std::unique_lock lock(mutex_);
    answer = WriteConfluent(world_, call);
  }
  rate_limit_.SetHeaders(answer);
  return answer;
}

Answer Service::AnswerRockset(Call& call) {
  if (call.IsRead()) {
    const std::shared_lock lock(mutex_);
    return ReadRockset(world_, call);
  }
  const std::unique_lock lock(mutex_);
  return WriteRockset(world_, call);
}

std::string Service::NextRequestId() { return Random(Mix(seed_) + request_count_++).Uuid(); }

std::vector<SandboxTable> Service::Dump() const {
  const std::shared_lock lock(mutex_);
  return DumpState(world_.state);
}

}  // namespace apisql::sandbox
