// The row in an answer to a write, with all columns, secrets included.
#ifndef APISQL_VTAB_WRITE_ANSWERED_ROW_H_
#define APISQL_VTAB_WRITE_ANSWERED_ROW_H_

#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/http/message/request.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// The answer to an INSERT also tells of columns that no row has (Column::answered), and has secrets
// whole. Others may have the part of a secret that reading shows: it is left out.
enum class AnswerTo { kInsert, kOther };

// Puts the columns of the object at `path` of `body` into `row`, one value per column of
// `resource`; columns that it lacks keep their values. An error when the body has no such object,
// or has a value that its column cannot show, which does not keep the others from being put.
// Columns that are headers come from `response`, where that is given.
Status ReadAnsweredRow(const Resource& resource, const JsonPath& path, std::string_view body,
                       std::vector<SqlValue>* row, AnswerTo answer_to = AnswerTo::kOther,
                       const Response* response = nullptr);

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_ANSWERED_ROW_H_
