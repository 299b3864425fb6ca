#include "sandbox/traffic.h"

#include <algorithm>
#include <utility>

namespace apisql::sandbox {
namespace {

bool HasHeader(const SandboxRequest& request, const std::string& name, const std::string& value) {
  const auto [first, last] = request.headers.equal_range(name);
  if (value.empty()) return first == last;
  if (value == "*") return first != last;
  return std::any_of(first, last, [&](const auto& header) { return header.second == value; });
}

bool IsMeant(const SandboxFault& fault, const SandboxRequest& request) {
  return request.target.starts_with(fault.path_prefix) &&
         (fault.method.empty() || fault.method == request.method) &&
         request.body.find(fault.sent) != std::string::npos &&
         std::ranges::all_of(fault.asked_with, [&](const auto& header) {
           return HasHeader(request, header.first, header.second);
         });
}

}  // namespace

uint64_t Traffic::Add(SandboxRequest request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(request));
  return first_number_ + requests_.size() - 1;
}

void Traffic::SetStatus(uint64_t number, int status, int done_with) {
  const std::lock_guard lock(mutex_);
  if (number < first_number_) return;
  SandboxRequest& request = requests_[number - first_number_];
  request.status = status;
  request.done_with = done_with;
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

void Traffic::ChooseFaults(SandboxFaultChooser choose) {
  auto shared = choose ? std::make_shared<const SandboxFaultChooser>(std::move(choose)) : nullptr;
  const std::lock_guard lock(mutex_);
  choose_ = std::move(shared);
}

std::optional<SandboxFault> Traffic::TakeFault(const SandboxRequest& request) {
  std::unique_lock lock(mutex_);
  for (auto fault = faults_.begin(); fault != faults_.end(); ++fault) {
    if (!IsMeant(*fault, request)) continue;
    if (fault->skip > 0) {
      --fault->skip;
      return std::nullopt;
    }
    SandboxFault taken = *fault;
    if (fault->times > 0) --fault->times;
    if (fault->times == 0) faults_.erase(fault);
    return taken;
  }
  const auto choose = choose_;
  lock.unlock();
  return choose != nullptr ? (*choose)(request) : std::nullopt;
}

}  // namespace apisql::sandbox
