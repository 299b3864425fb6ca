// SecretReference: where the user keeps a secret.
#ifndef APISQL_REGISTRY_CONFIG_SECRET_REFERENCE_H_
#define APISQL_REGISTRY_CONFIG_SECRET_REFERENCE_H_

#include <string>

#include "src/base/secret.h"

namespace apisql {

// One secret as the config file names it. Exactly one of the members is set.
//   key: {environment: NAME}       key: {file: PATH}
//   key: {command: pass show x}    key: {value: TEXT}
struct SecretReference {
  std::string environment;
  std::string file;     // Its first line. Others may not write it.
  std::string command;  // Run by /bin/sh; the first line of what it prints.
  Secret value;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_CONFIG_SECRET_REFERENCE_H_
