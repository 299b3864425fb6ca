// Problems: the errors of many documents, told together.
#ifndef APISQL_REGISTRY_SOURCE_PROBLEMS_H_
#define APISQL_REGISTRY_SOURCE_PROBLEMS_H_

#include <string>
#include <vector>

#include "src/base/status.h"
#include "src/base/text.h"

namespace apisql {

class Problems {
 public:
  bool Note(const Status& status) {  // True when it is ok.
    if (!status.ok()) texts_.push_back(status.message());
    return status.ok();
  }
  Status ToStatus() const {
    if (texts_.empty()) return OkStatus();
    return {StatusCode::kInvalidArgument, Join(texts_, "\n")};
  }

 private:
  std::vector<std::string> texts_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_SOURCE_PROBLEMS_H_
