// Values that rows, inputs and statements of a world take: few of each type, so that they meet.
#ifndef APISQL_TESTS_GENERATED_VALUES_H_
#define APISQL_TESTS_GENERATED_VALUES_H_

#include <string>

#include "tests/differential/random.h"
#include "tests/generated/world.h"

namespace apisql::generated {

using differential::Random;

// One of the type's values. With `narrow` one that a path can carry.
Value RandomValue(Random& random, Type type, bool narrow);
// JSON for a value that is not NULL, in one of the spellings of which all mean the same.
std::string RandomSpelling(Random& random, const Column& column, const Value& value);
Datum RandomDatum(Random& random, const Column& column, bool narrow);
// A NULL: the member is null, missing, or where no text is meant, an empty one.
Datum RandomNull(Random& random, const Column& column);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_VALUES_H_
