// /v1/orgs/self/virtualinstances
#ifndef APISQL_SANDBOX_ROCKSET_VIRTUAL_INSTANCES_H_
#define APISQL_SANDBOX_ROCKSET_VIRTUAL_INSTANCES_H_

#include <string>
#include <string_view>

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadVirtualInstances(const World& world, const Call& call);
// Suspends and resumes; the sandbox makes no instances and deletes none.
Answer WriteVirtualInstances(World& world, const Call& call);

std::string InstanceRrn(const VirtualInstance& instance);
// As it is by now: a change of state takes a moment.
std::string_view InstanceState(const VirtualInstance& instance);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_ROCKSET_VIRTUAL_INSTANCES_H_
