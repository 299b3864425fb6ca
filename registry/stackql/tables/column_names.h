// ColumnNames: names that SQL takes for names that APIs have, each once in a table.
#ifndef APISQL_REGISTRY_STACKQL_TABLES_COLUMN_NAMES_H_
#define APISQL_REGISTRY_STACKQL_TABLES_COLUMN_NAMES_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace apisql {

class ColumnNames {
 public:
  // SQLite's own names and ours are taken from the start.
  ColumnNames();

  // `wanted` where that is a name and free; else one that is near to it: page[size] is page_size,
  // and a second one page_size_2. Capitals are small letters to SQL.
  std::string Take(std::string_view wanted);
  bool IsTaken(std::string_view name) const;
  // The other names of the column `name` of the API's value `wanted` that are still free: _links
  // of links, volume_id of volumeId.
  std::vector<std::string> TakeAliases(std::string_view name, std::string_view wanted);

 private:
  std::set<std::string, std::less<>> taken_;  // In small letters.
};

// "volumeId" -> "volume_id"
std::string SnakeCase(std::string_view name);
// A name that SQL takes in quotes, as near to `wanted` as can be.
std::string NearName(std::string_view wanted);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_TABLES_COLUMN_NAMES_H_
