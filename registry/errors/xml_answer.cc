#include "registry/errors/xml_answer.h"

#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/xml/xml_json.h"

namespace apisql {
namespace {

// "text/xml" of "text/xml; charset=utf-8".
std::string MediaTypeOf(const Response& response) {
  const std::string_view whole = response.header("Content-Type").value_or("");
  return AsciiLower(StripBlanks(whole.substr(0, whole.find(';'))));
}

}  // namespace

Status ReadXmlAnswer(const Method& method, Response* response) {
  const bool success = response->status >= 200 && response->status < 300;
  if (!method.xml || !success || StripBlanks(response->body).empty()) return OkStatus();
  if (MediaTypeOf(*response).ends_with("json")) return OkStatus();
  auto json = XmlToJson(response->body, *method.xml);
  if (!json.ok()) {
    return std::move(json).status().Annotate("answer of " + response->method + " " + response->url);
  }
  response->body = *std::move(json);
  return OkStatus();
}

std::string JsonOfError(const Response& response) {
  if (!MediaTypeOf(response).ends_with("xml")) return response.body;
  auto json = XmlToJson(response.body, {});
  return json.ok() ? *std::move(json) : response.body;
}

}  // namespace apisql
