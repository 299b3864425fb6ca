// Paragraphs: text in lines of the terminal, in which names, ids and URLs are never cut.
#ifndef APISQL_SHELL_PEOPLE_PARAGRAPH_H_
#define APISQL_SHELL_PEOPLE_PARAGRAPH_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace apisql {

// Appends `first`, then `text` in lines that end between words, all but the first of them behind
// `indent` blanks. A word that is wider than a line stays whole. Control characters are written
// out.
void AppendParagraph(std::string_view first, std::string_view text, size_t indent, size_t width,
                     std::string* out);

}  // namespace apisql

#endif  // APISQL_SHELL_PEOPLE_PARAGRAPH_H_
