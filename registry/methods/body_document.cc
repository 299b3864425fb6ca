#include "registry/methods/body_document.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "registry/keys/left_out.h"
#include "registry/keys/places.h"
#include "registry/model/names.h"
#include "src/base/text.h"

namespace apisql {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

// What is wrong with a media type, or "".
std::string CheckMediaType(const std::string& type) {
  const std::string name = AsciiLower(StripBlanks(type.substr(0, type.find(';'))));
  if (name == "application/json-patch+json") {
    return "a JSON Patch is a list of operations, and bodies here are objects; "
           "application/merge-patch+json is one";
  }
  const size_t slash = name.find('/');
  const std::string_view subtype =
      slash == std::string::npos ? std::string_view() : std::string_view(name).substr(slash + 1);
  // AWS's own names for JSON: application/x-amz-json-1.1.
  const bool json =
      subtype == "json" || subtype.ends_with("+json") || subtype.starts_with("x-amz-json-");
  const bool plain = std::ranges::all_of(type, [](char c) { return c >= ' ' && c < '\x7f'; });
  if (json && plain && IsHeaderName(name.substr(0, slash)) && IsHeaderName(subtype)) return "";
  const bool binary = name.starts_with("multipart/") || name == "application/octet-stream" ||
                      name == "text/plain" || name.ends_with("xml");
  const std::string_view why = WhyLeftOut(binary ? "binary" : name);
  if (!why.empty()) return std::string(why);
  return "expected form, or a kind of JSON such as application/merge-patch+json";
}

BodyFormat FormatOf(const Fields& fields, const BodyFormat& otherwise) {
  BodyFormat format = otherwise;
  if (!fields.Has("content")) return format;
  const std::string content = fields.Text("content");
  format.is_form = content == "form" || AsciiLower(content) == kFormType;
  format.media_type = format.is_form ? std::string(kFormType) : content;
  const std::string wrong = format.is_form ? "" : CheckMediaType(content);
  if (!wrong.empty()) fields.Fault("content", wrong);
  return format;
}

void ReadBaseBody(const Fields& fields, Method& method) {
  const YamlNode* base = fields.Find("base_body");
  if (base == nullptr) return;
  if (!base->is(YamlNode::Kind::kMap)) {
    return fields.Fault("base_body", "expected a map of members");
  }
  if (method.http_method == "GET") return fields.Fault("base_body", "a GET has no body");
  method.base_body = ToJson(*base);
}

void ReadWithout(const Fields& fields, Method& method) {
  method.without = fields.Paths("without");
  const bool whole = std::ranges::any_of(method.without, &JsonPath::empty);
  if (whole) fields.Fault("without", "names the whole row");
  if (method.merged_body && method.body_format.is_form) {
    fields.Fault("body", "a form cannot say a row as the API has it");
  }
}

void ReadJsonTexts(const Fields& fields, Method& method) {
  method.json_texts = fields.Paths("json_texts");
  const bool whole = std::ranges::any_of(method.json_texts, &JsonPath::empty);
  if (whole) fields.Fault("json_texts", "names the whole body");
  if (fields.Has("json_texts") && method.http_method == "GET") {
    fields.Fault("json_texts", "a GET has no body");
  }
}

void ReadIdempotencyKey(const Fields& fields, Method& method) {
  method.idempotency_key = fields.Text("idempotency_key");
  if (!fields.Has("idempotency_key")) return;
  if (!IsHeaderName(method.idempotency_key)) {
    fields.Fault("idempotency_key", "is no header's name");
  }
  const bool constant = std::ranges::any_of(method.headers, [&](const auto& header) {
    return EqualsIgnoreCase(header.first, method.idempotency_key);
  });
  if (constant) fields.Fault("idempotency_key", "is a header that is always the same (headers)");
  method.idempotent = true;
}

}  // namespace

BodyFormat ReadBodyFormat(const Fields& fields, const BodyFormat& otherwise) {
  BodyFormat format = FormatOf(fields, otherwise);
  const YamlNode* node = fields.Find("form");
  if (node == nullptr) return format;
  const Fields form(*node, kForm, fields.Within("form"), fields.faults());
  if (!format.is_form) fields.Fault("form", "needs content: form");
  format.form.arrays = static_cast<FormArrays>(form.Choice("arrays").value_or(0));
  format.form.empty_nulls = form.Choice("nulls").value_or(0) == 1;
  return format;
}

void ReadBody(const Fields& fields, const BodyFormat& otherwise, Method& method) {
  method.body_format = ReadBodyFormat(fields, otherwise);
  if (fields.Has("content") && method.http_method == "GET") {
    fields.Fault("content", "a GET has no body");
  }
  const size_t body = fields.Choice("body").value_or(0);
  method.whole_body = body == 1;
  method.merged_body = body == 2;
  method.by_inputs = fields.Choice("where").value_or(0) == 1;
  ReadBaseBody(fields, method);
  ReadWithout(fields, method);
  ReadJsonTexts(fields, method);
  ReadIdempotencyKey(fields, method);
}

}  // namespace apisql
