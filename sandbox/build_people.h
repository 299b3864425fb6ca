// Made-up people, for both providers.
#ifndef APISQL_SANDBOX_BUILD_PEOPLE_H_
#define APISQL_SANDBOX_BUILD_PEOPLE_H_

#include <string>

#include "sandbox/random.h"

namespace apisql::sandbox {

struct Person {
  std::string first_name;
  std::string last_name;
  std::string email;  // Lower case, different for each `number`.
};
Person MakePerson(Random& random, size_t number);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_BUILD_PEOPLE_H_
