// Every place of provider documents and of the config file that has keys: the one statement of
// what may be said. A new key is a row here, and a line in the reader that fetches it.
#ifndef APISQL_REGISTRY_KEYS_PLACES_H_
#define APISQL_REGISTRY_KEYS_PLACES_H_

#include <span>

#include "registry/keys/key.h"

namespace apisql {

// Requests in flight at once.
inline constexpr int64_t kMostConcurrency = 256;

// Statuses of errors.
inline constexpr int64_t kLeastError = 400;
inline constexpr int64_t kMostClientError = 499;
inline constexpr int64_t kMostError = 599;

// provider.yaml
extern const Place kProvider;
extern const Place kServer;
extern const Place kServerVariable;
extern const Place kServerCredential;
extern const Place kAuth;
extern const Place kPaging;
extern const Place kPageSize;
extern const Place kError;
extern const Place kSuccess;
extern const Place kRateLimit;
extern const Place kBudget;

// The document of a table.
extern const Place kTable;
extern const Place kColumn;
extern const Place kCreateOnly;
extern const Place kMethod;
extern const Place kFilter;
extern const Place kPathParameter;
extern const Place kFrom;
extern const Place kBodyParameter;
extern const Place kAbsent;
extern const Place kQuota;
extern const Place kNull;
extern const Place kXml;
extern const Place kForm;
extern const Place kAwait;

// The config file.
extern const Place kConfig;
extern const Place kConfigProvider;
extern const Place kConfigAuth;
extern const Place kConfigServer;
extern const Place kConfigCredential;
extern const Place kConfigSecret;

// `root` and every place below it, each once, in the order in which they are first named.
std::vector<const Place*> PlacesBelow(const Place& root);
// Those of both kinds of documents; the places of a provider come first.
std::vector<const Place*> DocumentPlaces();

}  // namespace apisql

#endif  // APISQL_REGISTRY_KEYS_PLACES_H_
