// The rules of a document that a write must keep, checked before anything is sent. Errors are those
// that write_builder.h describes.
#ifndef APISQL_REGISTRY_REQUEST_WRITE_CHECKS_H_
#define APISQL_REGISTRY_REQUEST_WRITE_CHECKS_H_

#include <span>
#include <string>

#include "registry/request/write_builder.h"

namespace apisql {

// The columns of an INSERT that have a value, by column. An error for one that cannot be given.
StatusOr<KnownRow> CheckGiven(const Resource& resource, const Method& method,
                              std::span<const ColumnChange> given);

// That an INSERT has all that the API demands, in its parameters or in its finished body.
Status CheckComplete(const Resource& resource, const Method& method, const KnownRow& given,
                     const std::string& body);

// That an UPDATE may change these columns.
Status CheckChanged(const Resource& resource, std::span<const ColumnChange> changed);

// That the row says what an update or a delete needs to find it.
Status CheckScope(const Resource& resource, const Method& method, const KnownRow& row);

// That the body, before secrets are put in, has no value where one stands: it will be shown.
Status CheckNoSecret(const Resource& resource, const std::string& body);

// That a secret cannot be given.
Status SecretFault(const Resource& resource, const Column& column);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REQUEST_WRITE_CHECKS_H_
