#include "shell/program/version.h"

namespace apisql {

const char* Version() { return APISQL_VERSION; }

}  // namespace apisql
