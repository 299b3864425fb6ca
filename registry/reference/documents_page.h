// DocumentsPage: the reference part of docs/documents.md, every key of documents and config file.
#ifndef APISQL_REGISTRY_REFERENCE_DOCUMENTS_PAGE_H_
#define APISQL_REGISTRY_REFERENCE_DOCUMENTS_PAGE_H_

#include <string>
#include <string_view>

namespace apisql {

// The line of the page below which all is generated. What stands above it is written by hand.
inline constexpr std::string_view kGeneratedMark =
    "<!-- Below this line `./dev docs` writes what registry/keys says. -->\n";

// Markdown: per place its words, and per key what it takes and says.
std::string DocumentsPage();

}  // namespace apisql

#endif  // APISQL_REGISTRY_REFERENCE_DOCUMENTS_PAGE_H_
