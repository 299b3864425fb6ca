// apisql.providers, services, resources, methods, columns: what the documents declare.
#include <algorithm>
#include <optional>
#include <utility>

#include "registry/model/api_words.h"
#include "registry/model/choices.h"
#include "registry/model/filter_use.h"
#include "registry/request/member_changes.h"
#include "src/base/text.h"
#include "src/json/writer.h"
#include "vtab/meta/meta_tables.h"
#include "vtab/rows/sql_value.h"

namespace apisql {
namespace {

using MetaRows = StatusOr<std::vector<MetaRow>>;

// Provider and service of confluent.iam.api_keys: confluent and iam.
std::pair<std::string, std::string> OwnersOf(std::string_view table) {
  const std::vector<std::string> parts = Split(table, '.');
  return {parts[0], parts.size() > 2 ? parts[1] : ""};
}

bool Admits(const std::optional<std::string>& key, std::string_view value) {
  return !key || *key == value;
}

SqlValue NameList(const std::vector<std::string>& names) { return TextOrNull(Join(names, ", ")); }

std::string ServersJson(const Provider& provider) {
  std::vector<std::string> members;
  for (const Server& server : provider.servers) {
    members.push_back(QuoteJson(server.name) + ":" + QuoteJson(server.base_url));
  }
  return "{" + Join(members, ",") + "}";
}

// The region that is asked; NULL where there is none to choose, or the user gave a URL.
SqlValue RegionOf(const Provider& provider, const Config& config) {
  const ProviderConfig* configured = config.Find(provider.name);
  if (provider.regions.empty() || (configured != nullptr && !configured->base_url.empty())) {
    return {};
  }
  const Server* server = config.FindServer(provider, "");
  return server == nullptr ? SqlValue() : SqlValue(server->name);
}

// A provider whose documents are faulty takes no other with it: its row says the fault.
MetaRow ProviderRow(const std::string& name, Catalog& catalog, const Config& config) {
  const auto tables = catalog.CountTables(name);
  const auto provider = catalog.FindProvider(name);
  if (!tables.ok() || !provider.ok()) {
    const Status& fault = tables.ok() ? provider.status() : tables.status();
    return {name, "faulty: " + fault.message(), {}, {}, {}, {}, {}};
  }
  return {name,
          TextOrNull((*provider)->description),
          ServersJson(**provider),
          int64_t{(*provider)->max_concurrency},
          *tables ? SqlValue(static_cast<int64_t>(**tables)) : SqlValue(),
          RegionOf(**provider, config),
          NameList((*provider)->regions)};
}

MetaRows ProviderRows(Catalog& catalog, const Config& config, MetaKeys keys) {
  std::vector<MetaRow> rows;
  for (const std::string& name : catalog.ProviderNames()) {
    if (!Admits(keys[0], name)) continue;
    MetaRow row = ProviderRow(name, catalog, config);
    if (!catalog.HasProvider(name)) continue;  // A folder without documents.
    rows.push_back(std::move(row));
  }
  return rows;
}

// The tables with that name and of that provider and service, as far as they are given: no other
// provider's folder is looked into.
StatusOr<std::vector<std::string>> TablesFor(const Catalog& catalog,
                                             const std::optional<std::string>& table,
                                             const std::optional<std::string>& provider,
                                             const std::optional<std::string>& service) {
  std::vector<std::string> tables;
  if (table) {
    if (catalog.Has(*table)) tables.push_back(*table);
    return tables;
  }
  for (const std::string& name : catalog.ProviderNames()) {
    if (!Admits(provider, name)) continue;
    const auto of_service = [&] { return catalog.TablesOf(name, *service); };
    ASSIGN_OR_RETURN(const std::vector<std::string> more,
                     service ? of_service() : catalog.TablesOf(name));
    tables.insert(tables.end(), more.begin(), more.end());
  }
  return tables;
}

MetaRows ServiceRows(const Catalog& catalog, MetaKeys keys) {
  std::vector<MetaRow> rows;
  for (const std::string& provider : catalog.ProviderNames()) {
    if (!Admits(keys[0], provider)) continue;
    ASSIGN_OR_RETURN(const std::vector<std::string> services, catalog.ServicesOf(provider));
    for (const std::string& service : services) rows.push_back({provider, service});
  }
  return rows;
}

MetaRow ResourceRow(const Resource& resource) {
  const auto [provider, service] = OwnersOf(resource.name);
  return {resource.name,
          provider,
          service,
          TextOrNull(resource.description),
          NameList(resource.key),
          resource.view_sql.empty() ? "table" : "view",
          resource.view_sql.empty() ? SqlValue(resource.estimated_rows) : SqlValue(),
          NameList(resource.aliases),
          TextOrNull(std::string(StageName(resource.stage)))};
}

MetaRows ResourceRows(Catalog& catalog, MetaKeys keys) {
  std::vector<MetaRow> rows;
  ASSIGN_OR_RETURN(const std::vector<std::string> tables,
                   TablesFor(catalog, keys[0], keys[1], keys[2]));
  for (const std::string& table : tables) {
    const auto [provider, service] = OwnersOf(table);
    if (!Admits(keys[1], provider) || !Admits(keys[2], service)) continue;
    ASSIGN_OR_RETURN(const auto resource, catalog.FindForList(table));
    rows.push_back(ResourceRow(*resource));
  }
  return rows;
}

bool IsFilter(const Parameter& parameter) {
  return parameter.place == Parameter::Place::kQuery ||
         parameter.place == Parameter::Place::kHeader;
}

// "id", "owner_id (spec.owner)", "resource_id (spec.resource, partial)": the column, the API's
// parameter where it is called otherwise, and whether it filters by less than `=`.
std::string InputText(const Parameter& parameter, bool reads) {
  std::vector<std::string> words;
  const std::string text = ParameterText(parameter);
  const bool same = parameter.name == parameter.column;
  if (!same) words.push_back(text);
  const bool equality = parameter.comparison == Parameter::Comparison::kEqual;
  if (!equality) words.emplace_back(OperatorWord(parameter));
  const bool partial = equality && parameter.match == Parameter::Match::kPartial;
  if (reads && partial && IsFilter(parameter)) words.emplace_back("partial");
  return parameter.column + (words.empty() ? "" : " (" + Join(words, ", ") + ")");
}

// The columns that a method takes, required or not. INSERT must be given those of the new row that
// the API demands.
SqlValue InputsOf(const Resource& resource, const Method& method, bool required) {
  std::vector<std::string> inputs;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.column.empty() || parameter.required != required) continue;
    inputs.push_back(InputText(parameter, method.verb == Verb::kSelect));
  }
  if (!required || method.verb != Verb::kInsert) return NameList(inputs);
  for (const Column& column : resource.columns) {
    const bool bound = method.ParameterOf(column.name) != nullptr;
    if (column.required_on_create && !bound) inputs.push_back(column.name);
  }
  return NameList(inputs);
}

