#include "src/paging/page_request.h"

#include "src/json/writer.h"

namespace apisql {

void PageRequest::Put(const RequestPlace& place, const std::string& value, bool number) {
  if (place.name.empty()) return;
  switch (place.kind) {
    case RequestPlace::Kind::kQuery:
      parameters.emplace_back(place.name, value);
      break;
    case RequestPlace::Kind::kHeader:
      headers.emplace_back(place.name, value);
      break;
    case RequestPlace::Kind::kBody:
      members.emplace_back(place.path, number ? value : QuoteJson(value));
      break;
  }
}

}  // namespace apisql
