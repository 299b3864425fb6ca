#include "sandbox/body.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

const json* MemberAt(const json& body, const std::string& pointer) {
  const json::json_pointer place(pointer);
  return body.contains(place) ? &body.at(place) : nullptr;
}

}  // namespace

std::optional<json> ParseBody(const Call& call) {
  json body = json::parse(call.body, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  return body;
}

const json* ValueAt(const json& body, const std::string& pointer) {
  const json* value = MemberAt(body, pointer);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<std::string> TextAt(const json& body, const std::string& pointer) {
  const json* value = ValueAt(body, pointer);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return value->get<std::string>();
}

std::string TextOrEmpty(const json& body, const std::string& pointer) {
  return TextAt(body, pointer).value_or("");
}

bool ChangeText(const json& body, const std::string& pointer, std::optional<std::string>& text) {
  const json* value = MemberAt(body, pointer);
  if (value == nullptr) return true;
  if (value->is_null()) {
    text.reset();
    return true;
  }
  if (!value->is_string()) return false;
  text = value->get<std::string>();
  return true;
}

}  // namespace apisql::sandbox
