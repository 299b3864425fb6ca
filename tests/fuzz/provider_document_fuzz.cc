// Any bytes as a provider document (registry/document/document.h), and what a sound one promises to
// those who plan and send its requests.
#include <algorithm>
#include <cstdlib>

#include "registry/document/document.h"
#include "registry/model/server_url.h"
#include "registry/request/request_builder.h"
#include "registry/request/write_builder.h"
#include "registry/source/catalog.h"
#include "src/auth/auth.h"
#include "src/base/text.h"
#include "src/http/message/url.h"
#include "src/json/reader.h"
#include "src/json/text.h"
#include "src/paging/paginator.h"
#include "tests/fuzz/fuzz_target.h"
#include "vtab/plan/scan_plan.h"

namespace apisql {
namespace {

constexpr std::string_view kFile = "fuzz.yaml";

void CheckDocumentFaults(std::string_view input, const Status& status) {
  Require(status.code() == StatusCode::kInvalidArgument, "a faulty document is kInvalidArgument");
  Require(ReplaceInvalidUtf8(status.message()) == status.message(), "a fault is UTF-8",
          status.message());
  const auto lines = 1 + std::ranges::count(input, '\n') + std::ranges::count(input, '\r');
  for (const std::string& fault : Split(status.message(), '\n')) {
    Require(fault.starts_with(std::string(kFile) + ":"), "a fault names the file", fault);
    const int line = std::atoi(fault.c_str() + kFile.size() + 1);
    Require(line >= 1 && line <= lines, "a fault names a line of the document", fault);
    Require(std::ranges::none_of(fault, [](char c) { return static_cast<uint8_t>(c) < 0x20; }),
            "a fault has no control characters", fault);
  }
}

void CheckServer(const Server& server) {
  Require(CheckServerUrl(server).ok(), "a server's URL is sound", server.base_url);
  std::map<std::string, Secret> secrets;
  for (const SecretSource& source : server.secrets) secrets[source.name] = Secret("eDp4");
  AuthSpec auth = server.auth;
  for (auto& [option, text] : auth.options) text = SampleUrl(text);
  Require(MakeAuthenticator(auth, secrets).ok(), "a server's scheme can be used", server.name);
}

void CheckProvider(const Provider& provider) {
  Require(!provider.name.empty() && !provider.servers.empty(), "a provider has name and server");
  std::ranges::for_each(provider.servers, CheckServer);
  Require(MakePaginator(provider.paging).ok(), "a provider's paging can be used");
  for (const Budget& budget : provider.budgets) {
    Require(budget.requests > 0 && budget.seconds > 0, "a budget allows something", budget.name);
  }
}

void CheckParameter(const Resource& resource, const Parameter& parameter) {
  if (parameter.column.empty()) {
    const bool json =
        parameter.place != Parameter::Place::kBody || JsonDocument::Parse(parameter.constant).ok();
    Require(json, "a constant of a body is JSON", parameter.constant);
  } else {
    Require(resource.FindColumn(parameter.column) >= 0, "a parameter has its column",
            parameter.column);
  }
}

// The plan that binds what the method takes, so that no name in it can break the text apart.
void CheckPlanText(const Resource& resource, const Method& method) {
  ScanPlan plan;
  plan.method = method.name;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.column.empty()) continue;
    if (parameter.parent) {
      plan.each.push_back(parameter.name);
    } else {
      plan.bindings.push_back({parameter.column, static_cast<int>(plan.bindings.size())});
    }
  }
  for (const Column& column : resource.columns) {
    plan.filters.push_back({column.name, Operator::kIsNull});
  }
  const std::string text = plan.Serialize();
  const StatusOr<ScanPlan> again = ScanPlan::Parse(text);
  Require(again.ok() && *again == plan, "a plan of the document reads back as written", text);
}

Arguments SomeArguments(const Resource& resource, const Method& method) {
  Arguments arguments;
  for (const Parameter& parameter : method.parameters) {
    if (!parameter.required || parameter.column.empty()) continue;
    const bool known = std::ranges::any_of(
        arguments, [&](const auto& argument) { return argument.first == parameter.name; });
    const int column = resource.FindColumn(parameter.column);
    const auto type = resource.columns[static_cast<size_t>(column)].type;
    if (!known) arguments.push_back({parameter.name, {type == ColumnType::kText ? "a/b" : "1"}});
  }
  return arguments;
}

void CheckSelect(const Resource& resource, const Method& method) {
  Require(MakePaginator(method.paging).ok(), "a method's paging can be used", method.name);
  CheckPlanText(resource, method);
  const std::string base_url = "https://api.example.com";
  const auto request =
      BuildRequest(resource, method, base_url, SomeArguments(resource, method), {});
  Require(request.ok(), "a select can be sent when it has what it requires",
          request.ok() ? "" : request.status().message());
  const auto origin = OriginOf(request->url);
  Require(origin.ok() && *origin == "https://api.example.com:443", "a path stays on its server",
          request->url);
  Require(request->url.find_first_of("{} \t\r\n") == std::string::npos, "a URL is filled in",
          request->url);
  RequestTemplate(resource, method, base_url, {}, {});
}

void CheckResource(const Resource& resource) {
  Require(Split(resource.name, '.').size() == 3, "a table's name has three parts", resource.name);
  if (!resource.view_sql.empty()) return;
  for (size_t i = 0; i < resource.columns.size(); ++i) {
    Require(resource.FindColumn(resource.columns[i].name) == static_cast<int>(i),
            "columns have different names", resource.columns[i].name);
  }
  for (const std::string& key : resource.key) {
    Require(resource.FindColumn(key) >= 0, "the key is of columns", key);
  }
  for (const Method& method : resource.methods) {
    Require(resource.FindMethod(method.name) == &method, "methods have different names");
    Require(resource.provider->FindServer(method.server) != nullptr, "a method has its server");
    for (const Parameter& parameter : method.parameters) CheckParameter(resource, parameter);
    for (const NullRule& rule : method.nulls) {
      Require(JsonDocument::Parse(rule.json).ok(), "what stands for NULL is JSON", rule.json);
    }
    if (method.verb == Verb::kSelect) CheckSelect(resource, method);
  }
  const auto insert = InsertTemplate(resource);
  Require(!insert.ok() || insert->starts_with("INSERT INTO"), "a template is an INSERT");
}

// The provider that stands beside the table: a built-in one, or one of the same name.
std::shared_ptr<const Provider> ProviderBeside(const Document& document) {
  static Catalog* const kCatalog = Catalog::Builtin().release();
  const auto builtin = kCatalog->FindProvider(document.provider_name());
  return builtin.ok() ? *builtin : *kCatalog->FindProvider("confluent");
}

void FuzzProviderDocument(std::string_view input) {
  const StatusOr<Document> document = OpenDocument(input, std::string(kFile));
  if (!document.ok()) return CheckDocumentFaults(input, document.status());
  if (!document->provider.empty()) {
    const auto provider = ReadProviderDocument(*document);
    if (!provider.ok()) return CheckDocumentFaults(input, provider.status());
    return CheckProvider(**provider);
  }
  const auto table = ReadTableDocument(*document, ProviderBeside(*document));
  if (!table.ok()) return CheckDocumentFaults(input, table.status());
  CheckResource(**table);
}

const FuzzRegistration kProviderDocument("provider_document", FuzzProviderDocument);

}  // namespace
}  // namespace apisql
