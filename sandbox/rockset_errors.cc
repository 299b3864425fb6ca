#include "sandbox/rockset_errors.h"

namespace apisql::sandbox {

Answer RocksetError(const Call& call, int status, std::string_view type, std::string_view message) {
  JsonText json;
  json.BeginObject().Field("message", message).Field("type", type);
  json.Key("line").Null().Key("column").Null();
  json.Field("trace_id", call.request_id).Field("error_id", call.request_id);
  json.Key("query_id").Null().Key("virtual_instance_rrn").Null().EndObject();
  Answer answer = RocksetAnswer(std::move(json));
  answer.status = status;
  return answer;
}

Answer RocksetNotFound(const Call& call, std::string_view message) {
  return RocksetError(call, 404, "NOTFOUND", message);
}

Answer RocksetInvalid(const Call& call, std::string_view message) {
  return RocksetError(call, 400, "INVALIDINPUT", message);
}

Answer RocksetMethodNotAllowed(const Call& call) {
  return RocksetError(call, 405, "METHODNOTALLOWED", "HTTP 405 Method Not Allowed");
}

Answer RocksetAnswer(JsonText json) {
  Answer answer;
  answer.body = json.Take();
  return answer;
}

}  // namespace apisql::sandbox
