#include "src/json/form.h"

#include <cstddef>

#include "src/json/tape.h"

namespace apisql {
namespace {

enum class Braces { kEncoded, kReadable };

std::string Encode(std::string_view text, Braces braces) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool brace = braces == Braces::kReadable && (c == '{' || c == '}');
    if (brace || kPlain.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kHex[byte / 16];
    encoded += kHex[byte % 16];
  }
  return encoded;
}

class FormWriter {
 public:
  FormWriter(const FormStyle& style, Braces braces) : style_(style), braces_(braces) {}

  StatusOr<std::string> Write(const JsonValue& body) {
    if (body.kind() != JsonKind::kObject) return CannotSay("", "it is no object");
    RETURN_IF_ERROR(AddMembers("", body));
    return std::move(form_);
  }

 private:
  static Status CannotSay(const std::string& name, std::string_view why) {
    const std::string what = name.empty() ? "the body" : name;
    return {StatusCode::kInvalidArgument, what + " cannot be sent in a form: " + std::string(why)};
  }

  // NOLINTNEXTLINE(misc-no-recursion): a tape is at most JsonTape::kMaxDepth deep.
  Status Add(const std::string& name, const JsonValue& value) {
    switch (value.kind()) {
      case JsonKind::kObject:
        return AddMembers(name, value);
      case JsonKind::kArray:
        return AddElements(name, value);
      case JsonKind::kNull:
        return AddNothing(name, "it has no null");
      case JsonKind::kTrue:
        return AddText(name, "true");
      case JsonKind::kFalse:
        return AddText(name, "false");
      case JsonKind::kNumber:
      case JsonKind::kString:
        break;
    }
    return AddText(name, value.text());
  }

  bool has_dots() const {
    return style_.arrays == FormArrays::kNumbered || style_.arrays == FormArrays::kMembers;
  }
  std::string Within(const std::string& name, const std::string& inner) const {
    return has_dots() ? name + "." + inner : name + "[" + inner + "]";
  }
  bool IsReadable(const std::string& name, std::string_view key) const {
    const std::string_view marks = !has_dots() ? "[]" : name.empty() ? "" : ".";
    return !key.empty() && key.find_first_of(marks) == std::string_view::npos;
  }
  std::string_view WhyUnreadable() const {
    return has_dots() ? "a name is not empty and, within another, has no dot in it"
                      : "a name is not empty and has no bracket in it";
  }

  Status AddText(const std::string& name, std::string_view text) {
    if (!form_.empty()) form_ += '&';
    form_ += name + "=" + Encode(text, braces_);
    return {};
  }

  Status AddNothing(const std::string& name, std::string_view why) {
    return style_.empty_nulls ? AddText(name, "") : CannotSay(name, why);
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  Status AddMembers(const std::string& name, const JsonValue& object) {
    Status status;
    bool empty = true;
    object.ForEachMember([&](std::string_view key, const JsonValue& member) {
      empty = false;
      const std::string encoded = Encode(key, braces_);
      const std::string inner = name.empty() ? encoded : Within(name, encoded);
      status = IsReadable(name, key) ? Add(inner, member) : CannotSay(inner, WhyUnreadable());
      return status.ok();
    });
    const bool lost = empty && !name.empty();
    return lost ? AddNothing(name, "it has no empty object") : status;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  Status AddElements(const std::string& name, const JsonValue& array) {
    Status status;
    size_t count = 0;
    array.ForEachElement([&](const JsonValue& element) {
      status = AddElement(name, count++, element);
      return status.ok();
    });
    return count == 0 ? AddNothing(name, "it has no empty list") : status;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  Status AddElement(const std::string& name, size_t index, const JsonValue& element) {
    if (has_dots()) {
      const std::string_view member = style_.arrays == FormArrays::kMembers ? ".member." : ".";
      return Add(name + std::string(member) + std::to_string(index + 1), element);
    }
    const bool nests = element.kind() == JsonKind::kObject || element.kind() == JsonKind::kArray;
    if (style_.arrays == FormArrays::kIndexes) {
      return Add(name + "[" + std::to_string(index) + "]", element);
    }
    if (nests) return CannotSay(name, "only with arrays: indexes does a list hold more than texts");
    return Add(style_.arrays == FormArrays::kBrackets ? name + "[]" : name, element);
  }

  const FormStyle& style_;
  Braces braces_;
  std::string form_;
};

StatusOr<std::string> ToForm(std::string_view json, const FormStyle& style, Braces braces) {
  ASSIGN_OR_RETURN(const JsonTape tape, JsonTape::Parse(json));
  return FormWriter(style, braces).Write(tape.root());
}

}  // namespace

StatusOr<std::string> JsonToForm(std::string_view json, const FormStyle& style) {
  return ToForm(json, style, Braces::kEncoded);
}

StatusOr<std::string> JsonToFormTemplate(std::string_view json, const FormStyle& style) {
  return ToForm(json, style, Braces::kReadable);
}

}  // namespace apisql
