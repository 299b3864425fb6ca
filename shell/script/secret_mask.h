// Takes the secrets out of a statement before it is kept.
#ifndef APISQL_SHELL_SCRIPT_SECRET_MASK_H_
#define APISQL_SHELL_SCRIPT_SECRET_MASK_H_

#include <span>
#include <string>
#include <string_view>

#include "registry/source/catalog.h"

namespace apisql {

// `entry`, what was typed, with '***' in place of each literal that the text shows to be one of a
// column that a document calls secret (compared with it, or the value for it in an INSERT, UPDATE
// or EXEC), of what .set gives to a variable with a name like "password", and *** in place of each
// of `credentials`, wherever it stands.
//
//   UPDATE rockset.iam.api_keys SET key = '***' WHERE name = 'x'
std::string MaskSecrets(std::string_view entry, Catalog& catalog,
                        std::span<const std::string> credentials);

}  // namespace apisql

#endif  // APISQL_SHELL_SCRIPT_SECRET_MASK_H_
