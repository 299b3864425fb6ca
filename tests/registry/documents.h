// A provider and a table that are sound, and the faults of variations of them.
#ifndef APISQL_TESTS_REGISTRY_DOCUMENTS_H_
#define APISQL_TESTS_REGISTRY_DOCUMENTS_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace apisql {

inline constexpr std::string_view kAcmeProvider = R"(provider: acme
description: A company.
servers:
  main:
    url: https://api.acme.example
    auth: {scheme: basic, secrets: {username: ACME_USER, password: ACME_PASSWORD}}
  shard:
    url: "https://{endpoint}"
    host_suffix: .acme.example
    auth: {scheme: bearer, secrets: {token: ACME_TOKEN}}
max_concurrency: 4
rows: /data
paging: {style: token, next: /next, token_parameter: page_token,
  page_size: {parameter: page_size, default: 10, maximum: 100}}
errors: [{list: /errors, message: /detail, code: /code}]
rate_limit: {limit: X-Limit, remaining: X-Remaining, reset: X-Reset}
budgets: {reads: {requests: 50}}
)";

inline constexpr std::string_view kPeopleTable = R"(table: acme.crm.people
description: People.
key: [team, id]
columns:
  id: {type: text, path: /id}
  name: {type: text, path: /name, write: [create, update]}
  team: {type: text, source: parameter}
  token: {type: text, path: /token, secret: true}
methods:
  list_people:
    verb: select
    get: /teams/{team}/people
    filters: {name: {match: partial}}
  get_person:
    verb: select
    get: /teams/{team}/people/{id}
    row: /
  create_person: {verb: insert, post: "/teams/{team}/people", returns: /}
  update_person: {verb: update, patch: "/teams/{team}/people/{id}"}
  delete_person: {verb: delete, delete: "/teams/{team}/people/{id}"}
)";

// `text` with `with` in place of `replace`, which must be there once.
inline std::string With(std::string_view text, std::string_view replace, std::string_view with) {
  const size_t at = text.find(replace);
  EXPECT_NE(at, std::string_view::npos) << replace;
  EXPECT_EQ(text.find(replace, at + 1), std::string_view::npos) << replace;
  std::string changed(text);
  return at == std::string_view::npos ? changed : changed.replace(at, replace.size(), with);
}

}  // namespace apisql

#endif  // APISQL_TESTS_REGISTRY_DOCUMENTS_H_
