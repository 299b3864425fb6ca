#include "registry/document/table_document.h"

#include "registry/document/column_document.h"
#include "registry/methods/body_document.h"
#include "registry/methods/method_document.h"
#include "registry/methods/statuses_document.h"
#include "registry/parameter/header_document.h"
#include "registry/rules/document_rules.h"
#include "registry/yaml/fields.h"

namespace apisql {
namespace {

// `itself` as a parent is the table's name.
void NameTrees(Resource* resource) {
  for (Method& method : resource->methods) {
    for (Parameter& parameter : method.parameters) {
      if (parameter.parent && parameter.parent->table == "itself") {
        parameter.parent->table = resource->name;
      }
    }
  }
}

// No document can declare it: the names of its columns begin with a letter.
Column RowColumn() {
  Column column;
  column.name = std::string(kRowColumn);
  column.type = ColumnType::kJson;
  column.hidden = true;
  column.description =
      "The whole object as received, with members that no column names, and without secret ones.";
  return column;
}

}  // namespace

Resource ReadTable(const YamlNode& root, std::shared_ptr<const Provider> provider,
                   const std::string& document, Faults& faults) {
  const Fields fields(root, kTable, "", faults);
  Resource resource;
  resource.document = document;
  resource.name = fields.Text("table");
  resource.aliases = fields.Texts("aliases");
  resource.description = fields.Text("description");
  resource.stage = ReadStage(fields, Stage::kUnknown);
  resource.key = fields.Texts("key");
  resource.estimated_rows = fields.Integer("rows", resource.estimated_rows);
  resource.view_sql = fields.Text("view");
  resource.view_line = fields.Line("view");
  const std::string server = fields.Text("server");
  if (!server.empty() && provider->FindServer(server) == nullptr) {
    fields.Fault("server", "the provider has no server " + server);
  }
  for (const NamedNode& entry : fields.Members("columns")) {
    resource.columns.push_back(ReadColumn(entry, faults));
  }
  if (resource.view_sql.empty() && !resource.columns.empty())
    resource.columns.push_back(RowColumn());
  const MethodDefaults defaults{server, resource.stage, resource.columns,
                                ReadBodyFormat(fields, provider->body_format), ReadHeaders(fields)};
  for (const NamedNode& entry : fields.Members("methods")) {
    resource.methods.push_back(ReadMethod(entry, *provider, defaults, faults));
  }
  NameTrees(&resource);
  resource.statuses = ReadStatuses(fields);
  resource.provider = std::move(provider);
  CheckTable(resource, root, faults);
  return resource;
}

std::string ProviderOf(std::string_view table) {
  return std::string(table.substr(0, table.find('.')));
}

}  // namespace apisql
