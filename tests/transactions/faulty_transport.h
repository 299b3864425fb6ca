// FaultyTransport: another transport whose exchanges go wrong as a FaultPlan says.
//
// A write that the client gives up is carried to its end all the same, so that what the server has
// done with it is decided when the statement is over.
#ifndef APISQL_TESTS_TRANSACTIONS_FAULTY_TRANSPORT_H_
#define APISQL_TESTS_TRANSACTIONS_FAULTY_TRANSPORT_H_

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "src/http/transport/transport.h"
#include "tests/transactions/fault_plan.h"

namespace apisql::transactions {

// `plan` must outlive it.
class FaultyTransport final : public Transport {
 public:
  FaultyTransport(std::unique_ptr<Transport> inner, FaultPlan& plan)
      : inner_(std::move(inner)), plan_(plan) {}

  TransferId Start(Request request) override;
  std::vector<FinishedTransfer> Run(std::chrono::milliseconds timeout) override;
  void Cancel(TransferId id) override;

 private:
  struct Exchange {
    std::string name;  // GET http://...
    bool writes = false;
    Loss loss = Loss::kNone;
  };
  void Take(std::vector<FinishedTransfer> finished);

  std::unique_ptr<Transport> inner_;
  FaultPlan& plan_;
  std::map<TransferId, Exchange> exchanges_;  // Under way.
  std::vector<FinishedTransfer> finished_;    // To be reported.
  TransferId last_not_sent_ = TransferId{1} << 63;
};

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_FAULTY_TRANSPORT_H_
