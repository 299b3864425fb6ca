// ServiceImporter: the resources of one service document as tables.
#ifndef APISQL_REGISTRY_STACKQL_SERVICE_IMPORTER_H_
#define APISQL_REGISTRY_STACKQL_SERVICE_IMPORTER_H_

#include <memory>
#include <string>

#include "registry/model/provider.h"
#include "registry/openapi/openapi_document.h"
#include "registry/stackql/import_report.h"
#include "registry/stackql/server_nodes.h"
#include "registry/stackql/tables/table_builder.h"

namespace apisql {

// What all services of a provider share.
struct ProviderContext {
  std::string name;
  const YamlNode* config = nullptr;
  ServerNodes servers;
  // Why nothing of the provider can be asked, such as an unknown kind of credential; "": it can.
  std::string refusal;
};

// The provider as a document of ours, with the servers that are known so far.
YamlNode MakeProviderNode(const ProviderContext& context);

class ServiceImporter {
 public:
  // All must outlive it.
  ServiceImporter(const OpenApiDocument& document, std::string service, ProviderContext& context,
                  const DocumentSink& sink, ImportReport& report)
      : document_(document),
        service_(std::move(service)),
        context_(context),
        sink_(sink),
        report_(report) {}

  Status Import();

 private:
  Status ImportResource(const std::string& resource, const YamlNode& node);
  TableDraft ReadMethods(const std::string& resource, const YamlNode& node);
  StatusOr<std::string> ServerOf(const YamlNode& method);
  Status Finish(TableDraft table);
  // The provider with the servers that are known by now.
  StatusOr<std::shared_ptr<const Provider>> ReadProvider();
  // The reader's faults with the document; those of a method take that one out of `table`. True:
  // there was such a method.
  bool DropFaulty(const Status& faults, TableDraft& table);
  void Refuse(const std::string& name, int line, const std::string& reason);

  const OpenApiDocument& document_;
  std::string service_;
  ProviderContext& context_;
  const DocumentSink& sink_;
  ImportReport& report_;
  std::shared_ptr<const Provider> provider_;  // Null until it is read.
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_SERVICE_IMPORTER_H_
