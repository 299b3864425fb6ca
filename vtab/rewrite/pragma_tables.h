// PragmaTables: the tables that a statement asks PRAGMA about. There a table's name is a value, so
// that the pass over names (vtab/rewrite/rewrite.h) does not see it.
#ifndef APISQL_VTAB_REWRITE_PRAGMA_TABLES_H_
#define APISQL_VTAB_REWRITE_PRAGMA_TABLES_H_

#include <string>
#include <string_view>
#include <vector>

namespace apisql {

struct PragmaTables {
  std::vector<std::string> names;  // PRAGMA table_info(name), pragma_table_info('name')
  bool any = false;  // It asks about names that only its run tells: pragma_table_info(r.name)
};

PragmaTables ReadPragmaTables(std::string_view sql);

}  // namespace apisql

#endif  // APISQL_VTAB_REWRITE_PRAGMA_TABLES_H_
