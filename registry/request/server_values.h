// ServerValuesOf: what of a call's arguments says where it goes, and with which credential.
#ifndef APISQL_REGISTRY_REQUEST_SERVER_VALUES_H_
#define APISQL_REGISTRY_REQUEST_SERVER_VALUES_H_

#include "registry/model/fill_server.h"
#include "registry/model/resource.h"
#include "registry/request/request_builder.h"

namespace apisql {

// By the names in the server's URL and options, and by the column that tells the credential. "" for
// a name that the method could be given, and is not. Nothing for most servers.
ServerValues ServerValuesOf(const Server& server, const Method& method, const Arguments& arguments);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REQUEST_SERVER_VALUES_H_