// How a list comes to its end; of anything else nothing.
SqlValue PagingText(const Method& method) {
  const bool list = method.verb == Verb::kSelect && method.rows_kind != RowsKind::kObject;
  if (!list) return {};
  if (method.paging.is_one_request()) return method.paging.style;
  return std::string(method.paging.recognised ? "recognised" : "configured");
}

MetaRow MethodRow(const Resource& resource, const Method& method) {
  const int64_t page_size = std::max(method.paging.max_page_size, method.paging.default_page_size);
  return {resource.name,
          method.name,
          std::string(VerbName(method.verb)),
          method.http_method,
          method.path,
          InputsOf(resource, method, true),
          InputsOf(resource, method, false),
          page_size > 0 ? SqlValue(page_size) : SqlValue(),
          TextOrNull(method.description),
          NameList(method.aliases),
          TextOrNull(std::string(StageName(method.stage))),
          method.quota ? SqlValue(method.quota->code) : SqlValue(),
          method.quota ? TextOrNull(method.quota->description) : SqlValue(),
          PagingText(method)};
}

SqlValue WriteText(const Resource& resource, const Column& column) {
  std::vector<std::string> verbs;
  if (column.on_create)
    verbs.emplace_back(column.required_on_create ? "create (required)" : "create");
  if (!column.create_only.empty()) {
    verbs.push_back("create (only " + Join(column.create_only, ", ") + ")");
  }
  if (column.on_update) verbs.emplace_back("update");
  if (IsChangedByMembers(resource, resource.FindColumn(column.name), RowStage::kMade)) {
    verbs.emplace_back("update (members)");
  }
  return NameList(verbs);
}

std::string EqualityText(const Resource& resource, const Column& column) {
  const FilterUse use = FilterUseOf(resource, column);
  if (use.parameter == nullptr) return "";
  std::string text = use.exact ? "exact" : "partial";
  if (!use.parent.empty()) return text + ", else each " + use.parent;
  return use.required ? text + ", required" : text;
}

// What `=` does stands behind the other operators.
std::string FilterText(const Resource& resource, const Column& column) {
  std::vector<std::string> words;
  for (const Parameter* parameter : NarrowingOf(resource, column)) {
    words.emplace_back(OperatorWord(*parameter));
  }
  if (std::string equality = EqualityText(resource, column); !equality.empty()) {
    words.push_back(std::move(equality));
  }
  return Join(words, ", ");
}

std::string ParametersText(const Resource& resource, const Column& column) {
  std::vector<std::string> texts;
  for (const Parameter* parameter : NarrowingOf(resource, column)) {
    texts.push_back(NarrowingText(*parameter));
  }
  if (std::string text = ParameterText(resource, column); !text.empty()) {
    texts.push_back(std::move(text));
  }
  return Join(texts, ", ");
}

