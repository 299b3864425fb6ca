// What an answer to a select may not be, although its status is one of success.
#ifndef APISQL_VTAB_FETCH_ANSWER_CHECKS_H_
#define APISQL_VTAB_FETCH_ANSWER_CHECKS_H_

#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/http/message/request.h"
#include "src/rows/page.h"

namespace apisql {

struct Call;

// True where the columns are members of a row, and neither the row itself nor elements of an array:
// then a row that is no object is none.
bool HasObjects(const Resource& resource);

// kDataLoss for 206, which gives a part of what was asked for and says so.
Status CheckWhole(const Response& response);

// kDataLoss where the one row of `page` lacks a part of the key, or has another value than the call
// has asked for by an exact parameter. Without its key SQLite would take the object for another
// than the one that was asked for, and a row that is there would be missing. `fields` are as in
// DecodedPage.
Status CheckObject(const Call& call, const Page& page, const std::vector<int>& fields);

// The error of an answer without rows, with the API's own words for it, if there are any, or with
// what the document says where such an answer means that there are none.
Status WithReason(const Resource& resource, const Response& response, Status status);

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_ANSWER_CHECKS_H_
