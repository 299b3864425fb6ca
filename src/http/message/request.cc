#include "src/http/message/request.h"

#include "src/base/text.h"

namespace apisql {

std::optional<std::string_view> Response::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (EqualsIgnoreCase(header.name, name)) return header.value;
  }
  return std::nullopt;
}

std::string Response::request_id() const {
  for (const std::string_view name : kRequestIdHeaders) {
    if (const auto value = header(name)) return std::string(*value);
  }
  return {};
}

}  // namespace apisql
