// ReadSecret: fetches a secret from where the user keeps it.
#ifndef APISQL_REGISTRY_CONFIG_SECRET_READER_H_
#define APISQL_REGISTRY_CONFIG_SECRET_READER_H_

#include "registry/config/config.h"
#include "src/base/secret.h"
#include "src/base/status.h"

namespace apisql {

// Empty when the environment variable is not set or empty; the caller says what is missing. An
// error names the variable, file or command, and never shows what was in it: a file that others can
// write or, unless its folder or its mount keeps them from putting another one there, read; a
// command that fails; a first line that is empty or holds control characters. A byte order mark and
// the end of the line are no part of the secret. JSON, such as a key file, is taken whole, with
// blanks for its line breaks.
StatusOr<Secret> ReadSecret(const SecretReference& reference);

}  // namespace apisql

#endif  // APISQL_REGISTRY_CONFIG_SECRET_READER_H_
