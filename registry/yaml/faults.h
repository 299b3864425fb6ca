// Faults: everything that is wrong with one document, so that an author sees it all at once.
#ifndef APISQL_REGISTRY_YAML_FAULTS_H_
#define APISQL_REGISTRY_YAML_FAULTS_H_

#include <string>
#include <utility>
#include <vector>

#include "src/base/status.h"

namespace apisql {

class Faults {
 public:
  explicit Faults(std::string document) : document_(std::move(document)) {}

  // Keeps the first hundred: a document with more is not one.
  void Add(int line, std::string rule);
  bool empty() const { return faults_.empty(); }

  // "DOCUMENT:LINE: rule", by line.
  std::vector<std::string> Texts() const;
  // Ok, or kInvalidArgument with one fault per line.
  Status ToStatus() const;

 private:
  std::string document_;
  std::vector<std::pair<int, std::string>> faults_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_YAML_FAULTS_H_
