// MakeWorld: a world that a seed decides.
#ifndef APISQL_TESTS_GENERATED_WORLD_MAKER_H_
#define APISQL_TESTS_GENERATED_WORLD_MAKER_H_

#include <cstdint>

#include "tests/differential/random.h"
#include "tests/generated/world.h"

namespace apisql::generated {

// Two to five tables, with their rows.
World MakeWorld(uint64_t seed);

// Fills the tables of `world`, whose columns are there, and then chooses their keys, which depend
// on the rows.
void FillTables(differential::Random& random, World& world);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_WORLD_MAKER_H_
