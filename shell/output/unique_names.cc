#include "shell/output/unique_names.h"

#include <map>
#include <set>

#include "src/base/text.h"

namespace apisql {

std::vector<std::string> UniqueNames(std::span<const ResultColumn> columns, NameCase name_case,
                                     std::vector<std::string>* notes) {
  const auto key = [name_case](const std::string& name) {
    return name_case == NameCase::kCounts ? name : AsciiLower(name);
  };
  std::set<std::string> taken;
  for (const ResultColumn& column : columns) taken.insert(key(column.name));
  std::map<std::string, int> uses;
  std::vector<std::string> names;
  for (const ResultColumn& column : columns) {
    std::string& name = names.emplace_back(column.name);
    int& number = uses[key(name)];
    if (++number == 1) continue;
    while (!taken.insert(key(column.name + "_" + std::to_string(number))).second) ++number;
    name += "_" + std::to_string(number);
    if (notes == nullptr) continue;
    notes->push_back("column " + std::to_string(names.size()) + " is written as " + name +
                     ": another column is named " + column.name);
  }
  return names;
}

}  // namespace apisql
