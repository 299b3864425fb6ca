// GithubApi: a part of GitHub's REST API, after docs.github.com/rest.
//
// Options: rate_limit=N answers 403 once N requests were sent, until the window of a second is
// over; secondary=N answers the Nth request with 403 and retry-after; strict=1 refuses requests
// without what GitHub asks clients to send (Accept, X-GitHub-Api-Version), which GitHub itself lets
// pass.
#ifndef APISQL_TESTS_PROVIDERS_GITHUB_GITHUB_API_H_
#define APISQL_TESTS_PROVIDERS_GITHUB_GITHUB_API_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/providers/api_server.h"
#include "tests/providers/github/github_world.h"
#include "tests/providers/imitated_api.h"

namespace apisql::github {

class GithubApi : public ImitatedApi {
 public:
  explicit GithubApi(const ApiOptions& options);

  ApiAnswer Answer(const ApiCall& call) override;
  void Configure(const std::string& url, ProviderConfig& config) const override;

 private:
  ApiAnswer Checked(const ApiCall& call);
  ApiAnswer Route(const ApiCall& call);
  ApiAnswer RouteRepository(const ApiCall& call, GithubRepository& repository,
                            std::string_view rest);
  // A secret, key or issue of the repository.
  ApiAnswer RouteItem(const ApiCall& call, GithubRepository& repository, std::string_view rest);
  ApiAnswer ListRepositories(const ApiCall& call, const std::string& owner);
  ApiAnswer MakeRepository(const ApiCall& call, const std::string& owner);
  ApiAnswer ChangeRepository(const ApiCall& call, GithubRepository& repository);
  ApiAnswer ListIssues(const ApiCall& call, const GithubRepository& repository);
  ApiAnswer MakeIssue(const ApiCall& call, GithubRepository& repository);
  ApiAnswer ChangeIssue(const ApiCall& call, nlohmann::json& issue);
  ApiAnswer MakeKey(const ApiCall& call, GithubRepository& repository);

  GithubWorld world_;
  int64_t rate_limit_;
  int64_t secondary_;
  bool strict_;
  int64_t requests_ = 0;
  int64_t used_ = 0;   // In the window that ends at reset_.
  int64_t reset_ = 0;  // Seconds since 1970.
};

}  // namespace apisql::github

#endif  // APISQL_TESTS_PROVIDERS_GITHUB_GITHUB_API_H_
