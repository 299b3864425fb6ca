// OktaFilter: an expression of Okta's `filter` and `search` parameters, the part of SCIM (RFC 7644,
// 3.4.2.2) that Okta documents:
//   status eq "ACTIVE" and (profile.email eq "a@b.c" or lastUpdated gt "2026-01-01T00:00:00.000Z")
#ifndef APISQL_TESTS_PROVIDERS_OKTA_OKTA_FILTER_H_
#define APISQL_TESTS_PROVIDERS_OKTA_OKTA_FILTER_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace apisql::okta {

// What an endpoint's parameter takes.
struct OktaFilterRules {
  std::set<std::string> properties;  // Empty: any.
  std::set<std::string> ordered;     // Of them those that gt, ge, lt and le compare.
  bool ignores_case = false;         // Of values: search does, filter does not.
  bool starts_with = false;          // Whether there is sw: in search only.
};

class OktaFilter {
 public:
  // None where the text is no expression that the rules take.
  static std::optional<OktaFilter> Parse(std::string_view text, const OktaFilterRules& rules);

  bool Matches(const nlohmann::json& object) const;

 private:
  friend class OktaFilterParser;
  struct Term {
    std::string property;  // profile.email
    std::string operation;
    std::string value;
  };
  // All terms of one of the rows: or over and.
  std::vector<std::vector<Term>> alternatives_;
  bool ignores_case_ = false;
};

}  // namespace apisql::okta

#endif  // APISQL_TESTS_PROVIDERS_OKTA_OKTA_FILTER_H_
