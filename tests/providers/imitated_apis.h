// The imitated APIs, by the name of their provider.
#ifndef APISQL_TESTS_PROVIDERS_IMITATED_APIS_H_
#define APISQL_TESTS_PROVIDERS_IMITATED_APIS_H_

#include <string>

#include "src/base/status.h"
#include "tests/providers/imitated_api.h"
#include "tests/support/golden/sql_runner.h"

namespace apisql {

// An ApiStarter: starts the API on a port of its own.
StatusOr<RunningApi> StartImitatedApi(const std::string& provider, const ApiOptions& options);

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_IMITATED_APIS_H_
