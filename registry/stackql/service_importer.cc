#include "registry/stackql/service_importer.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "registry/document/document.h"
#include "registry/model/names.h"
#include "registry/print/make_node.h"
#include "registry/print/short_text.h"
#include "registry/print/yaml_text.h"
#include "registry/stackql/methods/method_reader.h"
#include "registry/stackql/tables/column_names.h"
#include "src/base/text.h"

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

constexpr size_t kMostColumns = 1'900;  // SQLite takes 2,000 of a table.

const YamlNode* Config(const YamlNode& node, std::string_view key) {
  const YamlNode* config = node.Find(key);
  return config != nullptr && config->is(Kind::kMap) ? config : nullptr;
}

// "get" of "#/components/x-stackQL-resources/vaults/methods/get".
std::string LastPart(const std::string& reference) {
  return reference.substr(reference.rfind('/') + 1);
}

// The first verb of each method.
std::map<std::string, std::string> VerbsOf(const YamlNode& resource) {
  constexpr std::string_view kVerbs[] = {"select", "insert", "update", "delete", "replace"};
  std::map<std::string, std::string> verbs;
  const YamlNode* map = resource.Find("sqlVerbs");
  if (map == nullptr) return verbs;
  for (const std::string_view verb : kVerbs) {
    const YamlNode* list = map->Find(verb);
    if (list == nullptr) continue;
    for (const YamlNode& item : list->items) {
      verbs.emplace(LastPart(TextAt(&item, "$ref")), std::string(verb));
    }
  }
  return verbs;
}

// Names that SQL takes stay; only then are there others for those that it does not.
std::vector<std::string> MethodNames(const YamlNode& methods) {
  std::vector<std::string> names(methods.keys.size());
  ColumnNames taken;
  for (const bool as_it_is : {true, false}) {
    for (size_t i = 0; i < names.size(); ++i) {
      const std::string& name = methods.keys[i].text;
      if (IsQuotableName(name) == as_it_is) names[i] = taken.Take(name);
    }
  }
  return names;
}

// Where bodies of errors have their words; the first that is there counts.
YamlNode ErrorShapes() {
  struct Shape {
    std::string_view list;
    std::string_view message;
    std::string_view code;
  };
  constexpr Shape kShapes[] = {
      {"/errors", "/message", "/code"},
      {"/errors", "/detail", "/code"},
      {"/errors", "/reason", ""},
      {"", "/error/message", "/error/code"},
      {"", "/message", "/code"},
      {"", "/errorSummary", "/errorCode"},
      {"", "/error_description", "/error"},
      {"", "/detail", "/code"},
      {"", "/error_message", "/error_code"},
      {"", "/title", "/code"},
      {"", "/error", ""},
      {"", "/errors/0", ""},
      {"", "/Message", "/Code"},
      // Those of XML.
      {"", "/ErrorResponse/Error/Message", "/ErrorResponse/Error/Code"},
      {"", "/Response/Errors/Error/Message", "/Response/Errors/Error/Code"},
      {"", "/Error/Message", "/Error/Code"},
  };
  YamlNode list = ListNode();
  for (const Shape& shape : kShapes) {
    YamlNode node = MapNode();
    if (!shape.list.empty()) Put(node, "list", TextNode(shape.list));
    Put(node, "message", TextNode(shape.message));
    if (!shape.code.empty()) Put(node, "code", TextNode(shape.code));
    Append(list, std::move(node));
  }
  return list;
}

// "a:12: methods.get.filters: rule" -> "get", with the rule.
std::pair<std::string, std::string> MethodOfFault(const std::string& fault) {
  constexpr std::string_view kMethods = ": methods.";
  const size_t start = fault.find(kMethods);
  if (start == std::string::npos) return {};
  const size_t name = start + kMethods.size();
  const size_t end = fault.find_first_of(".:", name);
  if (end == std::string::npos) return {};
  return {fault.substr(name, end - name), fault.substr(start + 2)};
}

