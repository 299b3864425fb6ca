// Pieces of Markdown that the generated pages are made of.
#ifndef APISQL_REGISTRY_REFERENCE_MARKDOWN_H_
#define APISQL_REGISTRY_REFERENCE_MARKDOWN_H_

#include <string>
#include <string_view>
#include <vector>

namespace apisql {

std::string Code(std::string_view text);  // `text`
// A row of a table. What a cell holds cannot end it: bars are escaped, line breaks become blanks.
std::string MarkdownRow(const std::vector<std::string>& cells);
// The head of a table, and the line below that.
std::string MarkdownHead(const std::vector<std::string>& names);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REFERENCE_MARKDOWN_H_
