// NewId: ids in Confluent Cloud's style.
#ifndef APISQL_SANDBOX_NEW_ID_H_
#define APISQL_SANDBOX_NEW_ID_H_

#include <string>
#include <string_view>

#include "sandbox/random.h"
#include "sandbox/table.h"

namespace apisql::sandbox {

// `prefix` ("env-") and six letters or digits: an id that `table` does not have.
template <typename Row>
std::string NewId(Random& random, std::string_view prefix, const Table<Row>& table) {
  for (;;) {
    std::string id = std::string(prefix) + random.Text(kLowerDigits, 6);
    if (table.Find(id) == nullptr) return id;
  }
}

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_NEW_ID_H_
