// The faults that the sandbox knows by name: for tests and for whoever wants to see what a client
// makes of them.
#ifndef APISQL_SANDBOX_FAULTS_H_
#define APISQL_SANDBOX_FAULTS_H_

#include <span>
#include <string_view>

#include "sandbox/sandbox.h"

namespace apisql {

struct NamedFault {
  std::string_view name;  // reset_in_body
  std::string_view what;  // "The connection is reset in the middle of the body"
  // Takes every request for ever; narrow it down before it is added. Some count the pages that they
  // have seen, so each is for one list at a time.
  SandboxFault (*make)();
};

std::span<const NamedFault> NamedFaults();

// kInvalidArgument lists the names that there are.
StatusOr<SandboxFault> MakeFault(std::string_view name);

}  // namespace apisql

#endif  // APISQL_SANDBOX_FAULTS_H_
