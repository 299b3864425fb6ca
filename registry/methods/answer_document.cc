#include "registry/methods/answer_document.h"

#include "registry/keys/places.h"

namespace apisql {

EmptyAnswers ReadEmptyAnswers(const Fields& fields, const EmptyAnswers& otherwise) {
  if (!fields.Has("empty")) return otherwise;
  EmptyAnswers empty;
  for (const YamlNode& item : fields.Items("empty")) {
    empty.null |= item.is(YamlNode::Kind::kNull) || item.text == "null";
    empty.absent |= item.text == "absent";
    empty.no_content |= item.text == "204";
  }
  return empty;
}

std::vector<SuccessRule> ReadSuccess(const Fields& fields,
                                     const std::vector<SuccessRule>& otherwise) {
  if (!fields.Has("success")) return otherwise;
  std::vector<SuccessRule> rules;
  for (const YamlNode& item : fields.Items("success")) {
    const Fields rule(item, kSuccess, fields.Within("success"), fields.faults());
    SuccessRule read{rule.Path("path"), rule.Texts("values"), rule.Boolean("absent")};
    if (item.is(YamlNode::Kind::kMap) && read.values.empty() != read.absent) {
      fields.faults().Add(
          item.line, At(fields.Within("success"), "a rule names values, or says absent: true"));
    }
    rules.push_back(std::move(read));
  }
  return rules;
}

}  // namespace apisql
