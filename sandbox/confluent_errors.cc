#include "sandbox/confluent_errors.h"

#include "sandbox/json_text.h"

namespace apisql::sandbox {
namespace {

void WriteIfGiven(JsonText& json, std::string_view name, std::string_view value) {
  if (!value.empty()) json.Field(name, value);
}

}  // namespace

Answer ConfluentError(const Call& call, int status, const ErrorText& text) {
  JsonText json;
  json.BeginObject().Key("errors").BeginArray().BeginObject();
  json.Field("id", call.request_id).Field("status", std::to_string(status));
  WriteIfGiven(json, "code", text.code);
  WriteIfGiven(json, "title", text.title);
  WriteIfGiven(json, "detail", text.detail);
  json.Key("source").BeginObject();
  WriteIfGiven(json, "pointer", text.pointer);
  WriteIfGiven(json, "parameter", text.parameter);
  json.EndObject().EndObject().EndArray().EndObject();
  Answer answer;
  answer.status = status;
  answer.body = json.Take();
  return answer;
}

Answer ConfluentUnauthenticated(const Call& call) {
  Answer answer = ConfluentError(call, 401, {.detail = "The API Key is invalid"});
  answer.headers["WWW-Authenticate"] =
      "Basic error=\"invalid_key\", error_description=\"The API Key is invalid\"";
  return answer;
}

Answer ConfluentNoSuchPath(const Call& call) {
  return ConfluentError(call, 404, {.title = "Not Found"});
}

Answer ConfluentMethodNotAllowed(const Call& call) {
  return ConfluentError(call, 405,
                        {.code = "method_not_allowed",
                         .title = "Method Not Allowed",
                         .detail = "This resource does not support " + call.method});
}

Answer ForbiddenAccess(const Call& call) {
  return ConfluentError(call, 403, {.code = "forbidden_access", .detail = "Forbidden Access"});
}

Answer ConfluentNotFound(const Call& call, std::string_view code, std::string_view detail) {
  return ConfluentError(call, 404, {.code = code, .title = "Not Found", .detail = detail});
}

Answer InvalidFilter(const Call& call, std::string_view parameter, std::string_view detail) {
  return ConfluentError(call, 400,
                        {.code = "invalid_filter",
                         .title = "Invalid Filter",
                         .detail = detail,
                         .parameter = parameter});
}

Answer InvalidBody(const Call& call) {
  return ConfluentError(call, 400,
                        {.code = "invalid_request_body",
                         .title = "Bad Request",
                         .detail = "The request body must be a JSON object"});
}

Answer Unprocessable(const Call& call, std::string_view pointer, std::string_view detail) {
  return ConfluentError(call, 422,
                        {.code = "validation_error",
                         .title = "Unprocessable Entity",
                         .detail = detail,
                         .pointer = pointer});
}

Answer ConfluentConflict(const Call& call, std::string_view detail) {
  return ConfluentError(call, 409,
                        {.code = "resource_conflict", .title = "Conflict", .detail = detail});
}

Answer RoleBindingError(int error_code, std::string_view message) {
  Answer answer;
  answer.status = error_code / 100;
  answer.body = JsonText()
                    .BeginObject()
                    .Key("error_code")
                    .Number(error_code)
                    .Field("message", message)
                    .EndObject()
                    .Take();
  return answer;
}

}  // namespace apisql::sandbox
