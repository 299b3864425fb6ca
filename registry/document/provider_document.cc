#include "registry/document/provider_document.h"

#include <algorithm>
#include <optional>

#include "registry/document/server_document.h"
#include "registry/methods/answer_document.h"
#include "registry/methods/body_document.h"
#include "registry/methods/paging_document.h"
#include "registry/methods/statuses_document.h"
#include "registry/model/names.h"
#include "registry/parameter/header_document.h"
#include "registry/yaml/fields.h"
#include "registry/yaml/key_checks.h"
#include "src/base/text.h"

namespace apisql {
namespace {

std::vector<ErrorShape> ReadErrors(const Fields& provider) {
  std::vector<ErrorShape> shapes;
  for (const YamlNode& item : provider.Items("errors")) {
    const Fields fields(item, kError, "errors", provider.faults());
    shapes.push_back({fields.Path("list"), fields.Path("message"), fields.Path("code"),
                      fields.Paths("pointer")});
  }
  return shapes;
}

std::vector<Budget> ReadBudgets(const Fields& provider) {
  constexpr int64_t kMinute = 60;
  std::vector<Budget> budgets;
  for (const auto& [name, node] : provider.Members("budgets")) {
    const Fields fields(*node, kBudget, "budgets." + name->text, provider.faults());
    budgets.push_back({name->text, static_cast<int>(fields.Integer("requests", 1)),
                       static_cast<int>(fields.Integer("seconds", kMinute))});
  }
  return budgets;
}

std::vector<std::string> ReadRegions(const Fields& fields, const Provider& provider) {
  const std::vector<std::string> regions = fields.Texts("regions");
  std::vector<std::string> names;
  for (const Server& server : provider.servers) names.push_back(server.name);
  for (const std::string& region : regions) {
    const Server* server = provider.FindServer(region);
    if (server == nullptr || region.empty()) {
      fields.Fault("regions", "there is no server " + region + DidYouMean(region, names));
    } else if (!server->host_suffix.empty()) {
      fields.Fault("regions", region + " is a family of hosts, of which rows choose one");
    }
  }
  const bool has_default = !names.empty() && std::ranges::find(regions, names[0]) != regions.end();
  if (!regions.empty() && !has_default) {
    fields.Fault("regions", "the first server is asked by default, so it is one of them");
  }
  return regions;
}

std::string HeaderName(const Fields& fields, std::string_view key) {
  const std::string name = fields.Text(key);
  if (fields.Has(key) && !IsHeaderName(name)) fields.Fault(key, "is no header's name");
  return name;
}

std::vector<int> ReadStatusList(const Fields& fields, std::string_view key) {
  constexpr int64_t kLeast = 400;
  constexpr int64_t kMost = 599;
  std::vector<int> statuses;
  for (const YamlNode& item : fields.Items(key)) {
    const auto status = IntegerOf(item);
    if (!status || *status < kLeast || *status > kMost) {
      fields.Fault(key, "expected a list of statuses from 400 to 599");
      return {};
    }
    statuses.push_back(static_cast<int>(*status));
  }
  return statuses;
}

void ReadRateLimit(const Fields& parent, Provider& provider) {
  const YamlNode* node = parent.Find("rate_limit");
  if (node == nullptr) return;
  const Fields fields(*node, kRateLimit, "rate_limit", parent.faults());
  provider.limit_header = HeaderName(fields, "limit");
  provider.remaining_header = HeaderName(fields, "remaining");
  provider.reset_header = HeaderName(fields, "reset");
  provider.wait_statuses = ReadStatusList(fields, "wait_statuses");
  if (const auto unit = fields.Choice("reset_unit")) {
    provider.reset_unit = static_cast<ResetUnit>(*unit + 1);
    if (provider.reset_header.empty()) fields.Fault("reset_unit", "needs reset");
  }
}

}  // namespace

Provider ReadProvider(const YamlNode& root, Faults& faults) {
  const Fields fields(root, kProvider, "", faults);
  Provider provider;
  provider.name = fields.Text("provider");
  provider.description = fields.Text("description");
  provider.servers = ReadServers(fields);
  provider.regions = ReadRegions(fields, provider);
  provider.max_concurrency =
      static_cast<int>(fields.Integer("max_concurrency", provider.max_concurrency));
  provider.rows = fields.Path("rows");
  provider.paging.style = kUnknownPaging;
  provider.paging = ReadPaging(fields, provider.paging);
  provider.empty = ReadEmptyAnswers(fields, {});
  provider.success = ReadSuccess(fields, {});
  provider.body_format = ReadBodyFormat(fields, {});
  provider.xml_answers = fields.Choice("answers").value_or(0) == 1;
  provider.errors = ReadErrors(fields);
  provider.headers = ReadHeaders(fields);
  provider.budgets = ReadBudgets(fields);
  provider.statuses = ReadStatuses(fields);
  provider.retry_statuses = ReadStatusList(fields, "retry_statuses");
  provider.fresh_credential_seconds = static_cast<int>(fields.Integer("fresh_credential_seconds"));
  ReadRateLimit(fields, provider);
  return provider;
}

}  // namespace apisql
