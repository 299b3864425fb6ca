// SecretReference: where the user keeps a secret.
#ifndef APISQL_REGISTRY_CONFIG_SECRET_REFERENCE_H_
#define APISQL_REGISTRY_CONFIG_SECRET_REFERENCE_H_

#include <string>
#include <string_view>

#include "src/base/secret.h"

namespace apisql {

// One secret as the config file names it. Exactly one of the members is set.
//   key: {environment: NAME}       key: {file: PATH}
//   key: {command: pass show x}    key: {value: TEXT}
// In StackQL's words a variable may name the file.
struct SecretReference {
  std::string environment;
  std::string file;              // Its first line. Others may not write it.
  std::string file_environment;  // The variable with the file's name, looked at when it is needed,
  std::string folder;            // and what a relative name counts from.
  std::string command;           // Run by /bin/sh; the first line of what it prints.
  Secret value;

  // The environment variable to set, "" where there is none.
  const std::string& variable() const {
    return environment.empty() ? file_environment : environment;
  }
};

// The fault of a text in the place of a variable's name, which is not shown: it may be the secret.
inline constexpr std::string_view kNoVariableName =
    "expected the name of an environment variable: upper-case letters, digits and _; a secret "
    "itself has its place in that variable";

}  // namespace apisql

#endif  // APISQL_REGISTRY_CONFIG_SECRET_REFERENCE_H_