// The key of an object, which stands in "/{Bucket}/{Key}" or, where the bucket is in the host, in
// "/{Key}". S3 takes its slashes as they are, and signatures count them so ("Object key and
// metadata" in the User Guide of Amazon S3: all that comes after the bucket is the key).
void KeepSlashesOfKey(MethodDraft& method) {
  const auto is_word = [](const std::string& segment) {
    return !segment.empty() && !segment.starts_with('{');
  };
  if (std::ranges::any_of(Split(method.path, '/'), is_word)) return;
  for (InputDraft& input : method.inputs) {
    if (input.place != InputDraft::Place::kPath || !input.names_the_row) continue;
    input.keeps_slashes = !EqualsIgnoreCase(input.name, "bucket");
  }
}

}  // namespace

YamlNode MakeProviderNode(const ProviderContext& context) {
  YamlNode node = MapNode();
  Put(node, "provider", TextNode(context.name));
  Put(node, "description", TextNode(context.name + ", as documents of StackQL describe it."));
  Put(node, "servers", context.servers.ToNode());
  // Null in the place of rows, and an answer without content, are no rows. What is not there at all
  // may be a mistake of the description, and stays an error.
  YamlNode empty = ListNode();
  Append(empty, YamlNode());
  Append(empty, WordNode("204"));
  Put(node, "empty", std::move(empty));
  Put(node, "errors", ErrorShapes());
  return node;
}

void ServiceImporter::Refuse(const std::string& name, int line, const std::string& reason) {
  report_.refused.push_back({context_.name + "." + service_ + (name.empty() ? "" : "." + name),
                             document_.file(), line, reason});
}

Status ServiceImporter::Import() {
  const YamlNode* components = document_.root().Find("components");
  const YamlNode* resources =
      components == nullptr ? nullptr : components->Find("x-stackQL-resources");
  if (resources == nullptr || !resources->is(Kind::kMap)) return OkStatus();
  if (!IsName(service_)) {
    Refuse("", resources->line, "the name of a service is lower-case letters, digits and _");
    return OkStatus();
  }
  for (size_t i = 0; i < resources->keys.size(); ++i) {
    RETURN_IF_ERROR(ImportResource(resources->keys[i].text, resources->items[i]));
  }
  return OkStatus();
}

Status ServiceImporter::ImportResource(const std::string& resource, const YamlNode& node) {
  TableDraft table = ReadMethods(resource, node);
  if (table.methods.empty()) return OkStatus();
  if (!IsName(resource)) {
    for (const MethodDraft& method : table.methods) {
      Refuse(resource + "." + method.name, method.line,
             "the name of a table is lower-case letters, digits and _");
    }
    return OkStatus();
  }
  table.name = context_.name + "." + service_ + "." + resource;
  table.description = ShortText(TextAt(&node, "description"));
  if (table.description.empty()) table.description = ShortText(TextAt(&node, "title"));
  if (table.description.empty()) table.description = resource;
  return Finish(std::move(table));
}

TableDraft ServiceImporter::ReadMethods(const std::string& resource, const YamlNode& node) {
  TableDraft table;
  const YamlNode* methods = node.Find("methods");
  if (methods == nullptr || !methods->is(Kind::kMap)) return table;
  const auto verbs = VerbsOf(node);
  const std::vector<std::string> names = MethodNames(*methods);
  for (size_t i = 0; i < methods->keys.size(); ++i) {
    const std::string& name = methods->keys[i].text;
    const YamlNode& method = methods->items[i];
    const int line = methods->keys[i].line;
    if (!context_.refusal.empty()) {
      Refuse(resource + "." + name, line, context_.refusal);
      continue;
    }
    const auto verb = verbs.find(name);
    auto draft =
        ReadStackqlMethod(document_, method, names[i], verb == verbs.end() ? "exec" : verb->second,
                          {Config(method, "config"), Config(node, "config"),
                           Config(document_.root(), "x-stackQL-config"), context_.config});
    auto server = draft.ok() ? ServerOf(method) : StatusOr<std::string>(draft.status());
    if (!server.ok()) {
      Refuse(resource + "." + name, line, server.status().message());
      continue;
    }
    std::erase_if(draft->inputs, [&](const InputDraft& input) {
      return input.place == InputDraft::Place::kHeader &&
             context_.servers.IsCredentialHeader(input.name);
    });
    std::erase_if(draft->headers, [&](const auto& header) {
      return context_.servers.IsCredentialHeader(header.first);
    });
    draft->line = line;
    draft->server = *server;
    if (context_.servers.IsOfS3(*server)) KeepSlashesOfKey(*draft);
    for (const auto& variable : context_.servers.VariablesOf(*server)) {
      const auto known = [&](const auto& other) { return other.first == variable.first; };
      if (std::ranges::none_of(table.variables, known)) table.variables.push_back(variable);
    }
    table.methods.push_back(*std::move(draft));
  }
  return table;
}

