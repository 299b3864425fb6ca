#include "sandbox/traffic.h"

namespace apisql::sandbox {
namespace {

bool IsMeant(const SandboxFault& fault, const std::string& method, const std::string& target) {
  return target.starts_with(fault.path_prefix) && (fault.method.empty() || fault.method == method);
}

}  // namespace

uint64_t Traffic::Add(SandboxRequest request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(request));
  return first_number_ + requests_.size() - 1;
}

void Traffic::SetStatus(uint64_t number, int status) {
  const std::lock_guard lock(mutex_);
  if (number >= first_number_) requests_[number - first_number_].status = status;
}

std::vector<SandboxRequest> Traffic::Requests() const {
  const std::lock_guard lock(mutex_);
  return {requests_.begin(), requests_.end()};
}

void Traffic::Forget() {
  const std::lock_guard lock(mutex_);
  first_number_ += requests_.size();
  requests_.clear();
}

void Traffic::AddFault(SandboxFault fault) {
  const std::lock_guard lock(mutex_);
  if (fault.times != 0) faults_.push_back(std::move(fault));
}

void Traffic::ClearFaults() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
}

std::optional<SandboxFault> Traffic::TakeFault(const std::string& method,
                                               const std::string& target) {
  const std::lock_guard lock(mutex_);
  for (auto fault = faults_.begin(); fault != faults_.end(); ++fault) {
    if (!IsMeant(*fault, method, target)) continue;
    if (fault->skip > 0) {
      --fault->skip;
      return std::nullopt;
    }
    SandboxFault taken = *fault;
    if (fault->times > 0) --fault->times;
    if (fault->times == 0) faults_.erase(fault);
    return taken;
  }
  return std::nullopt;
}

}  // namespace apisql::sandbox
