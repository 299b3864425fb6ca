// BuildTable: the drafts of a resource's methods as a table document of ours.
#ifndef APISQL_REGISTRY_STACKQL_TABLES_TABLE_BUILDER_H_
#define APISQL_REGISTRY_STACKQL_TABLES_TABLE_BUILDER_H_

#include <string>
#include <utility>
#include <vector>

#include "registry/stackql/methods/method_draft.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

struct TableDraft {
  std::string name;  // github.repos.keys
  std::string description;
  std::vector<MethodDraft> methods;
  // What the user or WHERE chooses of the URLs of its servers: names, and what they are.
  std::vector<std::pair<std::string, std::string>> variables;
};

// Methods that our format cannot have as INSERT, UPDATE or DELETE become EXEC; each is told in
// `changed` by the method's name and the reason.
YamlNode BuildTable(TableDraft& table, std::vector<std::pair<std::string, std::string>>& changed);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_TABLES_TABLE_BUILDER_H_
