#include "registry/keys/key.h"

#include <algorithm>

namespace apisql {

const Key* Place::Find(std::string_view key) const {
  const auto found = std::ranges::find(keys, key, &Key::name);
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string_view> ChoicesOf(const Key& key) {
  return key.rules.choices == nullptr ? std::vector<std::string_view>() : key.rules.choices();
}

}  // namespace apisql
