// Rockset: signs a call in and hands it to the resource that its path names.
#ifndef APISQL_SANDBOX_ROCKSET_H_
#define APISQL_SANDBOX_ROCKSET_H_

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

// GET only. May run beside other reads.
Answer ReadRockset(const World& world, Call& call);
// All other methods. Needs the world for itself.
Answer WriteRockset(World& world, Call& call);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_ROCKSET_H_
