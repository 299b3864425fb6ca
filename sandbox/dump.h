// DumpState: the state as the SQL tables over the APIs show it.
#ifndef APISQL_SANDBOX_DUMP_H_
#define APISQL_SANDBOX_DUMP_H_

#include <vector>

#include "sandbox/sandbox.h"
#include "sandbox/state.h"

namespace apisql::sandbox {

// Every table, rows in the order of the API's lists. Written from the state, not from the answers:
// tests compare it with what a client makes of the answers.
std::vector<SandboxTable> DumpState(const State& state);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_DUMP_H_
