#include "registry/yaml/faults.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {

void Faults::Add(int line, std::string rule) {
  constexpr size_t kMost = 100;
  std::ranges::replace_if(
      rule, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');  // One line each.
  std::pair<int, std::string> fault(line, std::move(rule));
  const bool known = std::ranges::find(faults_, fault) != faults_.end();
  if (!known && faults_.size() < kMost) faults_.push_back(std::move(fault));
}

std::vector<std::string> Faults::Texts() const {
  auto sorted = faults_;
  std::ranges::sort(sorted);
  std::vector<std::string> texts;
  texts.reserve(sorted.size());
  for (const auto& [line, rule] : sorted) {
    texts.push_back(document_ + ":" + std::to_string(line) + ": " + rule);
  }
  return texts;
}

Status Faults::ToStatus() const {
  if (empty()) return OkStatus();
  return {StatusCode::kInvalidArgument, Join(Texts(), "\n")};
}

}  // namespace apisql
