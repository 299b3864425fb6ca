// ReadXml: the part of a method's document about XML answers.
#ifndef APISQL_REGISTRY_METHODS_XML_DOCUMENT_H_
#define APISQL_REGISTRY_METHODS_XML_DOCUMENT_H_

#include "registry/model/resource.h"
#include "registry/yaml/fields.h"

namespace apisql {

// Last of all parts: what stands where in an answer is known from those before.
void ReadXml(const Fields& fields, const Provider& provider, Method& method);

}  // namespace apisql

#endif  // APISQL_REGISTRY_METHODS_XML_DOCUMENT_H_
