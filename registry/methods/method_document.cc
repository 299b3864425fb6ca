#include "registry/methods/method_document.h"

#include <algorithm>

#include "registry/methods/answer_document.h"
#include "registry/methods/await_document.h"
#include "registry/methods/body_document.h"
#include "registry/methods/paging_document.h"
#include "registry/methods/statuses_document.h"
#include "registry/methods/xml_document.h"
#include "registry/parameter/header_document.h"
#include "registry/parameter/parameter_document.h"
#include "src/base/text.h"

namespace apisql {
namespace {

struct HttpVerb {
  std::string_view key;
  std::string_view method;
};
constexpr HttpVerb kHttpVerbs[] = {
    {"get", "GET"}, {"post", "POST"}, {"put", "PUT"}, {"patch", "PATCH"}, {"delete", "DELETE"},
};

struct RowsKey {
  std::string_view key;
  RowsKind kind;
};
constexpr RowsKey kRowsKeys[] = {
    {"rows", RowsKind::kArray},
    {"row", RowsKind::kObject},
    {"map", RowsKind::kMap},
    {"ndjson", RowsKind::kNdjson},
};

void ReadHttp(const Fields& fields, Method& method) {
  int given = 0;
  for (const HttpVerb& verb : kHttpVerbs) {
    if (!fields.Has(verb.key)) continue;
    method.http_method = verb.method;
    method.path = fields.Text(verb.key);
    if (++given == 1) continue;
    fields.Fault(verb.key, "a method sends one request: get, post, put, patch or delete");
  }
  if (given == 0) fields.Fault("verb", "needs a path: get, post, put, patch or delete");
}

void ReadRows(const Fields& fields, const Provider& provider, Method& method) {
  method.rows = method.verb == Verb::kSelect ? provider.rows : JsonPath();
  int given = 0;
  for (const RowsKey& kind : kRowsKeys) {
    if (!fields.Has(kind.key)) continue;
    if (++given > 1) fields.Fault(kind.key, "only one of rows, row, map and ndjson");
    method.rows_kind = kind.kind;
    method.rows = fields.Path(kind.key);
  }
}

void ReadMethodPaging(const Fields& fields, const Provider& provider, Method& method) {
  const bool one_row = method.rows_kind == RowsKind::kObject;
  if (one_row && fields.Has("paging")) fields.Fault("paging", "a method with row never pages");
  if (method.verb != Verb::kSelect || one_row) return;
  method.paging = ReadPaging(fields, provider.paging);
}

// 405 says that there is no such operation, whatever is there of the row.
void CheckAbsent(const Fields& method, int line, int64_t status) {
  constexpr int64_t kNoSuchOperation = 405;
  if (status != kNoSuchOperation) return;
  method.faults().Add(line,
                      At(method.Within("absent"), "405 tells of the operation, and not of a row"));
}

void CheckAbsentValue(const Fields& fields, const AbsentRule& rule) {
  const bool value = fields.Has("path") || fields.Has("values");
  if (value == fields.Has("status") || fields.Has("path") != fields.Has("values")) {
    fields.faults().Add(fields.Line(""),
                        At(fields.place(), "a rule names a status, or both path and values"));
  }
  if (value && fields.Has("code")) fields.Fault("code", "needs a status");
  if (fields.Has("path") && rule.path.empty()) fields.Fault("path", "is the whole row");
  if (fields.Has("values") && rule.values.empty()) fields.Fault("values", "names no value");
}

// Of a write it says only that there is no row, and only the method itself can say so.
EmptyAnswers ReadEmpty(const Fields& fields, const Provider& provider, Verb verb) {
  if (verb == Verb::kSelect) return ReadEmptyAnswers(fields, provider.empty);
  const EmptyAnswers empty = ReadEmptyAnswers(fields, {});
  if (empty.absent || empty.no_content) {
    fields.Fault("empty", "of a write only null means that there is no such row");
  }
  return empty;
}

std::vector<AbsentRule> ReadAbsent(const Fields& method) {
  std::vector<AbsentRule> rules;
  for (const YamlNode& item : method.Items("absent")) {
    if (item.is(YamlNode::Kind::kMap)) {
      const Fields fields(item, kAbsent, method.Within("absent"), method.faults());
      rules.push_back({static_cast<int>(fields.Integer("status")), fields.Text("code"),
                       fields.Path("path"), fields.Texts("values")});
      CheckAbsentValue(fields, rules.back());
    } else {
      rules.push_back({static_cast<int>(IntegerOf(item).value_or(0)), ""});
    }
    CheckAbsent(method, item.line, rules.back().status);
  }
  return rules;
}

std::vector<NullRule> ReadNulls(const Fields& method) {
  std::vector<NullRule> rules;
  for (const auto& [column, node] : method.Members("nulls")) {
    const Fields fields(*node, kNull, method.Within("nulls") + "." + column->text, method.faults());
    const YamlNode* value = fields.Find("value");
    rules.push_back({column->text, fields.Path("path"), value == nullptr ? "" : ToJson(*value)});
  }
  return rules;
}

void CheckVerb(const Fields& fields, const Method& method) {
  const bool reads = method.http_method == "GET" || method.http_method == "POST";
  if (method.verb == Verb::kSelect && !reads) fields.Fault("verb", "a select sends GET or POST");
  if (method.verb != Verb::kSelect && method.verb != Verb::kExec && method.http_method == "GET") {
    fields.Fault("verb", "a GET changes nothing");
  }
  if (method.http_method != "GET") return;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.place != Parameter::Place::kBody) continue;
    fields.Fault("get", "has no body to put " + parameter.name + " in");
  }
}

