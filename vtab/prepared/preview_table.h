// Requests of writes that are shown instead of sent, or before they are, as a result.
#ifndef APISQL_VTAB_PREPARED_PREVIEW_TABLE_H_
#define APISQL_VTAB_PREPARED_PREVIEW_TABLE_H_

#include <span>
#include <vector>

#include "vtab/prepared/result_table.h"
#include "vtab/write/mutation.h"

namespace apisql {

std::vector<ResultColumn> PreviewColumns();
ResultTable PreviewTable(std::span<const PreviewedRequest> requests);

}  // namespace apisql

#endif  // APISQL_VTAB_PREPARED_PREVIEW_TABLE_H_
