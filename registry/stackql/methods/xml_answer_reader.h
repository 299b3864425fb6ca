// ReadXmlShape: the XML answers of AWS's documents.
//
// Since their transform schema_driven_xml the documents say what a row has, and leave it to StackQL
// to find the rows; the templates before that name the way to a list of texts.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_XML_ANSWER_READER_H_
#define APISQL_REGISTRY_STACKQL_METHODS_XML_ANSWER_READER_H_

#include <string_view>

#include "registry/openapi/openapi_document.h"
#include "registry/openapi/operation.h"
#include "registry/stackql/methods/answer_shape.h"
#include "registry/stackql/methods/paging_reader.h"

namespace apisql {

// True for "text/xml", "application/xml" and the like.
bool IsXmlType(std::string_view media_type);

// True where a service answers in XML whatever a method says of it: by its `x-protocol`.
bool AnswersXml(const OpenApiDocument& document);

// `response` is what the method says of it. kUnimplemented says what cannot be read.
StatusOr<AnswerShape> ReadXmlShape(const OpenApiDocument& document,
                                   const OpenApiOperation& operation, const YamlNode* response);

// How a list whose rows are found goes on: by the parameter whose token the answer is known to name
// beside the rows, else not at all, and an answer that tells of more is an error.
ListPaging XmlPaging(const OpenApiDocument& document, const OpenApiOperation& operation);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_XML_ANSWER_READER_H_
