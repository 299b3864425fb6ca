// MakeApi: an API with two or three resources that are written, decided by the seed.
#ifndef APISQL_TESTS_GENERATED_WRITES_RESOURCE_MAKER_H_
#define APISQL_TESTS_GENERATED_WRITES_RESOURCE_MAKER_H_

#include <cstdint>

#include "tests/differential/random.h"
#include "tests/generated/writes/resource.h"

namespace apisql::generated::writes {

Api MakeApi(uint64_t seed);

// A value that a body of the resource can carry, and that its server understands.
Value NewValueOf(differential::Random& random, const Resource& resource, const Member& member);

}  // namespace apisql::generated::writes

#endif  // APISQL_TESTS_GENERATED_WRITES_RESOURCE_MAKER_H_
