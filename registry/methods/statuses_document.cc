#include "registry/methods/statuses_document.h"

namespace apisql {

Statuses ReadStatuses(const Fields& fields) {
  Statuses statuses;
  for (const auto& [name, node] : fields.Members("statuses")) {
    const std::optional<int64_t> status = IntegerOf(std::string_view(name->text));
    if (status) statuses[static_cast<int>(*status)] = node->text;
  }
  return statuses;
}

}  // namespace apisql
