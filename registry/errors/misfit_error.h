// MisfitError: a value of an answer that its column cannot show.
#ifndef APISQL_REGISTRY_ERRORS_MISFIT_ERROR_H_
#define APISQL_REGISTRY_ERRORS_MISFIT_ERROR_H_

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/rows/page.h"

namespace apisql {

// kDataLoss. Names the column, the value (not where it is secret), and the key by which the
// document can say how it is to be read. The caller adds table and URL.
Status MisfitError(const Column& column, const Misfit& misfit);

}  // namespace apisql

#endif  // APISQL_REGISTRY_ERRORS_MISFIT_ERROR_H_
