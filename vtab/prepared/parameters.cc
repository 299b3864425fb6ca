#include "vtab/prepared/parameters.h"

#include <string>

namespace apisql {
namespace {

bool IsNamed(const SqlParameter& parameter, std::string_view name) {
  const std::string_view own = parameter.name;
  return own == name || (!own.starts_with('?') && own.substr(1) == name);
}

}  // namespace

Status Parameters::Set(int number, SqlValue value) {
  for (size_t i = 0; i < declared_.size(); ++i) {
    if (declared_[i].number != number) continue;
    values_[i] = std::move(value);
    return OkStatus();
  }
  return {StatusCode::kNotFound, "the statement has no parameter " + std::to_string(number)};
}

Status Parameters::Set(std::string_view name, SqlValue value) {
  for (size_t i = 0; i < declared_.size(); ++i) {
    if (!IsNamed(declared_[i], name)) continue;
    values_[i] = std::move(value);
    return OkStatus();
  }
  return {StatusCode::kNotFound, "the statement has no parameter " + std::string(name)};
}

Status Parameters::CheckAllSet() const {
  for (size_t i = 0; i < declared_.size(); ++i) {
    if (values_[i]) continue;
    return Status(StatusCode::kInvalidArgument,
                  "the parameter " + declared_[i].name + " has no value")
        .At(declared_[i].place);
  }
  return OkStatus();
}

const SqlValue* Parameters::Find(int number, const char* name) const {
  for (size_t i = 0; i < declared_.size(); ++i) {
    const bool is_it =
        name == nullptr || *name == '?' ? declared_[i].number == number : declared_[i].name == name;
    if (is_it) return values_[i] ? &*values_[i] : nullptr;
  }
  return nullptr;
}

}  // namespace apisql
