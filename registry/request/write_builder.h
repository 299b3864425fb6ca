// INSERT, UPDATE, DELETE and EXEC to requests, with every rule of the document that can be checked
// before anything is sent.
#ifndef APISQL_REGISTRY_REQUEST_WRITE_BUILDER_H_
#define APISQL_REGISTRY_REQUEST_WRITE_BUILDER_H_

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "registry/model/resource.h"
#include "registry/request/column_value.h"
#include "src/base/status.h"
#include "src/http/message/request.h"

namespace apisql {

struct ColumnChange {
  int column = -1;  // Index in Resource::columns.
  ColumnValue value;
};

// What is known of a row, per column of the resource; none: never read.
using KnownRow = std::vector<std::optional<ColumnValue>>;

// Errors of all builders are kInvalidArgument and name table and column: a column that cannot be
// written, or not after creation; a missing required one; a value of the wrong type; text in a JSON
// column that is no JSON; a secret column that cannot be written.
//
// The value of a secret column goes into the body alone, and Request::shown_body has *** in its
// place. A JSON column that brings one is an error.
//
// Bodies: a JSON column given whole (`spec`) is put in first, the outer before the inner, and
// single columns are merged over it; column values take the JSON type of their column
// (column_value.h). Parameters in path and query, and body parameters that name a column, are
// filled from the row.
//
// NULL in `given` is the same as a column left out. A required column also counts as given when a
// JSON column around it brings its value.
StatusOr<Request> BuildInsert(const Resource& resource, const Method& method,
                              const std::string& base_url, std::span<const ColumnChange> given);

// `changed` holds what differs from the row as read; an empty one is an error of the caller
// (kInternal). Path, query and headers say which row it is, so they are filled from `row` as it
// was. With Method::whole_body all columns that UPDATE may change go along, and all of them must be
// known; those that are NULL and unchanged are left out. With Method::merged_body the row's _row is
// sent, which must be known, with the changes in it. A change to NULL follows the method's null
// rules, else it is sent as JSON null.
StatusOr<Request> BuildUpdate(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& row,
                              std::span<const ColumnChange> changed);

StatusOr<Request> BuildDelete(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& row);

// The header that makes a write fail where the row has changed since it was read; null: none.
const Parameter* IfMatchOf(const Method& method);

// True when the request of an update or delete is made of what only the answer for its one row has:
// the row whole, or a header.
bool NeedsOwnAnswer(const Resource& resource, const Method& method);

// The values that the arguments of EXEC give to the columns that `method`, of any verb, takes. They
// are named by column, by parameter, or by member of the body; ASCII case ignored. NULL does for no
// argument that the method needs. Unknown, repeated and missing names are errors that list the
// method's names.
StatusOr<KnownRow> ReadExecArguments(
    const Resource& resource, const Method& method,
    std::span<const std::pair<std::string, ColumnValue>> arguments);

// `arguments` as for ReadExecArguments(). NULL is the same as an argument left out.
StatusOr<Request> BuildExec(const Resource& resource, const Method& method,
                            const std::string& base_url,
                            std::span<const std::pair<std::string, ColumnValue>> arguments);

// The method of that verb; an error that says what the table can do instead.
StatusOr<const Method*> WriteMethod(const Resource& resource, Verb verb);

// Columns that an update or a delete has to know beside the key, in ascending order: scopes in
// path, query and body, and all that UPDATE may change where the whole object is sent.
std::vector<int> ColumnsNeeded(const Resource& resource, const Method& method);

// Values that the document does not know, as warnings: APIs add values.
std::vector<std::string> UnknownValues(const Resource& resource,
                                       std::span<const ColumnChange> given);

// A ready INSERT with every column that can be given: required ones first, with a value to be
// replaced; the others NULL, which is the same as left out. Comments say what each one takes. Where
// the answer has a secret, RETURNING asks for it.
StatusOr<std::string> InsertTemplate(const Resource& resource);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REQUEST_WRITE_BUILDER_H_
