#include "registry/errors/xml_answer.h"

#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/json/path.h"
#include "src/xml/xml_json.h"

namespace apisql {
namespace {

// "text/xml" of "text/xml; charset=utf-8".
std::string MediaTypeOf(const Response& response) {
  const std::string_view whole = response.header("Content-Type").value_or("");
  return AsciiLower(StripBlanks(whole.substr(0, whole.find(';'))));
}

// Where the answer names the next page, under the names that AWS's services have for it.
std::string PlaceOfNext(const JsonDocument& answer) {
  constexpr std::string_view kNames[] = {"NextToken", "nextToken", "NextMarker",
                                         "NextContinuationToken", "Marker"};
  for (const std::string_view name : kNames) {
    const JsonPath path{{"answer", std::string(name)}};
    if (!answer.Text(path).value_or("").empty()) return path.ToString();
  }
  return "/answer/NAME";
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

std::string MoreRowsWords(const Method& method, const SuccessRule& rule,
                          const JsonDocument& answer) {
  const bool is_found = method.xml && method.xml->find_rows && rule.path.ToString() == "/truncated";
  if (!is_found || answer.Text(rule.path) != "true") return "";
  const std::string parameter = method.http_method == "POST" ? "/NAME" : "NAME";
  return "the answer says that there are more rows, and the document does not say how to get them. "
         "Its method " +
         method.name +
         " needs, in place of its success, paging: {style: token, next: " + PlaceOfNext(answer) +
         ", token_parameter: " + parameter + ", more: /truncated}";
}

}  // namespace apisql
