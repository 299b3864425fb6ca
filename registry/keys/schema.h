// ProviderSchema: the places of provider documents as a JSON Schema, for editors.
#ifndef APISQL_REGISTRY_KEYS_SCHEMA_H_
#define APISQL_REGISTRY_KEYS_SCHEMA_H_

#include <string>

#include "registry/keys/key.h"

namespace apisql {

// What registry/provider.schema.json holds: JSON of the draft 2020-12, with a line break at its
// end.
std::string ProviderSchema();

// "With verb: insert or update." for a key that means something only there; else "".
std::string WhereText(const Key& key);

}  // namespace apisql

#endif  // APISQL_REGISTRY_KEYS_SCHEMA_H_
