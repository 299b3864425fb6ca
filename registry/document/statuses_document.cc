#include "registry/document/statuses_document.h"

#include "src/base/text.h"

namespace apisql {

Statuses ReadStatuses(const Fields& fields) {
  constexpr int64_t kLeast = 400;
  constexpr int64_t kMost = 599;
  Statuses statuses;
  for (const auto& [name, node] : fields.Members("statuses")) {
    const std::string place =
        (fields.place().empty() ? "" : fields.place() + ".") + "statuses." + name->text;
    const std::optional<int64_t> status = IntegerOf(name->text);
    const bool is_text = node->is(YamlNode::Kind::kScalar) && !StripBlanks(node->text).empty();
    if (!status || *status < kLeast || *status > kMost) {
      fields.faults().Add(name->line, At(place, "expected a status from 400 to 599"));
    } else if (!is_text || node->text.find('\n') != std::string::npos) {
      fields.faults().Add(node->line, At(place, "expected what the status means, in one line"));
    } else {
      statuses[static_cast<int>(*status)] = node->text;
    }
  }
  return statuses;
}

}  // namespace apisql
