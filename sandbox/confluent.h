// Confluent Cloud: signs a call in and hands it to the API that its path names.
#ifndef APISQL_SANDBOX_CONFLUENT_H_
#define APISQL_SANDBOX_CONFLUENT_H_

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

// GET only. May run beside other reads.
Answer ReadConfluent(const World& world, Call& call);
// All other methods. Needs the world for itself.
Answer WriteConfluent(World& world, Call& call);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_H_
