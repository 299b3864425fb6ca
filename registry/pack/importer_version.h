// ImporterVersion: tells packs apart that another importer made of the same documents.
#ifndef APISQL_REGISTRY_PACK_IMPORTER_VERSION_H_
#define APISQL_REGISTRY_PACK_IMPORTER_VERSION_H_

#include <string_view>

namespace apisql {

// A hash of the sources of registry/ and src/, taken when the program is built
// (cmake/hash_sources.cmake), so that no change of what is imported can be forgotten. Hexadecimal
// digits.
std::string_view ImporterVersion();

}  // namespace apisql

#endif  // APISQL_REGISTRY_PACK_IMPORTER_VERSION_H_
