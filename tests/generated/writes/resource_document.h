// Documents of an API that is written: what a provider's author would write down about it.
#ifndef APISQL_TESTS_GENERATED_WRITES_RESOURCE_DOCUMENT_H_
#define APISQL_TESTS_GENERATED_WRITES_RESOURCE_DOCUMENT_H_

#include <string>
#include <vector>

#include "tests/generated/documents.h"
#include "tests/generated/writes/resource.h"

namespace apisql::generated::writes {

// The provider's, and one for each table.
std::vector<Document> DocumentsOf(const Api& api);

// The variables that the user's config gives.
inline constexpr const char* kSiteVariable = "site";
inline constexpr const char* kSite = "acme";

}  // namespace apisql::generated::writes

#endif  // APISQL_TESTS_GENERATED_WRITES_RESOURCE_DOCUMENT_H_
