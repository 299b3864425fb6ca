// XML answers, made into the JSON that everything behind them reads.
#ifndef APISQL_REGISTRY_ERRORS_XML_ANSWER_H_
#define APISQL_REGISTRY_ERRORS_XML_ANSWER_H_

#include <string>

#include "registry/model/resource.h"
#include "src/base/status.h"
#include "src/http/message/request.h"

namespace apisql {

// Puts JSON in the place of the body of a success, where the method's answers are XML and the
// answer does not say that it is JSON. What is no success stays as it is, to be quoted. kDataLoss
// names the request and what is wrong.
Status ReadXmlAnswer(const Method& method, Response* response);

// The body; where it says that it is XML and can be read, as JSON.
std::string JsonOfError(const Response& response);

}  // namespace apisql

#endif  // APISQL_REGISTRY_ERRORS_XML_ANSWER_H_
