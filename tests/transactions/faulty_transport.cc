#include "tests/transactions/faulty_transport.h"

#include <algorithm>
#include <utility>

namespace apisql::transactions {
namespace {

// "/iam/v2/users?page_size=100" of http://127.0.0.1:PORT/confluent/iam/v2/users?page_size=100.
std::string TargetOf(const std::string& url) {
  size_t at = url.find("//");
  for (int i = 0; i < 2 && at != std::string::npos; ++i) at = url.find('/', at + (i == 0 ? 2 : 1));
  return at == std::string::npos ? "" : url.substr(at);
}

}  // namespace

TransferId FaultyTransport::Start(Request request) {
  Exchange exchange = {.name = request.method + " " + request.url,
                       .writes = request.method != "GET"};
  exchange.loss = plan_.OnTheWay(request.method, TargetOf(request.url), request.body);
  if (exchange.loss == Loss::kNotSent) {
    FinishedTransfer& transfer = finished_.emplace_back();
    transfer.id = ++last_not_sent_;
    transfer.outcome =
        Status(StatusCode::kUnavailable, exchange.name + ": no connection could be made");
    transfer.may_pass = true;
    return last_not_sent_;
  }
  const Loss loss = exchange.loss;
  const TransferId id = inner_->Start(std::move(request));
  exchanges_[id] = std::move(exchange);
  if (loss == Loss::kInterruptedAtStart) plan_.Interrupt();
  return id;
}

std::vector<FinishedTransfer> FaultyTransport::Run(std::chrono::milliseconds timeout) {
  Take(inner_->Run(finished_.empty() ? timeout : std::chrono::milliseconds(0)));
  return std::exchange(finished_, {});
}

void FaultyTransport::Cancel(TransferId id) {
  constexpr std::chrono::milliseconds kTurn(20);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  const auto found = exchanges_.find(id);
  const bool writes = found != exchanges_.end() && found->second.writes;
  while (writes && exchanges_.contains(id) && std::chrono::steady_clock::now() < deadline) {
    Take(inner_->Run(kTurn));
  }
  inner_->Cancel(id);
  exchanges_.erase(id);
  std::erase_if(finished_, [id](const FinishedTransfer& transfer) { return transfer.id == id; });
}

void FaultyTransport::Take(std::vector<FinishedTransfer> finished) {
  for (FinishedTransfer& transfer : finished) {
    const auto found = exchanges_.find(transfer.id);
    const Exchange exchange = found != exchanges_.end() ? found->second : Exchange();
    if (found != exchanges_.end()) exchanges_.erase(found);
    const bool late = exchange.loss == Loss::kAnswerLate;
    if (late || exchange.loss == Loss::kAnswerLost) {
      transfer.outcome = late ? Status(StatusCode::kDeadlineExceeded,
                                       exchange.name + ": no complete answer in time")
                              : Status(StatusCode::kUnavailable,
                                       exchange.name + ": the connection ended without an answer");
      transfer.may_have_been_sent = true;
      transfer.may_pass = true;
    }
    if (exchange.loss == Loss::kInterruptedAtEnd) plan_.Interrupt();
    finished_.push_back(std::move(transfer));
  }
}

}  // namespace apisql::transactions
