// ReadStackqlMethod: one method of x-stackQL-resources as a MethodDraft.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_METHOD_READER_H_
#define APISQL_REGISTRY_STACKQL_METHODS_METHOD_READER_H_

#include <string>
#include <string_view>

#include "registry/openapi/openapi_document.h"
#include "registry/stackql/methods/config_chain.h"
#include "registry/stackql/methods/method_draft.h"

namespace apisql {

// `verb` is what sqlVerbs say: "select", "insert", "update", "replace", "delete", or "exec" where
// they do not name it. kUnimplemented, or kNotFound for an operation that is not there, says why
// the method cannot be taken over.
StatusOr<MethodDraft> ReadStackqlMethod(const OpenApiDocument& document, const YamlNode& method,
                                        const std::string& name, std::string_view verb,
                                        const ConfigChain& configs);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_METHOD_READER_H_
