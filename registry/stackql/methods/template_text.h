// Parts of the text of a template, taken from its start.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_TEMPLATE_TEXT_H_
#define APISQL_REGISTRY_STACKQL_METHODS_TEMPLATE_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

namespace apisql {

// The text between `start` and `end`, where `text` begins with `start`; moves behind `end`. None:
// it does not, and `text` is as it was.
std::optional<std::string> TakeBetween(std::string_view* text, std::string_view start,
                                       std::string_view end);
// Moves behind `expected`, where `text` begins with it.
bool TakeText(std::string_view* text, std::string_view expected);
// Blanks between actions mean nothing where these trim them.
std::string WithoutLineBreaks(std::string_view body);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_TEMPLATE_TEXT_H_
