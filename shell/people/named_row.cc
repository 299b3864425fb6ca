#include "shell/people/named_row.h"

#include <variant>

namespace apisql {

const SqlValue* NamedRow::Find(std::string_view name) const {
  for (size_t i = 0; i < table_.columns.size() && i < row_.size(); ++i) {
    if (table_.columns[i].name == name) return &row_[i];
  }
  return nullptr;
}

std::string NamedRow::Text(std::string_view name) const {
  const SqlValue* value = Find(name);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? "" : *text;
}

std::optional<int64_t> NamedRow::Integer(std::string_view name) const {
  const SqlValue* value = Find(name);
  const auto* number = value == nullptr ? nullptr : std::get_if<int64_t>(value);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

std::optional<double> NamedRow::Real(std::string_view name) const {
  const SqlValue* value = Find(name);
  const auto* number = value == nullptr ? nullptr : std::get_if<double>(value);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

}  // namespace apisql
