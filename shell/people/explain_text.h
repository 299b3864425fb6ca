// Results of the session's own statements as sentences. Pure functions: rows in, text out.
#ifndef APISQL_SHELL_PEOPLE_EXPLAIN_TEXT_H_
#define APISQL_SHELL_PEOPLE_EXPLAIN_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "vtab/prepared/result_table.h"

namespace apisql {

// Of EXPLAIN REQUESTS: a numbered paragraph per request, and the sum.
//   1  read confluent.iam.users: 1 request
//      GET https://api.confluent.cloud/iam/v2/users?page_size=100
//   2  read confluent.iam.api_keys by owner_id = confluent.iam.users.id: about 10 requests
//      ...
//   about 11 requests, at least 1
std::string ExplainText(const ResultTable& rows, size_t width);
// True for the note of EXPLAIN REQUESTS that says the same as its last line.
bool IsToldByExplainText(std::string_view note);

// Of EXPLAIN ANALYZE REQUESTS.
std::string AnalyzeText(const ResultTable& rows, size_t width);

// Of dry_run: METHOD URL, and the body below.
std::string PreviewText(const ResultTable& rows, size_t width);

// Of .requests: number, METHOD URL, and what came of it below.
std::string RequestsText(const ResultTable& rows, size_t width);

// Of SHOW METHODS: name and verb, and what is known of it below.
std::string MethodsText(const ResultTable& rows, size_t width);

// Of SHOW INSERT INTO: the text itself, ready to be pasted.
std::string PlainLines(const ResultTable& rows, size_t width);

}  // namespace apisql

#endif  // APISQL_SHELL_PEOPLE_EXPLAIN_TEXT_H_
