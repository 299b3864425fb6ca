// CheckKeys: a map of a document against the rows of its place.
#ifndef APISQL_REGISTRY_YAML_KEY_CHECKS_H_
#define APISQL_REGISTRY_YAML_KEY_CHECKS_H_

#include <optional>
#include <string>
#include <string_view>

#include "registry/keys/key.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// Records unknown keys (with the nearest known one), missing ones, values of another type, words
// that are none of the choices, and keys that mean nothing beside what another one says. What the
// maps below hold is not looked at: each is checked against its own place. `where` says in faults
// where the map stands: "columns.id".
void CheckKeys(const YamlNode& map, const Place& place, const std::string& where, Faults& faults);

// "columns.id: rule", or just the rule at the top of a document.
std::string At(std::string_view where, std::string_view rule);
// "expected a map, found a list"
std::string Expected(std::string_view what, const YamlNode& found);

// The value as what it must be; none when it is something else.
std::optional<bool> BooleanOf(const YamlNode& value);
std::optional<int64_t> IntegerOf(const YamlNode& value);
// The whole of `text` as a number.
std::optional<int64_t> IntegerOf(std::string_view text);

}  // namespace apisql

#endif  // APISQL_REGISTRY_YAML_KEY_CHECKS_H_