// The operation's own, its path's, or the service's.
StatusOr<std::string> ServiceImporter::ServerOf(const YamlNode& method) {
  const std::string reference = TextAt(method.Find("operation"), "$ref");
  const YamlNode* operation = document_.At(reference);
  const YamlNode* path = document_.At(std::string_view(reference).substr(0, reference.rfind('/')));
  const std::string signed_as = TextAt(document_.root().Find("info"), "x-serviceName");
  for (const YamlNode* node : {operation, path, &document_.root()}) {
    const YamlNode* servers = node == nullptr ? nullptr : node->Find("servers");
    if (servers != nullptr && !servers->items.empty())
      return context_.servers.NameFor(servers, service_, signed_as);
  }
  return context_.servers.NameFor(nullptr, service_);
}

bool ServiceImporter::DropFaulty(const Status& faults, TableDraft& table) {
  bool dropped = false;
  const std::string prefix = table.name.substr(table.name.rfind('.') + 1) + ".";
  for (const std::string& fault : Split(faults.message(), '\n')) {
    const auto [name, rule] = MethodOfFault(fault);
    const auto found = std::ranges::find(table.methods, name, &MethodDraft::name);
    if (name.empty() || found == table.methods.end()) continue;
    Refuse(prefix + name, found->line, rule);
    table.methods.erase(found);
    dropped = true;
  }
  return dropped;
}

StatusOr<std::shared_ptr<const Provider>> ServiceImporter::ReadProvider() {
  if (provider_ == nullptr || provider_->servers.size() != context_.servers.size()) {
    const Document document{.file = "provider.yaml",
                            .origin = {},
                            .root = MakeProviderNode(context_),
                            .provider = context_.name,
                            .table = ""};
    ASSIGN_OR_RETURN(provider_, ReadProviderDocument(document));
  }
  return provider_;
}

Status ServiceImporter::Finish(TableDraft table) {
  const std::string file = service_ + table.name.substr(table.name.rfind('.')) + ".yaml";
  std::vector<std::pair<std::string, std::string>> changed;
  while (!table.methods.empty()) {
    ASSIGN_OR_RETURN(const auto read, ReadProvider());
    Document document{.file = file,
                      .origin = {},
                      .root = BuildTable(table, changed),
                      .provider = "",
                      .table = table.name};
    Status faults = ReadTableDocument(document, read).status();
    const YamlNode* columns = document.root.Find("columns");
    if (columns->items.size() > kMostColumns) {
      faults = Status(StatusCode::kUnimplemented, "it has more columns than SQLite takes: " +
                                                      std::to_string(columns->items.size()));
    }
    if (PrintYaml(document.root).size() > kMaxYamlBytes) {
      faults = Status(StatusCode::kUnimplemented, "its document would be larger than 1 MiB");
    }
    if (faults.ok()) {
      ++report_.tables;
      report_.methods += table.methods.size();
      for (const auto& [method, reason] : changed) {
        const auto draft = std::ranges::find(table.methods, method, &MethodDraft::name);
        if (draft == table.methods.end()) continue;
        report_.changed.push_back(
            {table.name + "." + method, document_.file(), draft->line, reason});
      }
      return sink_(context_.name + "/" + file, document.root);
    }
    if (DropFaulty(faults, table)) continue;
    const std::string prefix = table.name.substr(table.name.rfind('.') + 1) + ".";
    for (const MethodDraft& method : table.methods) {
      Refuse(prefix + method.name, method.line, Split(faults.message(), '\n').front());
    }
    return OkStatus();
  }
  return OkStatus();
}

}  // namespace apisql
