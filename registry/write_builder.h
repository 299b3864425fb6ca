// INSERT, UPDATE, DELETE and EXEC to requests, with every rule of the document that can be checked
// before anything is sent.
#ifndef APISQL_REGISTRY_WRITE_BUILDER_H_
#define APISQL_REGISTRY_WRITE_BUILDER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "registry/resource.h"
#include "src/base/status.h"
#include "src/http/request.h"

namespace apisql {

// NULL, integer, real, text.
using ColumnValue = std::variant<std::monostate, int64_t, double, std::string>;

struct ColumnChange {
  int column = -1;  // Index in Resource::columns.
  ColumnValue value;
};

// What is known of a row, per column of the resource; none: never read.
using KnownRow = std::vector<std::optional<ColumnValue>>;

// Errors of all builders are kInvalidArgument and name table and column: a column that cannot be
// written, or not after creation; a missing required one; a value of the wrong type; text in a JSON
// column that is no JSON; a secret column.
//
// Bodies: a JSON column given whole (`spec`) is put in first, single columns are merged over it;
// column values take the JSON type of their column (booleans from 0 and 1, timestamps from SQLite
// time text to RFC 3339). NULL in an INSERT is the same as a column left out. Parameters in path and
// query, and body parameters that name a column, are filled from the row.
StatusOr<Request> BuildInsert(const Resource& resource, const Method& method,
                              const std::string& base_url, std::span<const ColumnChange> given);

// `changed` holds what differs from the row as read; an empty one is an error of the caller. With
// Method::whole_body all writable columns of `row` go along. NULL follows the method's null rules,
// else it is sent as JSON null.
StatusOr<Request> BuildUpdate(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& row,
                              std::span<const ColumnChange> changed);

StatusOr<Request> BuildDelete(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& row);

// `arguments` are named by column or by the parameter's name. Unknown and missing names are errors
// that list the method's names.
StatusOr<Request> BuildExec(const Resource& resource, const Method& method,
                            const std::string& base_url,
                            std::span<const std::pair<std::string, ColumnValue>> arguments);

// The method of that verb; an error that says what the table can do instead.
StatusOr<const Method*> WriteMethod(const Resource& resource, Verb verb);

// Columns that an update or a delete has to know beside the key: scopes in query and body, and all
// writable ones where the whole object is sent.
std::vector<int> ColumnsNeeded(const Resource& resource, const Method& method);

// Values that the document does not know, as warnings: APIs add values.
std::vector<std::string> UnknownValues(const Resource& resource,
                                       std::span<const ColumnChange> given);

// A ready INSERT with every column that can be given, required ones marked in comments.
StatusOr<std::string> InsertTemplate(const Resource& resource);

}  // namespace apisql

#endif  // APISQL_REGISTRY_WRITE_BUILDER_H_
