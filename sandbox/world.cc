#include "sandbox/world.h"

#include <chrono>

namespace apisql::sandbox {
namespace {

Micros MachineNow() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

SandboxAccess MakeAccess(uint64_t seed) {
  Random random(seed ^ 0xacce55);
  SandboxAccess access;
  access.confluent_key = "SANDBOX" + random.Text(kUpperDigits, 9);
  access.confluent_secret = random.Text(kBase64Letters, 64);
  access.rockset_key = random.Text(kLettersDigits, 64);
  return access;
}

}  // namespace

World::World(const SandboxOptions& options)
    : seal(Mix(options.seed ^ 0x5ea1)),
      fixed_now(options.now * kSecond),
      access(MakeAccess(options.seed)),
      random(options.seed ^ 0xc4ea7ed),
      state(BuildState(options, Now(), access.rockset_key)) {}

Micros World::Now() const { return fixed_now != 0 ? fixed_now : MachineNow(); }

}  // namespace apisql::sandbox
