#include "registry/document/answer_document.h"

#include <string>

namespace apisql {
namespace {

std::string PlaceOf(const Fields& fields, const std::string& key) {
  return fields.place().empty() ? key : fields.place() + "." + key;
}

}  // namespace

EmptyAnswers ReadEmptyAnswers(const Fields& fields, const EmptyAnswers& otherwise) {
  if (!fields.Has("empty")) return otherwise;
  EmptyAnswers empty;
  for (const YamlNode& item : fields.Items("empty")) {
    if (item.is(YamlNode::Kind::kNull) || item.text == "null") {
      empty.null = true;
    } else if (item.text == "absent") {
      empty.absent = true;
    } else if (item.text == "204") {
      empty.no_content = true;
    } else {
      fields.faults().Add(item.line, At(PlaceOf(fields, "empty"), "expected null, absent or 204"));
    }
  }
  return empty;
}

std::vector<SuccessRule> ReadSuccess(const Fields& fields,
                                     const std::vector<SuccessRule>& otherwise) {
  if (!fields.Has("success")) return otherwise;
  std::vector<SuccessRule> rules;
  for (const YamlNode& item : fields.Items("success")) {
    const Fields rule(item, kSuccess, PlaceOf(fields, "success"), fields.faults());
    SuccessRule read{rule.Path("path"), rule.Texts("values"), rule.Boolean("absent", false)};
    if (read.values.empty() != read.absent) {
      fields.faults().Add(
          item.line, At(PlaceOf(fields, "success"), "a rule names values, or says absent: true"));
    }
    rules.push_back(std::move(read));
  }
  return rules;
}

}  // namespace apisql
