// Bodies: what a server makes of the body of a write, strictly, and how it writes its rows.
#ifndef APISQL_TESTS_GENERATED_WRITES_BODIES_H_
#define APISQL_TESTS_GENERATED_WRITES_BODIES_H_

#include <optional>
#include <string>

#include "tests/generated/writes/resource.h"

namespace apisql::generated::writes {

// The row as an answer has it, but for headers.
Json RowJsonOf(const Resource& resource, const StoredRow& row);
// The ETag, in answers and in If-Match.
std::string EtagOf(const StoredRow& row);

// a[b]=x&a[c][0]=y as an object of texts. None: it is no such form.
std::optional<Json> ParseForm(const std::string& text, Resource::Arrays arrays);

// Puts what the body says into the row. What is wrong with it, if anything is: a member that the
// document does not let through, one that it demands, or a value of another type.
std::optional<std::string> TakeInsert(const Resource& resource, const std::string& body,
                                      StoredRow& row);
std::optional<std::string> TakeUpdate(const Resource& resource, const std::string& body,
                                      StoredRow& row);

}  // namespace apisql::generated::writes

#endif  // APISQL_TESTS_GENERATED_WRITES_BODIES_H_
