// ImportNote: what an import could not take over, or took over in another way.
#ifndef APISQL_REGISTRY_STACKQL_IMPORT_NOTE_H_
#define APISQL_REGISTRY_STACKQL_IMPORT_NOTE_H_

#include <string>

namespace apisql {

struct ImportNote {
  std::string name;  // github.repos.keys.delete, or a table's, a service's or a provider's name.
  std::string file;
  int line = 1;
  std::string reason;  // A clause that stands behind "NAME: ".
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_IMPORT_NOTE_H_
