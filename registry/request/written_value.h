// WrittenValue: a value as a parameter has it written: in other words, or within a text of a
// language of its own.
#ifndef APISQL_REGISTRY_REQUEST_WRITTEN_VALUE_H_
#define APISQL_REGISTRY_REQUEST_WRITTEN_VALUE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"

namespace apisql {

// `text` is the value as the column has it written. None for what the parameter cannot say: a value
// without a word, one that could leave its place in the format, one with the comma of a list, a
// time that the form of the parameter has no number for. The result is not yet encoded for a URL.
std::optional<std::string> WrittenValue(const Parameter& parameter, std::string_view text);

// The written values of one parameter as they are sent: those of a list with `or` as one text.
std::vector<std::string> WithOr(const Parameter& parameter, std::vector<std::string> written);

// What a body has of the parameter: `written` has at least one value, unless it is a constant.
std::string ParameterJson(const Resource& resource, const Parameter& parameter,
                          const std::vector<std::string>& written);

// `text` as it stands within the quotes of `language`, or without quotes where it has none.
std::optional<std::string> EscapeFor(Parameter::Escape language, std::string_view text);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REQUEST_WRITTEN_VALUE_H_
