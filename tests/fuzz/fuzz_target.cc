#include "tests/fuzz/fuzz_target.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace apisql {
namespace {

// Filled before main() by the registrations, in whatever order the files are linked.
std::vector<FuzzTarget>& MutableTargets() {
  static std::vector<FuzzTarget> targets;
  return targets;
}

}  // namespace

const std::vector<FuzzTarget>& FuzzTargets() { return MutableTargets(); }

FuzzRegistration::FuzzRegistration(std::string name, void (*run)(std::string_view input)) {
  std::vector<FuzzTarget>& targets = MutableTargets();
  targets.push_back({std::move(name), run});
  std::ranges::sort(targets, {}, &FuzzTarget::name);
}

void Broken(std::string_view fact, std::string_view detail) {
  std::fprintf(stderr, "does not hold: %.*s\n%.*s\n", static_cast<int>(fact.size()), fact.data(),
               static_cast<int>(detail.size()), detail.data());
  std::fflush(stderr);
  std::abort();
}

}  // namespace apisql
