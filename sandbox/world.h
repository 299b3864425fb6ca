// World: the state together with what its APIs need to answer: the clock, the token seal, and a
// source of new ids. Locking is the server's business.
#ifndef APISQL_SANDBOX_WORLD_H_
#define APISQL_SANDBOX_WORLD_H_

#include <cstdint>
#include <string>

#include "sandbox/random.h"
#include "sandbox/sandbox.h"
#include "sandbox/state.h"

namespace apisql::sandbox {

struct World {
  explicit World(const SandboxOptions& options);

  Micros Now() const;  // Stands still when the options fixed it.

  uint64_t seal;         // Secret of the page tokens.
  Micros fixed_now;      // 0: the machine's clock.
  SandboxAccess access;  // The URLs are filled in when the port is known.
  Random random;         // For ids and secrets of what is created later.
  State state;
};

// The state that these options describe. The same options give the same state.
State BuildState(const SandboxOptions& options, Micros now, const std::string& rockset_key);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_WORLD_H_
