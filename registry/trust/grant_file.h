// Grants that are written into the user's config file, of which all else stays as it is.
#ifndef APISQL_REGISTRY_TRUST_GRANT_FILE_H_
#define APISQL_REGISTRY_TRUST_GRANT_FILE_H_

#include <string>
#include <string_view>

#include "registry/config/grants.h"
#include "src/base/status.h"

namespace apisql {

// The text of a config file with lines in it that grant `wants` to `provider`: every byte of `text`
// is there, comments too. kFailedPrecondition where a key that would have to change has a value
// already, or where the file is not written a key to a line.
StatusOr<std::string> WithGrants(std::string_view text, const std::string& provider,
                                 const Wants& wants);

// The same with the file, which is made when it is absent, with its folder, for its owner alone. An
// error leaves it as it was.
Status AddGrants(const std::string& file, const std::string& provider, const Wants& wants);

}  // namespace apisql

#endif  // APISQL_REGISTRY_TRUST_GRANT_FILE_H_
