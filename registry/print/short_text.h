// ShortText: somebody's description as one line of a document.
#ifndef APISQL_REGISTRY_PRINT_SHORT_TEXT_H_
#define APISQL_REGISTRY_PRINT_SHORT_TEXT_H_

#include <string>
#include <string_view>

namespace apisql {

// At most 240 characters and "...", to the end of a sentence where one ends before that. Blanks and
// line breaks become one blank each.
std::string ShortText(std::string_view text);

}  // namespace apisql

#endif  // APISQL_REGISTRY_PRINT_SHORT_TEXT_H_
