#include "tests/generated/writes/resource.h"

#include <algorithm>

namespace apisql::generated::writes {

const Member* Resource::Find(const std::string& name) const {
  const auto found = std::ranges::find_if(
      members, [&](const Member& member) { return member.column.name == name; });
  return found == members.end() ? nullptr : &*found;
}

std::string FullNameOf(const Resource& resource) { return "gen.w." + resource.name; }

std::string BoxTableOf(const Resource& resource) { return "gen.w.boxes_" + resource.name; }

}  // namespace apisql::generated::writes
