#include "vtab/scan/table_accesses.h"

namespace apisql {

TableAccess* TableAccesses::Find(const Resource& resource, std::string_view plan_text) const {
  const auto known = accesses_.find({resource.name, std::string(plan_text)});
  return known == accesses_.end() ? nullptr : known->second.get();
}

TableAccess& TableAccesses::Add(const Resource& resource, std::string_view plan_text,
                                std::unique_ptr<TableAccess> access) {
  auto& place = accesses_[{resource.name, std::string(plan_text)}];
  place = std::move(access);
  return *place;
}

}  // namespace apisql
