// What .schema shows: tables as CREATE statements with comments, for people to read.
#ifndef APISQL_SHELL_RUN_SCHEMA_TEXT_H_
#define APISQL_SHELL_RUN_SCHEMA_TEXT_H_

#include <string>

#include "registry/model/resource.h"
#include "vtab/session/session.h"

namespace apisql {

// The columns of an API table with types, descriptions and what may be written.
std::string ResourceText(const Resource& resource);

// The schema of `table`, an API table or one of the workspace; of all the workspace's tables when
// `table` is empty. kNotFound names the nearest tables.
StatusOr<std::string> SchemaText(Session& session, const std::string& table);

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_SCHEMA_TEXT_H_
