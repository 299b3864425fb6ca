// RegisteredNames: the registered dotted names, looked up the way SQL compares names.
#ifndef APISQL_VTAB_SQL_REGISTERED_NAMES_H_
#define APISQL_VTAB_SQL_REGISTERED_NAMES_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

class RegisteredNames {
 public:
  explicit RegisteredNames(std::vector<std::string> names);

  // The name as it was registered, ASCII case ignored; null when there is none.
  const std::string* Find(std::string_view name) const;
  bool Has(std::string_view name) const { return Find(name) != nullptr; }
  // True when a registered name begins with `part` and a dot: a provider.
  bool IsFirstPart(std::string_view part) const;
  const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<std::string> all_;
  std::map<std::string, std::string, std::less<>> by_lower_name_;
  std::set<std::string, std::less<>> first_parts_;
};

// "", or "Did you mean a, b or c?" with those of `candidates` that are nearest to `name`.
std::string Suggestion(std::string_view name, const std::vector<std::string>& candidates);

// kNotFound: "no such table: x", and ". Did you mean y?" where something is near.
Status UnknownName(std::string_view what, std::string_view name,
                   const std::vector<std::string>& candidates);

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_REGISTERED_NAMES_H_