MetaRow ColumnRow(const Resource& resource, size_t position) {
  const Column& column = resource.columns[position];
  const bool key = std::ranges::count(resource.key, column.name) > 0;
  return {resource.name,
          column.name,
          static_cast<int64_t>(position) + 1,
          std::string(kTypeNames[static_cast<size_t>(column.type)]),
          TextOrNull(column.description),
          int64_t{column.hidden || column.secret},
          int64_t{key},
          WriteText(resource, column),
          NameList(column.values),
          NameList(column.aliases),
          TextOrNull(ParametersText(resource, column)),
          TextOrNull(FilterText(resource, column))};
}

// The rows of each table's own part, for the one table that is asked for or for all.
template <typename AppendRows>
MetaRows RowsOfResources(Catalog& catalog, MetaKeys keys, const AppendRows& append) {
  std::vector<MetaRow> rows;
  ASSIGN_OR_RETURN(const std::vector<std::string> tables,
                   TablesFor(catalog, keys[0], std::nullopt, std::nullopt));
  for (const std::string& table : tables) {
    ASSIGN_OR_RETURN(const auto resource, catalog.Find(table));
    append(*resource, rows);
  }
  return rows;
}

void AppendMethods(const Resource& resource, std::vector<MetaRow>& rows) {
  for (const Method& method : resource.methods) rows.push_back(MethodRow(resource, method));
}

void AppendColumns(const Resource& resource, std::vector<MetaRow>& rows) {
  for (size_t i = 0; i < resource.columns.size(); ++i) rows.push_back(ColumnRow(resource, i));
}

}  // namespace

MetaTableSpec ProvidersTable(std::shared_ptr<Connection> connection) {
  return {.name = "apisql.providers",
          .columns = {{"name", "TEXT"},
                      {"description", "TEXT"},
                      {"servers", "TEXT"},
                      {"max_concurrency", "INTEGER"},
                      {"tables", "INTEGER"},
                      {"region", "TEXT"},
                      {"regions", "TEXT"}},
          .identity_columns = 1,
          .key_columns = 1,
          .rows = [c = std::move(connection)](MetaKeys keys) {
            return ProviderRows(c->api.catalog(), c->api.config(), keys);
          }};
}

MetaTableSpec ServicesTable(std::shared_ptr<Connection> connection) {
  return {.name = "apisql.services",
          .columns = {{"provider", "TEXT"}, {"name", "TEXT"}},
          .identity_columns = 2,
          .key_columns = 1,
          .rows = [c = std::move(connection)](MetaKeys keys) {
            return ServiceRows(c->api.catalog(), keys);
          }};
}

MetaTableSpec ResourcesTable(std::shared_ptr<Connection> connection) {
  return {.name = "apisql.resources",
          .columns = {{"name", "TEXT"},
                      {"provider", "TEXT"},
                      {"service", "TEXT"},
                      {"description", "TEXT"},
                      {"key", "TEXT"},
                      {"kind", "TEXT"},
                      {"estimated_rows", "INTEGER"},
                      {"aliases", "TEXT"},
                      {"stage", "TEXT"}},
          .identity_columns = 1,
          .key_columns = 3,
          .rows = [c = std::move(connection)](MetaKeys keys) {
            return ResourceRows(c->api.catalog(), keys);
          }};
}

MetaTableSpec MethodsTable(std::shared_ptr<Connection> connection) {
  return {.name = "apisql.methods",
          .columns = {{"resource", "TEXT"},
                      {"name", "TEXT"},
                      {"verb", "TEXT"},
                      {"http_method", "TEXT"},
                      {"path", "TEXT"},
                      {"required", "TEXT"},
                      {"filters", "TEXT"},
                      {"page_size", "INTEGER"},
                      {"description", "TEXT"},
                      {"aliases", "TEXT"},
                      {"stage", "TEXT"},
                      {"quota", "TEXT"},
                      {"quota_description", "TEXT"},
                      {"paging", "TEXT"}},
          .identity_columns = 2,
          .key_columns = 1,
          .rows = [c = std::move(connection)](MetaKeys keys) {
            return RowsOfResources(c->api.catalog(), keys, AppendMethods);
          }};
}

MetaTableSpec ColumnsTable(std::shared_ptr<Connection> connection) {
  return {.name = "apisql.columns",
          .columns = {{"resource", "TEXT"},
                      {"name", "TEXT"},
                      {"position", "INTEGER"},
                      {"type", "TEXT"},
                      {"description", "TEXT"},
                      {"hidden", "INTEGER"},
                      {"key", "INTEGER"},
                      {"write", "TEXT"},
                      {"values", "TEXT"},
                      {"aliases", "TEXT"},
                      {"parameter", "TEXT"},
                      {"filter", "TEXT"}},
          .identity_columns = 2,
          .key_columns = 1,
          .rows = [c = std::move(connection)](MetaKeys keys) {
            return RowsOfResources(c->api.catalog(), keys, AppendColumns);
          }};
}

}  // namespace apisql
