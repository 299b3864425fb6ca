// XML answers, made into the JSON that everything behind them reads.
#ifndef APISQL_REGISTRY_ERRORS_XML_ANSWER_H_
#define APISQL_REGISTRY_ERRORS_XML_ANSWER_H_

#include <string>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/http/message/request.h"
#include "src/json/reader.h"

namespace apisql {

// Puts JSON in the place of the body of a success, where the method's answers are XML and the
// answer does not say that it is JSON. What is no success stays as it is, to be quoted. kDataLoss
// names the request and what is wrong.
Status ReadXmlAnswer(const Method& method, Response* response);

// The body; where it says that it is XML and can be read, as JSON.
std::string JsonOfError(const Response& response);

// Of an answer that breaks `rule` of a success: what to do where it breaks it by telling of rows
// that are not in it, as found rows do at /truncated; "": it does not.
std::string MoreRowsWords(const Method& method, const SuccessRule& rule,
                          const JsonDocument& answer);

}  // namespace apisql

#endif  // APISQL_REGISTRY_ERRORS_XML_ANSWER_H_
