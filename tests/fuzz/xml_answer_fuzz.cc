// Any bytes as an XML answer (src/xml/xml_json.h). The first chooses what is known of it.
#include <cstdint>

#include "src/json/tape.h"
#include "src/xml/xml_json.h"
#include "tests/fuzz/fuzz_target.h"

namespace apisql {
namespace {

JsonPath XmlPathOf(std::string_view text) { return *JsonPath::Parse(text); }

// Without an array at a place that is a list the same answer would have a row, and another none.
void CheckList(const JsonValue& parent, std::string_view name, const std::string& json) {
  if (parent.kind() != JsonKind::kObject) return;
  const std::optional<JsonValue> list = parent.Member(name);
  Require(!list || list->kind() == JsonKind::kArray, "a list is an array", json);
}

XmlForm FormOf(uint8_t choice) {
  XmlForm form;
  form.find_rows = (choice & 1U) != 0;
  if ((choice & 2U) != 0) form.places.At(XmlPathOf("/r/set/item")).is_list = true;
  if ((choice & 4U) != 0) form.places.At(XmlPathOf("/Tags/*")).is_list = true;
  if ((choice & 8U) != 0) form.members = {"Id", "Name"};
  return form;
}

void CheckJson(const std::string& json, const XmlForm& form) {
  const auto tape = JsonTape::Parse(json);
  Require(tape.ok(), "JSON is made", json);
  const JsonValue root = tape->root();
  Require(root.kind() == JsonKind::kObject, "an answer is an object", json);
  if (!form.find_rows) {
    const std::optional<JsonValue> set = root.Member("r");
    if (set && set->kind() == JsonKind::kObject && form.places.Find("r") != nullptr) {
      const std::optional<JsonValue> inner = set->Member("set");
      if (inner) CheckList(*inner, "item", json);
    }
    return;
  }
  const std::optional<JsonValue> rows = root.Member("rows");
  Require(rows && rows->kind() == JsonKind::kArray, "rows are an array", json);
  const std::optional<JsonValue> answer = root.Member("answer");
  Require(answer && answer->kind() == JsonKind::kObject, "what stands beside rows is there", json);
  if (form.places.Find("Tags") == nullptr) return;
  rows->ForEachElement([&](const JsonValue& row) {
    CheckList(row, "Tags", json);
    return true;
  });
}

void FuzzXmlAnswer(std::string_view input) {
  if (input.empty()) return;
  const XmlForm form = FormOf(static_cast<uint8_t>(input.front()));
  const auto json = XmlToJson(input.substr(1), form);
  if (json.ok()) return CheckJson(*json, form);
  const Status& status = json.status();
  const std::string& message = status.message();
  Require(status.code() == StatusCode::kDataLoss, "what is no XML is kDataLoss", message);
  Require(message.starts_with("invalid XML at line ") || form.find_rows, "a fault has a place",
          message);
}

const FuzzRegistration kXmlAnswer("xml_answer", FuzzXmlAnswer);

}  // namespace
}  // namespace apisql
