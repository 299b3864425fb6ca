#ifndef APISQL_SHELL_PROGRAM_VERSION_H_
#define APISQL_SHELL_PROGRAM_VERSION_H_

namespace apisql {

// As the build declares it: "0.1.0".
const char* Version();

}  // namespace apisql

#endif  // APISQL_SHELL_PROGRAM_VERSION_H_