const Server* ReadServer(const Fields& fields, const Provider& provider,
                         const std::string& default_server, Method& method) {
  method.server = fields.Text("server", default_server);
  const Server* server = provider.FindServer(method.server);
  if (server == nullptr && fields.Has("server")) {
    std::vector<std::string> names;
    for (const Server& known : provider.servers) names.push_back(known.name);
    fields.Fault("server",
                 "the provider has no server " + method.server + DidYouMean(method.server, names));
  }
  return server;
}

void CheckBudgets(const Fields& fields, const Provider& provider, const Method& method) {
  std::vector<std::string> names;
  names.reserve(provider.budgets.size());
  for (const Budget& budget : provider.budgets) names.push_back(budget.name);
  for (const std::string& budget : method.budgets) {
    if (std::ranges::find(names, budget) != names.end()) continue;
    fields.Fault("budgets", "the provider has no budget " + budget + DidYouMean(budget, names));
  }
}

bool IsOfCredential(const AuthSpec& auth, const std::string& header) {
  if (IsSignatureHeader(auth, header)) return true;
  const auto name = auth.options.find("name");
  if (auth.scheme == "header" && name != auth.options.end()) {
    return EqualsIgnoreCase(header, name->second);
  }
  return std::ranges::any_of(auth.headers,
                             [&](const auto& one) { return EqualsIgnoreCase(header, one.first); });
}

// The inner before the outer.
Headers HeadersOf(const Fields& fields, const MethodDefaults& defaults, const Provider& provider,
                  const Server* server) {
  Headers headers = ReadHeaders(fields);
  AddHeaders(defaults.headers, &headers);
  if (server == nullptr) return headers;
  AddHeaders(server->headers, &headers);
  AddHeaders(provider.headers, &headers);
  for (const auto& [name, value] : headers) {
    if (!IsOfCredential(server->auth, name)) continue;
    fields.Fault("headers", name + " is the header of the credential");
  }
  return headers;
}

// What people are told of it.
void ReadWords(const Fields& fields, Stage default_stage, Method& method) {
  method.aliases = fields.Texts("aliases");
  method.description = fields.Text("description");
  method.example = fields.Text("example");
  method.stage = ReadStage(fields, default_stage);
  const YamlNode* node = fields.Find("quota");
  if (node == nullptr) return;
  const Fields quota(*node, kQuota, fields.Within("quota"), fields.faults());
  method.quota = {quota.Text("code"), quota.Text("description")};
}

}  // namespace

Stage ReadStage(const Fields& fields, Stage fallback) {
  const std::optional<size_t> stage = fields.Choice("stage");
  return stage ? static_cast<Stage>(*stage + 1) : fallback;
}

Method ReadMethod(const NamedNode& entry, const Provider& provider, const MethodDefaults& defaults,
                  Faults& faults) {
  const Fields fields(*entry.node, kMethod, "methods." + entry.name->text, faults);
  Method method;
  method.name = entry.name->text;
  if (!entry.node->is(YamlNode::Kind::kMap)) return method;
  const std::optional<size_t> verb = fields.Choice("verb");
  if (verb) method.verb = static_cast<Verb>(*verb);
  ReadWords(fields, defaults.stage, method);
  ReadHttp(fields, method);
  const Server* server = ReadServer(fields, provider, defaults.server, method);
  method.parameters = ReadParameters(fields, server, method.path, defaults.columns);
  method.headers = HeadersOf(fields, defaults, provider, server);
  ReadRows(fields, provider, method);
  ReadMethodPaging(fields, provider, method);
  method.empty = ReadEmpty(fields, provider, method.verb);
  method.success = ReadSuccess(fields, provider.success);
  method.absent = ReadAbsent(fields);
  method.statuses = ReadStatuses(fields);
  method.budgets = fields.Texts("budgets");
  method.idempotent =
      fields.Boolean("idempotent", method.verb == Verb::kSelect || method.http_method == "GET");
  ReadBody(fields, defaults.body_format, method);
  method.returns_row = fields.Has("returns");
  method.returns = fields.Path("returns");
  ReadXml(fields, provider, method);
  method.nulls = ReadNulls(fields);
  method.await = ReadAwait(fields, method.verb);
  if (verb) CheckVerb(fields, method);
  CheckBudgets(fields, provider, method);
  return method;
}

}  // namespace apisql
