// Step: one statement of a script that both sides run.
#ifndef APISQL_TESTS_GENERATED_WRITES_STEP_H_
#define APISQL_TESTS_GENERATED_WRITES_STEP_H_

#include <cstddef>
#include <string>
#include <vector>

namespace apisql::generated::writes {

struct Step {
  enum class Kind { kBegin, kEnd, kSelect, kWrite } kind = Kind::kSelect;
  // The plain tables read what stands between /*[ and ]*/, too: where a statement names no area,
  // the API means the one without a name.
  std::string sql = {};
  size_t resource = 0;  // Of a write: what it writes.
};

using Script = std::vector<Step>;

}  // namespace apisql::generated::writes

#endif  // APISQL_TESTS_GENERATED_WRITES_STEP_H_
