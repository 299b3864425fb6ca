// Traffic: what came in, and which answers were ordered to differ.
#ifndef APISQL_SANDBOX_TRAFFIC_H_
#define APISQL_SANDBOX_TRAFFIC_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"

namespace apisql::sandbox {

// Thread-safe.
class Traffic {
 public:
  // Notes a request. The number is for SetStatus().
  uint64_t Add(SandboxRequest request);
  // Has no effect when the request was forgotten meanwhile.
  void SetStatus(uint64_t number, int status, int done_with);
  std::vector<SandboxRequest> Requests() const;
  void Forget();

  void AddFault(SandboxFault fault);
  void ClearFaults();
  void ChooseFaults(SandboxFaultChooser choose);
  // The fault that takes this request, if one does.
  std::optional<SandboxFault> TakeFault(const SandboxRequest& request);

 private:
  mutable std::mutex mutex_;
  std::deque<SandboxRequest> requests_;
  uint64_t first_number_ = 0;  // Of requests_[0].
  std::vector<SandboxFault> faults_;
  std::shared_ptr<const SandboxFaultChooser> choose_;
};

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_TRAFFIC_H_
